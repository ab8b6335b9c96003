"""The consent ledger of one customer, for their page (S8, V4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dangol.access import user_can
from dangol.clock import today
from dangol.records import Look
from dangol.records.merged import merged_into
from dangol.records.page.files import files
from messaging.reasons import WITHDRAWALS
from modules.base.colours import CONSENTS as TONES
from modules.base.models import ConsentLine, Customer
from modules.base.models.consent import Way

SHOWN = 50


def ledger_of(look: Look) -> Mapping[str, Any]:
    """The lines of the customer and of those who were merged into them, newest first.

    Closed to whoever may not see the ledger; channels that are hidden from them are left out.
    """
    if not user_can(look.user, "base.consent.view"):
        return {"lines": None}
    ids = [look.instance.pk, *merged_into(Customer, [look.instance.pk])]
    rows = ConsentLine.objects.filter(customer__in=ids).exclude(channel__in=list(look.hidden))
    lines = list(rows.order_by("-created_at", "-id")[: SHOWN + 1])
    there = _files(look, lines)
    return {
        "lines": [_told(line, look, there) for line in lines[:SHOWN]],
        "is_more_lines": len(lines) > SHOWN,
        "customer": look.instance,
    }


def _files(look: Look, lines: Sequence[ConsentLine]) -> Collection[Any]:
    """Which of the customer's files are there still; asked only where a line names one."""
    if not any(line.proof_file for line in lines):
        return ()
    return {each.key for each in files().of("base.customer", look.instance.pk, look.user)}


def _told(line: ConsentLine, look: Look, there: Collection[Any]) -> dict[str, Any]:
    return {
        "line": line,
        "tone": TONES.get(line.said, ""),
        "who": line.actor_name if line.way != Way.OWN else "",
        "source": source_words(line.source),
        "is_overdue": line.told_at is None and line.due_on is not None and line.due_on < today(),
        "has_file": line.proof_file in there,
        "is_other": line.customer_id != look.instance.pk,
    }


def source_words(source: str) -> str:
    """Where a consent came from, in words."""
    known = {
        "screen": _("on screen"),
        "import": _("imported"),
        "api": _("by a program"),
        **WITHDRAWALS,
    }
    return str(known.get(source, source))
