"""How portals begin, as the portal and its administrators ask for it (A3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from dangol.access import user_can
from dangol.portal import layout, widgets
from dangol.portal.pages import Page
from tenants.known import Known
from tenants.pages.models import PortalStart
from tenants.pages.queries.kept import EVERYBODY
from tenants.people.models import AccessRole, User

RIGHT = "tenants.layout.manage"


class KeptStarts:
    """Implements `dangol.portal.starts.Starts`.

    Of somebody's roles the first by name that has a start counts; administrators, and those
    without such a role, begin with the one for everybody.
    """

    def of(self, user: Any, page: str) -> Any:
        kept = _starts.now().get(page)
        if not kept:
            return None
        roles = () if user.is_admin else user.grants.roles
        found = next((str(role) for role in roles if str(role) in kept), EVERYBODY)
        return kept.get(found)

    def may_manage(self, user: Any) -> bool:
        return user_can(user, RIGHT)

    def address(self, page: str) -> str:
        return reverse("tenants:start-list") + (f"?page={page}" if page else "")


@dataclass(frozen=True)
class Line:
    """One start as the list shows it: whose, its tiles in their order, since when.

    key    id of the role, "" for everybody
    tiles  names of the tiles; none where it is as declared
    """

    key: str
    name: str
    tiles: list[str]
    at: datetime | None
    people: int


def lines(user: User, page: Page) -> list[Line]:
    """Everybody's start of a page and that of each role, in the order of the roles' names."""
    names = {widget.code: str(widget.label) for widget in widgets.open_to(user)}
    rows = {row.role_id: row for row in PortalStart.objects.filter(page=page.code)}
    roles = AccessRole.objects.order_by("name").prefetch_related("assignments")
    whose: list[tuple[UUID | None, str, int]] = [(None, "", 0)]
    whose += [(role.pk, role.name, len(role.assignments.all())) for role in roles]
    return [_line(rows.get(key), key, name, people, names) for key, name, people in whose]


def _line(
    row: PortalStart | None, key: UUID | None, name: str, people: int, names: dict[str, str]
) -> Line:
    if row is None or row.layout is None:
        return Line(str(key or ""), name, [], None, people)
    given = layout.read(row.layout)
    tiles = [names[place.code] for place in given.places if place.code in names]
    return Line(str(key or ""), name, tiles, row.changed_at, people)


def _read() -> dict[str, dict[str, Any]]:
    """{page: {id of a role, or EVERYBODY: layout}} of the company."""
    found: dict[str, dict[str, Any]] = {}
    rows = PortalStart.objects.filter(layout__isnull=False)
    for page, role, given in rows.values_list("page", "role_id", "layout"):
        found.setdefault(page, {})[str(role or EVERYBODY)] = given
    return found


_starts = Known("portal_starts", _read)
