"""The people of an account: beside a customer who works there, and contacts with them (C3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dangol.access import user_can
from dangol.records import Look, rights
from dangol.records.custom.fields import codes_of
from dangol.records.types import record_of
from modules.base.marks import ICONS, OWN
from modules.base.models import AccountPerson, ContactHistory, Customer

MOST, CONTACTS = 8, 50


def colleagues(user: Any, customer: Customer) -> Mapping[str, Any]:
    """Who else is somebody at the customer's account, who left last; {} for who may not know."""
    people, customers = record_of("base.account_person"), record_of("base.customer")
    hidden = people.hidden_from(user)
    account = customer.account
    closed = "customer" in hidden or "account" in customers.hidden_from(user)
    if account is None or closed or not user_can(user, people.permission("view")):
        return {}
    open_to = customers.visible_to(user).order_by().values("pk")
    rows = people.visible_to(user).filter(account=account.pk, customer__in=open_to)
    found = rows.exclude(customer=customer.pk).select_related("customer")
    may_add = user_can(user, people.permission("create")) and rights.may(
        record_of("base.account"), user, "edit", account
    )
    return {
        "people": [
            {
                "name": each.customer.name,
                "address": reverse(customers.url_name("page"), args=[each.customer_id]),
                "role": "" if "role" in hidden else each.role or each.customer.title,
                "flags": [
                    (name, people.label_of(name))
                    for name in AccountPerson.FLAGS
                    if getattr(each, name) and name not in hidden
                ],
                "has_left": each.has_left and "has_left" not in hidden,
            }
            for each in found.order_by("has_left", "-is_key", "-is_core", "created_at")[:MOST]
        ],
        "add": f"{reverse(people.url_name('new'))}?account={account.pk}" if may_add else "",
        "all": f"{reverse(people.url_name('list'))}?account={account.pk}",
        "customer": customer.pk,
        "is_shown": True,
    }


def key_contacts(look: Look) -> Mapping[str, Any]:
    """The latest contacts with the account's key men and core people (Key-Man 접촉이력)."""
    contacts, people = record_of("base.contact"), record_of("base.account_person")
    hidden = contacts.hidden_from(look.user) | people.hidden_from(look.user)
    closed = {"customer", "contacted_at", "medium", "is_key", "is_core"} & hidden
    if closed or not user_can(look.user, people.permission("view")):
        return {}
    of_account = people.visible_to(look.user).filter(account=look.instance.pk)
    key = of_account.filter(Q(is_key=True) | Q(is_core=True)).order_by().values("customer")
    rows = contacts.visible_to(look.user).filter(customer__in=key)
    words = {each.value: str(each) for each in codes_of(ContactHistory, "medium")}
    page = contacts.url_name("page")
    return {
        "contacts": [
            {
                "contact": each,
                "medium": words.get(each.medium, each.medium),
                "icon": ICONS.get(each.medium, OWN),
                "subject": "" if "subject" in hidden else each.subject,
                "staff": "" if "staff" in hidden else each.staff,
                "address": reverse(page, args=[each.pk]),
            }
            for each in contacts.listed(rows).order_by("-contacted_at", "-id")[:CONTACTS]
        ],
        "is_shown": True,
    }
