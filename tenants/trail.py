"""Audit of what the provider does to a company, in the books of both."""

from __future__ import annotations

from typing import Any

from tenants import audit, context
from tenants.models import Company


def note(
    company: Company,
    action: str,
    *,
    subject: str,
    subject_id: object = "",
    summary: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Adds the entry inside the deed's transaction; the company can read who did it and when."""
    facts: dict[str, Any] = {
        "subject": subject,
        "subject_id": subject_id or company.pk,
        "summary": summary or company.name,
        "changes": changes,
    }
    if context.company_or_none() is not None:
        audit.record(action, **facts)
    with context.platform("audit of a company"), context.inside(company):
        audit.record(action, **facts)
