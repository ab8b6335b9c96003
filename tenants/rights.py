"""What a user may do: the shell's Rights port (P5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dangol import access, notices, preferences, registry, sharing, visits
from dangol.access import Scope
from dangol.api.once import register_answers
from dangol.fiscal import register_fiscal_month
from dangol.freedays import register_free_days
from dangol.imports.pages import register_import_pages
from dangol.portal.samples import register_samples
from dangol.portal.starts import register_starts
from dangol.records.custom.definitions import register_definitions
from dangol.records.edits.past import register_past
from dangol.records.lists.taken import register_takings
from dangol.records.many.runs import register_runs
from dangol.records.page.files import register_files
from dangol.records.page.history import register_histories
from dangol.records.page.layouts import register_layouts
from dangol.records.page.outlinks import register_outlinks
from dangol.records.page.trail import register_trails
from dangol.records.saved.shared import register_shared
from dangol.records.timeline import register_sources
from dangol.records.timeline.notes import register_notes
from dangol.records.timeline.pins import register_pins
from dangol.records.trash.bin import register_bin
from tenants import audit, context
from tenants.api.services.answers import KeptAnswers
from tenants.attachments.queries import FileLines
from tenants.attachments.services.keeping import KeptFiles
from tenants.customising.shapes import KeptDefinitions
from tenants.exports.takings import KeptTakings
from tenants.hints.queries.lines import HintLines
from tenants.holidays import CompanyDays
from tenants.house import fiscal_month
from tenants.importing.pages import PAGES
from tenants.journal.bins import KeptBin
from tenants.journal.runs import KeptRuns
from tenants.notes.queries.lines import NoteLines
from tenants.notes.services.keeping import KeptNotes
from tenants.notes.services.pinning import KeptPins
from tenants.notices.services.telling import KeptNotices
from tenants.pages.queries.kept import KeptLayouts
from tenants.pages.queries.outlinks import KeptOutLinks
from tenants.pages.queries.starts import KeptStarts
from tenants.people.models import Share, User
from tenants.people.models.user import opening
from tenants.queries import departments, grantable
from tenants.queries.history import AuditedHistories
from tenants.queries.lines import ChangeLines
from tenants.queries.past import AuditedPast
from tenants.queries.trails import AuditedTrails
from tenants.queries.users import lacks_plan, no_plan
from tenants.services.list_views import KeptViews
from tenants.services.preferences import KeptPreferences
from tenants.services.samples import KeptSamples
from tenants.services.shares import KeptShares
from tenants.services.visits import KeptVisits
from tenants.triggers.services import noticing
from tenants.webhooks.services import events

PROVIDER, CUSTOMER = "provider", "customer"


class RoleRights:
    """Rights by licence, by being an administrator, and by the roles that a company gives."""

    def scope(self, user: User, permission: str) -> Scope:
        declared, _ = registry.permissions()[permission]
        if not user.is_active:
            return Scope.NONE
        usual = Scope.ALL if user.role in declared.roles else Scope.NONE
        if user.is_admin or not declared.is_grantable:
            return usual
        scope = user.grants.scope(permission, grantable.usual(permission))
        return scope if declared.is_scoped or scope is Scope.NONE else Scope.ALL

    def colleagues(self, user: User, scope: Scope) -> Collection[UUID]:
        if scope is not Scope.DEPARTMENT or user.department_id is None:
            return [user.pk]
        below = departments.below(user.department_id)
        people = User.objects.filter(department__in=below).values_list("pk", flat=True)
        return {user.pk, *people}

    def fields(self, user: User, record: str) -> Mapping[str, str]:
        return {} if user.is_admin else user.grants.fields.get(record, {})

    def shared(self, user: User, record: str, *, writable: bool) -> QuerySet[Any, UUID]:
        mine = Q(user=user.pk)
        if user.department_id is not None:
            mine |= Q(department__in=departments.above(user.department_id))
        shares = Share.objects.filter(mine, record=record)
        if writable:
            shares = shares.filter(is_writable=True)
        return shares.values_list("object_id", flat=True)

    def entitled(self, user: User, entitlement: str) -> bool:
        company = context.company()
        if entitlement == PROVIDER:
            return company.is_provider
        if not entitlement:
            return True
        if company.is_provider:
            return False
        return entitlement == CUSTOMER or entitlement in user.entitlements

    def closed_words(self, user: User) -> str:
        return "" if user.entitlements or context.company().is_provider else no_plan(user)

    def lacking_words(self, user: User, entitlement: str, module: str) -> str:
        plans = opening(entitlement)
        if not plans or context.company().is_provider:
            return ""
        return lacks_plan(user, module, plans) if user.entitlements else no_plan(user)


def register() -> None:
    """The layer's ready hook."""
    access.register_rights(RoleRights())
    preferences.register_preferences(KeptPreferences())
    register_samples(KeptSamples())
    register_shared(KeptViews())
    register_past(AuditedPast())
    register_histories(AuditedHistories())
    register_answers(KeptAnswers())
    register_layouts(KeptLayouts())
    register_outlinks(KeptOutLinks())
    register_starts(KeptStarts())
    audit.listen(events.note)
    audit.listen(noticing.note)
    register_free_days(CompanyDays())
    register_files(KeptFiles())
    register_notes(KeptNotes())
    register_pins(KeptPins())
    register_trails(AuditedTrails())
    register_sources(NoteLines(), FileLines(), HintLines(), ChangeLines())
    register_fiscal_month(fiscal_month)
    visits.register_visits(KeptVisits())
    register_runs(KeptRuns())
    register_bin(KeptBin())
    register_takings(KeptTakings())
    sharing.register_shares(KeptShares())
    notices.register_notices(KeptNotices())
    register_definitions(KeptDefinitions())
    register_import_pages(PAGES)
