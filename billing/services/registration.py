"""A company's registration data (Q5)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from billing.models import CompanyProfile
from tenants import audit
from tenants.models import Company


@transaction.atomic
def change(company: Company, values: dict[str, Any]) -> CompanyProfile:
    """Sets the given fields; invoices that are drafted or issued keep what they say."""
    profile = CompanyProfile.objects.select_for_update().get(company=company)
    before = CompanyProfile.objects.get(company=company)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save(update_fields=list(values))
    changes = audit.differences(before, profile, list(values))
    if changes:
        audit.record(
            "billing.registration.edit",
            subject="billing.registration",
            subject_id=company.pk,
            summary=profile.legal_name,
            changes=changes,
        )
    return profile
