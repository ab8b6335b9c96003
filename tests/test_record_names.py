"""What records of many types are called, for a reader: as the rights hook of each says (U10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from dangol import clock
from dangol.access import HIDE
from dangol.records import names as naming
from dangol.records import rights
from dangol.records.names import names_of
from dangol.records.types import records
from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User
from tests.every_type import one_of_each

pytestmark = pytest.mark.feature("U10")


def named(code: str, row: Any) -> str:
    title = getattr(row, records()[code].title)
    return str(title.name if isinstance(title, Customer) else title)


def seen_by(user: User, things: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The same asked of each type by itself."""
    return {
        (code, key): named(code, row)
        for code, key in things
        for row in records()[code].visible_to(user).filter(pk=key)
    }


def with_role(user: User, **values: Any) -> User:
    role = AccessRole.objects.create(name="좁은 역할", **values)
    Assignment.objects.create(user=user, role=role)
    return User.objects.get(pk=user.pk)


@pytest.mark.feature("P5")
def test_everybody_reads_the_names_of_what_they_may_see(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    made = one_of_each()
    things = [(code, str(each.pk)) for code, each in made.items()]
    everything = names_of(ada, things)
    assert everything == seen_by(ada, things)
    assert len(everything) > len(records()) // 2
    narrow = with_role(
        bob, scopes={"base.customer.view": 1, "base.order.view": 0, "base.account.view": 2}
    )
    seen = names_of(narrow, things)
    assert seen == seen_by(narrow, things)
    closed = {"base.customer", "base.order", "base.order_line"}
    assert closed <= {code for code, _key in everything}
    assert closed.isdisjoint(code for code, _key in seen)


@pytest.mark.feature("P5")
def test_a_place_is_named_after_a_customer_whom_one_may_see(
    inside_hanbit: Company, bob: User
) -> None:
    place = ("base.account_person", str(one_of_each()["base.account_person"].pk))
    assert names_of(bob, [place]) == {place: "김하늘"}
    assert names_of(with_role(bob, scopes={"base.customer.view": 1}), [place]) == {}


@pytest.mark.feature("A13")
def test_a_closed_title_names_nothing(inside_hanbit: Company, bob: User) -> None:
    customer = one_of_each()["base.customer"]
    thing = ("base.customer", str(customer.pk))
    assert thing in names_of(bob, [thing])
    assert not names_of(with_role(bob, fields={"base.customer": {"name": HIDE}}), [thing])


def test_what_lies_in_the_trash_has_no_name(inside_hanbit: Company, ada: User) -> None:
    made = one_of_each()
    order = made["base.order"]
    type(order)._default_manager.filter(pk=order.pk).update(deleted_at=clock.now())
    seen = names_of(ada, [(code, str(made[code].pk)) for code in ("base.order", "base.order_line")])
    assert not seen


def test_all_types_are_one_statement(
    inside_hanbit: Company, ada: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    wanted = {"base.customer", "base.account", "base.order", "campaign.campaign"}
    things = [(code, str(each.pk)) for code, each in one_of_each().items() if code in wanted]
    names_of(ada, things)
    with django_assert_num_queries(1):
        assert len(names_of(ada, things)) == 4
    with django_assert_num_queries(0):
        assert names_of(ada, []) == {}


def test_what_can_be_no_id_is_refused(inside_hanbit: Company, ada: User) -> None:
    with pytest.raises(ValidationError):
        names_of(ada, [("base.customer", "1 OR 1")])


def test_the_words_of_a_kept_statement_are_the_same_at_any_time(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are written once a process, for every company, language and day."""
    open_ones = [code for code, each in records().items() if rights.sees_all(each, ada)]
    assert {"base.customer", "base.order_line"} <= set(open_ones)
    kept = {code: naming._of_all(code) for code in open_ones}
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    with override("en"):
        assert {code: naming._of_all.__wrapped__(code) for code in open_ones} == kept
