"""Where providers report to (S7): open to everybody, believed by the provider's signature."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dangol.access import anyone
from messaging.dispatch.models import ProviderAccount
from messaging.feedback import receiving, ses, sns
from messaging.feedback.receiving import is_first_bell
from messaging.feedback.tasks import take_reports

log = logging.getLogger(__name__)
LONGEST = 512 * 1024
"""Bytes of one post; Amazon's own limit is half of it."""


@csrf_exempt
@anyone
@never_cache
@require_POST
def sns_hook(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a post of Amazon SNS for a SES account: 200 once it is kept, or need not be.

    400 for what cannot be read, 403 for what Amazon has not signed or another topic sent, 503 when
    Amazon's certificate cannot be fetched just now: it posts again later.
    """
    account = receiving.account_of(code, ProviderAccount.Kind.SES)
    if account is None or not account.config.get("topic"):
        raise Http404
    try:
        envelope = sns.read(request.read(LONGEST))
        if envelope.topic != account.config["topic"]:
            raise sns.Forged(f"topic {envelope.topic}")
        sns.check(envelope)
        _take(account, envelope)
    except (sns.Unreadable, ses.Unreadable) as error:
        log.warning("A report for account %s cannot be read: %s", code, error)
        return _said(400, "This is no report of Amazon SNS about a mail.")
    except sns.Forged as error:
        log.warning("A report for account %s was refused: %s", code, error)
        return _said(403, "This was not signed by Amazon for the topic of this account.")
    except OSError as error:
        log.warning("A report for account %s could not be checked: %s", code, error)
        return _said(503, "Amazon cannot be reached just now. Please post it again.")
    return HttpResponse(status=200)


def _take(account: ProviderAccount, envelope: sns.Envelope) -> None:
    if envelope.kind == sns.SUBSCRIPTION:
        sns.confirm(envelope)
        receiving.hear(account)
        return
    if envelope.kind == sns.END:
        log.warning("Account %s: its topic reports to us no longer.", account.code)
        return
    told = ses.read(envelope.message, envelope.key)
    if told is None:
        receiving.hear(account)
    elif receiving.receive(account, told.company, envelope.key, told.entries) and is_first_bell():
        take_reports.ring()


def _said(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
