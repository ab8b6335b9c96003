"""Favourites and what was opened last: one's own, in one's order, under today's rights (U10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangol import access, clock, visits
from dangol.ids import new_id
from modules.base.models import Customer
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.people.models import Favourite, User, Visit
from tenants.services import visits as kept_visits

pytestmark = pytest.mark.feature("U10")

Browse = Callable[..., Client]
ADD = "/tenants/desk/favourites"


def customer(name: str) -> Customer:
    return customers.create({"name": name})


def page(made: Customer) -> str:
    return reverse("base:customer-page", args=[made.pk])


def keep(client: Client, made: Customer) -> None:
    client.post(ADD, {"record": "base.customer", "object": str(made.pk)})


def labels(client: Client, part: str = "favourites") -> list[str]:
    navigation = client.get("/tenants/profile").context["navigation"]
    return [line.label for line in getattr(navigation, part)]


@pytest.fixture
def kim(hanbit: Company) -> Customer:
    with context.inside(hanbit):
        return customer("김하늘")


def test_a_record_is_kept_under_its_live_name(
    ada: User, hanbit: Company, bob: User, kim: Customer, browse: Browse
) -> None:
    client = browse(ada)
    keep(client, kim)
    keep(client, kim)
    with context.inside(hanbit):
        Customer.objects.filter(pk=kim.pk).update(name="김하늘별")
    assert labels(client) == ["김하늘별"]
    assert labels(browse(bob)) == []


def test_what_lies_in_the_trash_has_no_name(
    ada: User, hanbit: Company, kim: Customer, browse: Browse
) -> None:
    client = browse(ada)
    keep(client, kim)
    client.get(f"{page(kim)}place")
    assert labels(client) == labels(client, "recent") == ["김하늘"]
    with context.inside(hanbit):
        customers.remove(kim)
    assert labels(client) == labels(client, "recent") == []
    assert "김하늘" not in client.get("/tenants/profile").content.decode()


def test_a_record_that_the_user_may_not_see_is_neither_kept_nor_shown(
    ada: User, hanbit: Company, kim: Customer, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada)
    keep(client, kim)
    client.get(f"{page(kim)}place")
    real = access.user_can
    monkeypatch.setattr(
        access,
        "user_can",
        lambda user, code: code != "base.customer.view" and real(user, code),
    )
    assert labels(client) == labels(client, "recent") == []
    other = new_id()
    client.post(ADD, {"record": "base.customer", "object": str(other)})
    with context.inside(hanbit):
        assert not Favourite.objects.filter(object_id=str(other)).exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"record": "base.customer", "object": "1' OR 1=1"},
        {"record": "base.nothing", "object": str(new_id())},
        {"url": "https://evil.example/", "label": "x"},
        {"url": "//evil.example/", "label": "x"},
        {"url": "/no/such/screen", "label": "x"},
        {"url": "/base/customers/", "label": ""},
        {},
    ],
)
def test_what_is_nothing_of_ours_is_not_kept(
    ada: User, hanbit: Company, browse: Browse, sent: dict[str, str]
) -> None:
    client = browse(ada)
    assert client.post(ADD, sent).status_code == 302
    with context.inside(hanbit):
        assert not Favourite.objects.exists()


def test_a_screen_is_kept_with_its_query_and_shown_only_while_it_is_open(
    ada: User, hanbit: Company, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada)
    sent = {"url": "/tenants/users/?q=a", "label": "사람", "icon": "no-such-icon"}
    client.post(ADD, sent)
    assert labels(client) == ["사람"]
    assert '/tenants/users/?q=a"' in client.get("/tenants/profile").content.decode()
    with context.inside(hanbit):
        User.objects.filter(pk=ada.pk).update(role="member")
    assert labels(client) == []


def test_the_order_is_one_s_own(ada: User, hanbit: Company, browse: Browse) -> None:
    client = browse(ada)
    with context.inside(hanbit):
        made = [customer(name) for name in ("가", "나", "다")]
    for each in made:
        keep(client, each)
    with context.inside(hanbit):
        first, _, last = Favourite.objects.filter(user=ada).order_by("position")
    move = reverse("tenants:favourite-move", args=[last.pk])
    client.post(move, {"to": "0"})
    assert labels(client) == ["다", "가", "나"]
    client.post(move, {"to": "down"})
    assert labels(client) == ["가", "다", "나"]
    client.post(reverse("tenants:favourite-move", args=[first.pk]), {"to": "up"})
    assert labels(client) == ["가", "다", "나"]


def test_removing_can_be_undone_by_the_toast(
    ada: User, hanbit: Company, kim: Customer, browse: Browse
) -> None:
    client = browse(ada)
    keep(client, kim)
    with context.inside(hanbit):
        key = Favourite.objects.get().pk
    answer = client.post(
        reverse("tenants:favourite-drop", args=[key]), headers={"hx-request": "true"}
    )
    assert labels(client) == []
    undo = answer["HX-Trigger"].split('"undo": "')[1].split('"')[0]
    client.post(undo)
    assert labels(client) == ["김하늘"]


def test_nobody_changes_another_s_favourites(
    ada: User, hanbit: Company, bob: User, kim: Customer, browse: Browse
) -> None:
    keep(browse(ada), kim)
    with context.inside(hanbit):
        key = Favourite.objects.get().pk
    browse(bob).post(reverse("tenants:favourite-drop", args=[key]))
    browse(bob).post(reverse("tenants:favourite-move", args=[key]), {"to": "0"})
    assert labels(browse(ada)) == ["김하늘"]


def test_opening_a_record_again_soon_writes_nothing(inside_hanbit: Company, ada: User) -> None:
    key = new_id()
    visits.opened(ada, "base.customer", key)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        visits.opened(ada, "base.customer", key)
    assert not [q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    Visit.objects.update(at=clock.now() - timedelta(minutes=6))
    with CaptureQueriesContext(connection) as asked:
        visits.opened(ada, "base.customer", key)
    assert len([q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]) == 1


def test_visits_are_kept_to_the_last_thirty(inside_hanbit: Company, ada: User) -> None:
    keys = [new_id() for _ in range(kept_visits.MOST + 5)]
    for number, key in enumerate(keys):
        visits.opened(ada, "base.customer", key)
        Visit.objects.filter(object_id=str(key)).update(
            at=clock.now() - timedelta(hours=len(keys) - number)
        )
    left = {UUID(v) for v in Visit.objects.values_list("object_id", flat=True)}
    assert left == set(keys[5:])


def test_the_frame_asks_no_more_than_five_questions(
    ada: User, hanbit: Company, browse: Browse
) -> None:
    client = browse(ada)
    with context.inside(hanbit):
        many = [customer(f"고객{number}") for number in range(12)]
    for each in many:
        keep(client, each)
        client.get(f"{page(each)}place")
    client.post(ADD, {"url": "/campaign/campaigns/", "label": "캠페인"})
    tables = ("people_favourite", "people_visit", "people_preference", "base_customer")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/tenants/profile")
    assert len(answer.context["navigation"].favourites) == 13
    assert len(answer.context["navigation"].recent) == 5
    assert len([q for q in asked if any(table in q["sql"] for table in tables)]) <= 5


def test_density_and_the_narrow_sidebar_are_kept(ada: User, bob: User, browse: Browse) -> None:
    client = browse(ada)
    assert "data-density" not in client.get("/tenants/profile").content.decode()
    client.post("/tenants/desk/setting", {"density": "dense"})
    client.post("/tenants/desk/setting", {"folded": "yes"})
    drawn = client.get("/tenants/profile").content.decode()
    assert '<html lang="ko" data-density="dense">' in drawn
    assert '<body class="shell rail"' in drawn
    assert 'class="shell rail"' not in browse(bob).get("/tenants/profile").content.decode()
    client.post("/tenants/desk/setting", {"density": "huge", "folded": "no"})
    drawn = client.get("/tenants/profile").content.decode()
    assert 'data-density="dense"' in drawn
    assert 'class="shell rail"' not in drawn
