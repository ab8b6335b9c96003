"""Cache keys that carry their company (V1)."""

from __future__ import annotations

from tenants import context


def key(name: str, prefix: str, version: int) -> str:
    """`prefix:c12:version:name` inside company 12, `prefix:shared:version:name` outside."""
    here = context.company_or_none()
    owner = here.schema_name if here else "shared"
    return f"{prefix}:{owner}:{version}:{name}"
