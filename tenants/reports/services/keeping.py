"""Making, changing, copying and deleting reports (A17). Each is one line in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.about_reports import ReadyReport
from dangol.errors import RuleBroken
from dangol.records.text import clean_line
from tenants import audit
from tenants.people.models import AccessRole, User
from tenants.reports.models import Report

SUBJECT = "tenants.report"
MOST = 200
"""Reports that one user keeps."""
LONGEST_QUERY = 4_000
TOLD = ("name", "share")


@transaction.atomic
def create(by: User, record: str, values: Mapping[str, Any]) -> Report:
    """A new report. RuleBroken without a name, or when one keeps too many."""
    if Report.objects.filter(owner=by).count() >= MOST:
        raise RuleBroken(
            "reports_full",
            _("You keep %(most)s reports; delete one that nobody needs first.") % {"most": MOST},
        )
    report = Report(record=record, owner=by)
    _take_over(report, values)
    report.save(force_insert=True)
    audit.record(
        "tenants.report.create", subject=SUBJECT, subject_id=report.pk, summary=report.name,
        changes={"record": record, "share": report.share},
    )  # fmt: skip
    return report


@transaction.atomic
def change(pk: UUID, values: Mapping[str, Any]) -> Report:
    """Changes a report; RuleBroken without a name."""
    report = Report.objects.select_for_update().get(pk=pk)
    before = {name: getattr(report, name) for name in TOLD}
    _take_over(report, values)
    report.changed_at = clock.now()
    report.save()
    changes = {
        name: [old, getattr(report, name)]
        for name, old in before.items()
        if old != getattr(report, name)
    }
    audit.record(
        "tenants.report.edit", subject=SUBJECT, subject_id=pk, summary=report.name,
        changes=changes,
    )  # fmt: skip
    return report


@transaction.atomic
def delete(report: Report) -> None:
    """Deletes a report; what it showed are the records of others and stays."""
    audit.record(
        "tenants.report.delete", subject=SUBJECT, subject_id=report.pk, summary=report.name,
        changes={"record": report.record},
    )  # fmt: skip
    report.delete()


def note_taken(report: ReadyReport, rows: int, reason: str) -> None:
    """Notes in the audit who took a ready report away that is about no record type (A14)."""
    audit.record(
        "tenants.report.take", subject=SUBJECT, subject_id=report.slug,
        summary=str(report.label), changes={"rows": rows, "reason": reason},
    )  # fmt: skip


def _take_over(report: Report, values: Mapping[str, Any]) -> None:
    name = clean_line(values["name"])
    if not name:
        raise RuleBroken("report_name", _("Give the report a name."), field="name")
    if len(values["query"]) > LONGEST_QUERY:
        raise RuleBroken("report_long", _("These conditions are too long to be kept."))
    for field in (
        "query", "columns", "levels", "hows", "chart", "chart_of", "shows_rows", "share",
    ):  # fmt: skip
        setattr(report, field, values[field])
    report.name, report.note = name, clean_line(values["note"])
    report.roles = _roles(values["roles"]) if report.share == Report.Share.ROLES else []
    if report.share == Report.Share.ROLES and not report.roles:
        raise RuleBroken("report_roles", _("Choose whom it is shared with."), field="roles")


def _roles(asked: list[str]) -> list[str]:
    found = AccessRole.objects.filter(pk__in=asked).values_list("pk", flat=True)
    return [str(pk) for pk in found]
