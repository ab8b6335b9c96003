"""The legal documents: one version for all of them, which each consent records (P2, V4).

Their texts are templates, `signup/legal/<language>/<document>.html`: a changed text gets a new
VERSION, so that the version kept with a consent always names what was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-11-22"
"""The day from which the present texts hold."""


@dataclass(frozen=True)
class Document:
    """One legal text; `code` names its address and its template."""

    code: str
    title: Promise
    lead: Promise


DOCUMENTS = {
    document.code: document
    for document in (
        Document(
            "terms",
            _("Terms of use"),
            _("What we provide, what it costs, and what happens when it ends."),
        ),
        Document(
            "privacy",
            _("Privacy policy"),
            _("Which personal data of administrators and visitors we process, and why."),
        ),
        Document(
            "processing",
            _("Processing agreement"),
            _("How we process the data of your customers on your behalf."),
        ),
    )
}


@dataclass(frozen=True)
class SubProcessor:
    """Another company's machine that data passes: what for, and its host name."""

    task: Promise
    host: str
    data: Promise


def in_force_since() -> date:
    """The day of the present version."""
    return date.fromisoformat(VERSION)


def sub_processors() -> list[SubProcessor]:
    """Those that this installation is set up to use, read from its settings; none is invented."""
    used = []
    if settings.SMTP_URL:
        mails = _("Mail addresses, subjects and texts of mails")
        used.append(SubProcessor(_("Delivery of mail"), _host(settings.SMTP_URL), mails))
    if settings.S3_BUCKET:
        endpoint = settings.AWS_S3_ENDPOINT_URL or "https://s3.amazonaws.com"
        used.append(SubProcessor(_("Storage of files"), _host(endpoint), _("Uploaded files")))
    if settings.SENTRY_DSN:
        reports = _("Technical reports of errors, without contents of forms")
        used.append(SubProcessor(_("Error reports"), _host(settings.SENTRY_DSN), reports))
    return used


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
