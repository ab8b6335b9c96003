"""Chosen customers as contacts for Outlook and telephones, once it is said what for (A32)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol import clock
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.saved.offered import list_address
from dangol.records.views.bulk import chosen_of
from dangol.records.views.exports import LONGEST_REASON, reason_of, reasons
from modules.base.queries.cards import cards
from modules.base.records import customer_record
from tenants.requests import CompanyRequest

MOST = 5_000
"""Contacts of one file; Outlook takes long over more."""
REASONS = {"reason", "reason_text"}
"""What a form that was sent has; the list's bar has neither."""


@requires(customer_record.permission("export"), while_suspended=True)
@require_POST
def customer_cards(request: CompanyRequest) -> HttpResponse:
    """Asks for the reason first; with one the file, and a line in the audit."""
    back = f"{reverse('base:customer-list')}{list_address(request.POST.get('query', ''))}"
    try:
        rows = chosen_of(request, customer_record, customer_record.visible_to(request.user))
        count = rows.count()
        if count > MOST:
            words = _("A file holds at most %(most)s contacts. Filter the list first.")
            raise RuleBroken("too_many", words % {"most": figures.number(MOST)})
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(back)
    try:
        reason = reason_of(request)
    except RuleBroken as broken:
        problem = str(broken) if REASONS & set(request.POST) else ""
        return _ask(request, request.POST.getlist("chosen"), count, back, problem)
    customer_record.exported(
        count, request.POST.get("query", ""), f"vCard · {reason}"[:LONGEST_REASON]
    )
    text = cards(rows.order_by("name", "pk"), customer_record.hidden_from(request.user))
    answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    name = f"contacts-{clock.today():%Y-%m-%d}.vcf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(customer_record.permission("export"), while_suspended=True)
@require_GET
def customer_card(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Asks for the reason, from the page of one customer."""
    found = get_object_or_404(customer_record.visible_to(request.user), pk=pk)
    return _ask(request, [str(found.pk)], 1, reverse("base:customer-page", args=[pk]))


def _ask(
    request: CompanyRequest, chosen: list[str], count: int, back: str, problem: str = ""
) -> HttpResponse:
    """Asks why they are taken away; `problem` once nothing was said."""
    page = {
        "title": _("Take away as contacts"),
        "query": request.POST.get("query", ""),
        "all": request.POST.get("all", ""),
        "chosen": chosen,
        "count_words": customer_record.count_words(count, figures.number(count)),
        "back": back,
        "reasons": reasons(),
        "said": request.POST,
        "problem": problem,
    }
    return render(request, "base/cards.html", page, status=422 if problem else 200)
