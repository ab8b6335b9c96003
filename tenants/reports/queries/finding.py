"""Which reports a user finds, and which they may change (A17, P5)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dangol import access
from dangol.records import Record
from tenants.people.models import User
from tenants.queries import desk
from tenants.reports.models import Report


def reports(user: User) -> list[Report]:
    """The user's own and those shared with them, of record types that they may see, by name."""
    rows = Report.objects.select_related("owner").order_by("name", "pk")
    roles = _roles(user)
    return [each for each in rows if _is_for(each, user, roles) and record_of(each, user)]


def one(user: User, pk: UUID) -> Report | None:
    """The report when this user may open it."""
    found = Report.objects.select_related("owner").filter(pk=pk).first()
    if found is None or not _is_for(found, user, _roles(user)):
        return None
    return found if record_of(found, user) else None


def may_change(report: Report, user: User) -> bool:
    """Its maker; administrators those that are shared, for makers leave."""
    is_mine = report.owner_id is not None and report.owner_id == user.pk
    return is_mine or (user.is_admin and report.share != Report.Share.MINE)


def record_of(report: Report, user: User) -> Record | None:
    """Its record type; None when that is gone or closed to the user."""
    record = desk.records().get(report.record)
    if record is None or not access.user_can(user, record.permission("view")):
        return None
    return record


def types(user: User) -> Sequence[Record]:
    """The record types that this user may make reports of."""
    return [
        each for each in desk.records().values() if access.user_can(user, each.permission("view"))
    ]


def _roles(user: User) -> set[str]:
    return {str(each.pk) for each in user.access_roles.all()}


def _is_for(report: Report, user: User, roles: set[str]) -> bool:
    if report.owner_id == user.pk or report.share == Report.Share.ALL:
        return True
    is_shared = report.share == Report.Share.ROLES
    return is_shared and (user.is_admin or bool(roles & set(report.roles)))
