"""A list of codes, mails or numbers into a group: what was found, what was not, and undo (B26)."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.cells import harmless
from dangol.records.lists.export import BYTE_ORDER_MARK
from dangol.records.views.found import find
from modules.base.models import Group
from modules.base.queries import group_files
from modules.base.records import customer_group_record, customer_record
from modules.base.services import groups
from tenants.requests import CompanyRequest

SHOWN = 50
"""Rows that stand on the page; the file has all of them."""


@requires("base.group.edit")
@require_http_methods(["GET", "POST"])
def group_members(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Asks for a list (GET), and puts whoever is found into the group (POST)."""
    group: Any = find(customer_group_record, request.user, pk, "edit")
    page: dict[str, Any] = {"group": group, "title": _("Add by a list")}
    if request.method == "POST":
        try:
            rows = group_files.rows_of(request.FILES.get("file"), request.POST.get("text", ""))
            found = group_files.match(request.user, rows)
            page |= {"found": found, "joined": _join(request, group, found), "shown": SHOWN}
        except RuleBroken as broken:
            page["problem"] = str(broken)
    is_static = group.kind == Group.Kind.STATIC
    status = 422 if "problem" in page else 200
    return render(request, "base/group_members.html", {**page, "is_static": is_static},
                  status=status)  # fmt: skip


def _join(request: CompanyRequest, group: Any, found: group_files.Found) -> groups.Joined:
    """Puts in whoever was found; a list that names nobody changes nothing."""
    if not found.ids:
        groups.be_static(group)
        return groups.Joined(0, 0)
    chosen = customer_record.visible_to(request.user).filter(pk__in=found.ids)
    return groups.join(group, chosen)


@requires("base.group.edit")
@require_POST
def group_members_undo(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Takes out again whom one's own list put in."""
    group: Any = find(customer_group_record, request.user, pk, "edit")
    try:
        moment = datetime.fromisoformat(request.POST.get("moment", ""))
    except ValueError:
        moment = None
    gone = groups.undo(group, moment) if moment is not None and moment.tzinfo else 0
    words = ngettext(
        "%(n)s customer is out of “%(group)s”.", "%(n)s customers are out of “%(group)s”.", gone
    )
    messages.success(request, words % {"n": figures.number(gone), "group": group.name})
    return redirect("base:group-page", pk)


@requires("base.group.edit")
@require_POST
def group_members_rejected(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """What named nobody or several, as a file to be put right."""
    find(customer_group_record, request.user, pk, "edit")
    text = io.StringIO()
    writer = csv.writer(text)
    for name, words in (
        ("missing", pgettext("customers", "Not found")),
        ("ambiguous", _("Fits several")),
    ):
        for line in request.POST.get(name, "").splitlines()[: group_files.MOST]:
            writer.writerow([harmless(line), words])
    answer = HttpResponse(f"{BYTE_ORDER_MARK}{text.getvalue()}", content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="not-found.csv"'
    return answer
