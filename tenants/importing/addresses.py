"""Where an import is looked at: below the addresses of its record type (U5)."""

from __future__ import annotations

from django.urls import reverse

from tenants.importing.intakes import record_of
from tenants.importing.models import ImportRun


def address_of(run: ImportRun, page: str = "page") -> str:
    """The address of one of the run's screens or deeds."""
    return reverse(record_of(run).url_name(f"import-{page}"), args=[run.pk])
