"""Log lines that name their company."""

from __future__ import annotations

import logging

from tenants import context


class CompanyFilter(logging.Filter):
    """Gives each record the attribute `company`: its schema, or `-` outside."""

    def filter(self, record: logging.LogRecord) -> bool:
        here = context.company_or_none()
        record.company = here.schema_name if here else "-"
        return True
