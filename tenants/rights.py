"""What a user may do: the shell's Rights port (P5)."""

from __future__ import annotations

from dangol import access, notices, preferences, registry, visits
from dangol.portal.samples import register_samples
from tenants import context
from tenants.notices.services.telling import KeptNotices
from tenants.people.models import User
from tenants.services.preferences import KeptPreferences
from tenants.services.samples import KeptSamples
from tenants.services.visits import KeptVisits

PROVIDER, CUSTOMER = "provider", "customer"


class RoleRights:
    """Rights by role and licence: the first form; departments and custom roles come with P5."""

    def holds(self, user: User, permission: str) -> bool:
        declared, _ = registry.permissions()[permission]
        return user.is_active and user.role in declared.roles

    def entitled(self, user: User, entitlement: str) -> bool:
        company = context.company()
        if entitlement == PROVIDER:
            return company.is_provider
        if not entitlement:
            return True
        if company.is_provider:
            return False
        return entitlement == CUSTOMER or entitlement in user.entitlements


def register() -> None:
    """The layer's ready hook."""
    access.register_rights(RoleRights())
    preferences.register_preferences(KeptPreferences())
    register_samples(KeptSamples())
    visits.register_visits(KeptVisits())
    notices.register_notices(KeptNotices())
