"""What nearly every request asks of a company's settings, kept in mind (P6, P7)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tenants.known import Known
from tenants.people.models import House


@dataclass(frozen=True)
class Facts:
    """The settings that requests ask for; `version` changes with each change of them."""

    colour: str
    logo_key: UUID | None
    second_factor: bool
    idle_minutes: int | None
    networks: tuple[str, ...]
    version: str
    fiscal_month: int = 1


def facts() -> Facts:
    """The present company's facts."""
    return _facts.now()


def fiscal_month() -> int:
    """The month in which the present company's fiscal year starts."""
    return facts().fiscal_month


def _read() -> Facts:
    row = House.present()
    return Facts(
        colour=row.colour,
        logo_key=row.logo_key,
        second_factor=row.second_factor,
        idle_minutes=row.idle_minutes,
        networks=tuple(row.networks),
        version="" if row._state.adding else row.changed_at.isoformat(),
        fiscal_month=row.fiscal_month,
    )


_facts = Known("house", _read)
