"""The arrangements of a company, as record pages ask for them (A16)."""

from __future__ import annotations

from typing import Any

from dangol.records.page.layouts import Arrangement, read
from tenants.known import Known
from tenants.pages.models import Layout

EVERYBODY = ""


class KeptLayouts:
    """Implements `dangol.records.page.layouts.Layouts`.

    Of somebody's roles the first by name that has an arrangement counts; administrators, and those
    without such a role, see the one for everybody.
    """

    def of(self, record: str, user: Any) -> Arrangement | None:
        seen = user.__dict__.setdefault("layouts_seen", {})  # a page asks several times
        if record not in seen:
            seen[record] = _for(record, user)
        return seen[record]  # type: ignore[no-any-return]


def _for(record: str, user: Any) -> Arrangement | None:
    kept = _layouts.now().get(record)
    if not kept:
        return None
    roles = () if user.is_admin else user.grants.roles
    found = next((str(role) for role in roles if str(role) in kept), EVERYBODY)
    return read(kept[found]) if found in kept else None


def _read() -> dict[str, dict[str, Any]]:
    """{record type: {id of a role, or EVERYBODY: arrangement}} of the company."""
    found: dict[str, dict[str, Any]] = {}
    rows = Layout.objects.filter(arrangement__isnull=False)
    for record, role, arrangement in rows.values_list("record", "role_id", "arrangement"):
        found.setdefault(record, {})[str(role or EVERYBODY)] = arrangement
    return found


_layouts = Known("layouts", _read)
