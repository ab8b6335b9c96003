"""Customers who know a customer, as their page shows them (B1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from dangol.access import user_can
from dangol.records import rights
from dangol.records.types import record_of
from modules.base.models import Customer

MOST = 30


def related_people(user: Any, customer: Customer) -> Mapping[str, Any]:
    """Each with name and relation, as far as this user may see both of them."""
    relations, customers = record_of("base.relation"), record_of("base.customer")
    closed = {"other", "kind"} & relations.hidden_from(user)
    if closed or not user_can(user, relations.permission("view")):
        return {}
    open_to = customers.visible_to(user).order_by().values("pk")
    rows = relations.visible_to(user).filter(customer=customer.pk, other__in=open_to)
    found = rows.exclude(other=customer.pk).select_related("other").order_by("created_at", "pk")
    may_add = user_can(user, relations.permission("create")) and rights.may(
        customers, user, "edit", customer
    )
    new = f"{reverse(relations.url_name('new'))}?customer={customer.pk}"
    firm = "company_name" not in customers.hidden_from(user)
    return {
        "people": [
            {
                "name": each.other.name,
                "address": reverse(customers.url_name("page"), args=[each.other_id]),
                "firm": each.other.company_name if firm else "",
                "kind": each.get_kind_display(),
                "memo": each.memo,
                "relation": reverse(relations.url_name("page"), args=[each.pk]),
            }
            for each in found[:MOST]
        ],
        "add": new if may_add else "",
        "all": f"{reverse(relations.url_name('list'))}?customer={customer.pk}",
        "customer": customer.pk,
        "is_shown": True,
    }
