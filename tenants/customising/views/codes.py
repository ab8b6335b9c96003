"""Lists of codes (A11)."""

from __future__ import annotations

from itertools import zip_longest

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.text import clean_line
from tenants.customising.queries import tables as reading
from tenants.customising.services import codes
from tenants.customising.services.codes import Written
from tenants.customising.views.fields import MANAGE
from tenants.requests import CompanyRequest

LONGEST = 60
COLOURS = (
    ("", gettext_lazy("Grey")), ("wait", gettext_lazy("Ring")), ("active", gettext_lazy("Main")),
    ("info", gettext_lazy("Blue")), ("ok", gettext_lazy("Green")), ("warn", gettext_lazy("Amber")),
    ("err", gettext_lazy("Red")),
)  # fmt: skip
"""Kinds of `status`, as people see them."""


@requires(MANAGE)
@require_GET
def code_list(request: CompanyRequest) -> HttpResponse:
    """All lists: those of the modules first."""
    return render(request, "customising/code_lists.html", {"tables": reading.tables()})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def code_table(request: CompanyRequest, code: str) -> HttpResponse:
    """One list: words, order, what is offered; new lines stand below."""
    table = reading.table(code)
    if table is None:
        raise Http404
    lines, error, label = codes.as_written(table.entries), "", table.label
    if request.method == "POST":
        lines, label = _posted(request), clean_line(request.POST.get("label", ""))[:LONGEST]
        try:
            _refuse_blank(table, label)
            codes.edit(code, lines, label=label)
        except RuleBroken as broken:
            error = str(broken)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:code-table", code)
    page = {"table": table, "lines": lines, "error": error, "label": label, "colours": COLOURS}
    return render(request, "customising/code_table.html", page, status=422 if error else 200)


@requires(MANAGE)
@require_POST
def code_table_delete(request: CompanyRequest, code: str) -> HttpResponse:
    try:
        codes.remove(code)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:code-table", code)
    messages.success(request, _("The list is gone."))
    return redirect("tenants:code-list")


def _posted(request: CompanyRequest) -> list[Written]:
    """The lines as they were sent, in their order; lines without words are left out."""
    names = ("value", "words", "words_en", "offered", "colour")
    columns = [request.POST.getlist(name) for name in names]
    found = []
    for value, words, words_en, offered, colour in zip_longest(*columns, fillvalue=""):
        words, words_en = clean_line(words)[:LONGEST], clean_line(words_en)[:LONGEST]
        if words:
            found.append(Written(value[:LONGEST], words, words_en, offered == "yes", colour))
    return found


def _refuse_blank(table: reading.Table, label: str) -> None:
    if table.is_own and not label:
        raise RuleBroken("label_missing", _("Give the list a name."))
