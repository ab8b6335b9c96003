"""What a page of the portal begins with, for everybody or for a role (A3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.portal import arrangement
from dangol.portal.layout import Layout
from dangol.portal.pages import Page
from tenants import audit, known
from tenants.pages.models import PortalStart
from tenants.people.models import AccessRole, User

SUBJECT = "tenants.portal_start"


@transaction.atomic
def put(page: Page, role: AccessRole | None, user: User) -> PortalStart:
    """Everybody, or those of a role, begin with the page as this user has it.

    Who has arranged theirs keeps it. RuleBroken where the user's page has no tile.
    """
    kept, _present, places = arrangement.places_of(user, page)
    if not places:
        raise RuleBroken(
            "start_empty",
            _("Your own page has no tile. Arrange yours first, then give it to others."),
        )
    given = Layout(tuple(places), kept.hidden)
    return _change(page, role, given.as_json(), "edit")


@transaction.atomic
def reset(page: Page, role: AccessRole | None) -> PortalStart:
    """Back to the declared start; of a role, to the one for everybody."""
    return _change(page, role, None, "reset")


@transaction.atomic
def undo(page: Page, role: AccessRole | None, seen: str) -> None:
    """Takes the last change back. RuleBroken when something was changed since."""
    row = _locked(page, role)
    if seen != row.changed_at.isoformat():
        raise RuleBroken(
            "changed_since", _("This can no longer be undone; something else was done since.")
        )
    _change(page, role, row.before, "edit")


def _change(
    page: Page, role: AccessRole | None, wanted: dict[str, Any] | None, verb: str
) -> PortalStart:
    row = _locked(page, role)
    row.before, row.layout, row.changed_at = row.layout, wanted, clock.now()
    row.save()
    known.changed()
    facts = {"page": page.code} | ({"role": role.name} if role else {})
    audit.record(f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=row.pk, changes=facts)
    return row


def _locked(page: Page, role: AccessRole | None) -> PortalStart:
    rows = PortalStart.objects.select_for_update().filter(page=page.code, role=role)
    return rows.first() or PortalStart(page=page.code, role=role)
