"""Fields that Hanbit adds to its record types."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest

from tenants import context
from tenants.customising import indexing
from tenants.customising.models import FieldDefinition
from tenants.customising.services import codes, fields
from tenants.models import Company

Add = Callable[..., FieldDefinition]


@pytest.fixture
def add(inside_hanbit: Company) -> Add:
    """`add(kind, label, …)`: a field of customers, with its indexes where it asks for some.

    `options` are the codes to choose from.
    """

    def add(kind: str, label: str, record: str = "base.customer", **values: Any) -> FieldDefinition:
        options = values.pop("options", None)
        if options:
            values["table"] = codes.make(label, options).code
        row = fields.create(record, kind, {"label": label, **values})
        if values.get("is_sorted") or values.get("is_unique"):
            as_platform(lambda: indexing.build(inside_hanbit.pk, row.name))
        row.refresh_from_db()
        return row

    return add


def as_platform(work: Callable[[], Any]) -> Any:
    """Does in this test's transaction what an errand of the platform does in a worker."""

    def run() -> Any:
        with context.platform("test"):
            return work()

    return Context().run(run)
