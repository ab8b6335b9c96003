"""Which ready reports a user has, by their shelves (R01-R123)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.module_loading import import_string

from dangol import access, registry
from dangol.about_reports import ReadyReport
from tenants.people.models import User
from tenants.queries import desk
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.grouped import read_grouped
from tenants.reports.ready.table import Table


@dataclass(frozen=True)
class Shelf:
    """Reports about one subject, in the order of the catalogue."""

    label: str
    reports: Sequence[ReadyReport]


def shelves(user: User) -> list[Shelf]:
    """Every ready report that the user may open."""
    found: dict[str, list[ReadyReport]] = {}
    for each in sorted(registry.reports().values(), key=lambda report: report.number):
        if may(each, user, "view"):
            found.setdefault(str(each.shelf), []).append(each)
    return [Shelf(label, reports) for label, reports in found.items()]


def one(user: User, slug: str) -> ReadyReport | None:
    """The ready report with this word; None when there is none, or it is closed to the user."""
    found = registry.reports().get(slug)
    return found if found is not None and may(found, user, "view") else None


def read_table(asked: Asked) -> Table:
    """What the report shows for a question."""
    read = asked.report.read
    return import_string(read)(asked) if read else read_grouped(asked)  # type: ignore[no-any-return]


def may(report: ReadyReport, user: User, verb: str) -> bool:
    """Whether the user may `view` or `export` the report."""
    if not report.record:
        return access.user_can(user, report.permission)
    record = desk.records().get(report.record)
    return record is not None and access.user_can(user, record.permission(verb))
