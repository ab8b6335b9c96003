"""Groups of demo customers: one that was chosen, and two of whoever fits (B26)."""

from __future__ import annotations

from modules.base.models import Customer, Group
from modules.base.services.groups import groups, join


def fill_groups() -> None:
    """Makes them unless there are groups."""
    if Group.objects.exists():
        return
    best = groups.create({"name": "우수 고객", "memo": "A+ 등급에서 골랐어요."})
    join(best, Customer.objects.present().filter(grade=1))
    for name, query in (
        ("이번 달 새 고객", "created_at.period=this_month"),
        ("연락이 뜸한 고객", "last_contacted_at.older=90"),
    ):
        groups.create({"name": name, "kind": Group.Kind.DYNAMIC, "query": query})
