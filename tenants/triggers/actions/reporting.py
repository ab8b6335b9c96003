"""A report by mail, made for each receiver with their own rights (A31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dangol import registry
from dangol.about_triggers import Fired, Options
from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records import Record
from dangol.records.lists.export import XLSX
from dangol.records.lists.taken import Asked as Taken
from dangol.records.lists.taken import takings
from dangol.records.views.exports import XLSX_TYPE
from tenants import audit, context, errands
from tenants.letters import letter
from tenants.people.models import User
from tenants.reports.models import Report as Kept
from tenants.reports.queries import finding
from tenants.reports.queries.reading import read_sheet
from tenants.reports.ready import files
from tenants.reports.ready import finding as ready
from tenants.reports.ready.asked import usual
from tenants.reports.ready.table import Line, Table
from tenants.reports.services import keeping
from tenants.triggers import recipients
from tenants.triggers.actions.asking import TellingForm

READY, OWN = "ready:", "own:"
INDENT = "\u2003"
MOST_LINES = 50
"""Lines of a report that stand in the mail."""


class ReportForm(TellingForm):
    """Which report, to whom, and whether its file goes along."""

    field_order = ("report", "to", "text", "attaches")
    report = forms.ChoiceField(label=gettext_lazy("Report"))
    attaches = forms.BooleanField(
        label=gettext_lazy("Excel file for receivers who may export it"), required=False
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["report"].choices = offered(self.user)  # type: ignore[attr-defined]
        self.fields["text"].help_text = _("Each receiver gets the numbers that they may see.")


def offered(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """(shelf, [(code, label)]) of the reports that the user may open."""
    own = [(f"{OWN}{each.pk}", each.name) for each in finding.reports(user)]
    shelves = [
        (str(shelf.label), [(f"{READY}{each.slug}", str(each.label)) for each in shelf.reports])
        for shelf in ready.shelves(user)
    ]
    return [*([(_("Own reports"), own)] if own else []), *shelves]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report as it stands in a mail. `file` is (name, content) of what goes along."""

    label: str
    link: str
    span: str = ""
    heads: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    left: int = 0
    problem: str = ""
    file: tuple[str, bytes] | None = None


class Report:
    """A mail with the report to each of them, promised in the trigger's transaction."""

    def form(
        self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool
    ) -> ReportForm:
        return ReportForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        facts = {
            "report": label_of(options["report"]),
            "who": recipients.words(options["to"], record),
        }
        return _("Mail the report “%(report)s” to: %(who)s") % facts

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        people = recipients.users(options["to"], fired)
        if not people:
            raise RuleBroken("nobody", _("Nobody is left of those who are to be told."))
        told = {"key": str(fired.key), "name": fired.name, **options}
        for each in people:
            errands.post("tenants.triggers.actions.reporting.send", str(each.pk), told)
        return {"count": len(people), "report": options["report"]}

    def told(self, facts: Mapping[str, Any]) -> str:
        count = int(facts.get("count", 0))
        return ngettext("%(count)s mail sent", "%(count)s mails sent", count) % {"count": count}


def label_of(code: str) -> str:
    """What people call the report."""
    if code.startswith(OWN):
        key = read_id(code.removeprefix(OWN))
        kept = Kept.objects.filter(pk=key).first() if key else None
        name = kept.name if kept else None
    else:
        known = registry.reports().get(code.removeprefix(READY))
        name = str(known.label) if known else None
    return name or _("no longer there")


def send(user_id: str, told: dict[str, Any]) -> None:
    """The errand: the report by mail to one colleague, if they may open it now."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    who = audit.Actor(id=user.pk, name=user.name)
    with override(user.language), audit.acting(who):
        page = page_of(told["report"], user, attaches=bool(told.get("attaches")), why=told["name"])
        if page is not None:
            _mail(user, page, told)


def page_of(code: str, user: User, *, attaches: bool, why: str) -> Page | None:
    """The report as this user sees it now; None when it is not for them."""
    if code.startswith(READY):
        return _ready(code.removeprefix(READY), user, attaches=attaches, why=why)
    key = read_id(code.removeprefix(OWN))
    return _own(key, user) if key else None


def _ready(slug: str, user: User, *, attaches: bool, why: str) -> Page | None:
    report = ready.one(user, slug)
    if report is None:
        return None
    asked = usual(report, user)
    table = ready.read_table(asked)
    lines = [*table.lines[:MOST_LINES], *([table.total] if table.total else [])]
    file = None
    if attaches and not table.problem and ready.may(report, user, "export"):
        with files.file_of(asked, table, XLSX) as made:
            file = (files.file_name(asked, XLSX), made.read())
        reason = f"{report.label} · {why}"[:200]
        if report.record:
            names = [str(head.label) for head in table.heads]
            taken = Taken(kind=XLSX, query="", columns=names, reason=reason, count=len(table.lines))
            takings().note(asked.record, user, taken)
        else:
            keeping.note_taken(report, len(table.lines), reason)
    return Page(
        label=str(report.label),
        link=reverse("tenants:ready-report", args=[slug]),
        span=f"{asked.first} – {asked.last}" if asked.first else "",
        heads=[str(table.first), *(str(head.label) for head in table.heads)],
        lines=[_written(table, line) for line in lines],
        left=max(0, len(table.lines) - MOST_LINES),
        problem=str(table.problem),
        file=file,
    )  # fmt: skip


def _written(table: Table, line: Line) -> list[str]:
    pairs = zip(table.heads, line.cells, strict=True)
    return [line.label, *(cell.written(head.unit) for head, cell in pairs)]


def _own(key: UUID, user: User) -> Page | None:
    report = finding.one(user, key)
    record = finding.record_of(report, user) if report else None
    if report is None or record is None:
        return None
    sheet = read_sheet(report, record, user)
    lines = [
        [f"{INDENT * each.depth}{group.words}", group.shown_count, *(f.words for f in each.figures)]
        for each in sheet.lines
        if (group := each.group) is not None
    ]
    heads = [", ".join(str(level.label) for level in sheet.levels), _("How many")]
    heads += [str(head.label) for head in sheet.heads[1:]]
    if not lines:
        lines, heads = [[str(record.plural), sheet.shown_count]], ["", _("How many")]
    return Page(
        label=report.name, link=reverse("tenants:report", args=[key]),
        span=" · ".join(sheet.sentences), heads=heads, lines=lines[:MOST_LINES],
        left=max(0, len(lines) - MOST_LINES), problem=sheet.problem,
    )  # fmt: skip


def _mail(user: User, page: Page, told: dict[str, Any]) -> None:
    facts = {
        "name": told["name"], "page": page, "text": told.get("text", ""),
        "link": context.company().origin + page.link,
    }  # fmt: skip
    key = f"{told['key']}.{user.pk}"
    mail = letter(user, page.label, "triggers/report_mail", facts, key=key)
    if page.file:
        mail.attach(page.file[0], page.file[1], XLSX_TYPE)
    mail.send()


report = Report()
