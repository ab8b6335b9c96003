"""What a role closes is closed on every way to it: the leaks of other products, one by one (A13).

Bob has a role: his own customers only, and the mobile number of nobody. Ada's customer carries a
canary in every field; no answer that Bob gets may hold it. The ways are read from the addresses.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from dangol import clock
from dangol.access import HIDE
from dangol.ids import new_id
from dangol.records.lists.listing import read_listing
from dangol.records.page.related import related_to
from dangol.records.timeline.notes import notes
from dangol.records.types import records
from messaging.models import Send
from modules.base.models import (
    Account,
    Complaint,
    ContactHistory,
    Customer,
    Interest,
    Material,
    Order,
    OrderLine,
    Product,
)
from modules.base.records import customer_record
from modules.boards.models import Board, Post
from modules.campaign.models import Campaign, Project
from modules.materials.models import Concern
from modules.materials.models import Material as OutsideMaterial
from tenants import context
from tenants.attachments.models import Attachment
from tenants.exports.models import Export
from tenants.hints.models import Hint, Receipt
from tenants.models import Company
from tenants.notes.models import Note, Pin
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, Share, User
from tenants.queries import grantable
from tenants.reports.models import Report
from tenants.services import departments, roles
from tests.api.program import program, role_of

pytestmark = [pytest.mark.feature("P5"), pytest.mark.feature("A13"), pytest.mark.feature("V4")]
CANARY = "카나리아비밀"
NUMBER = "010-9999-4321"
PIECES = ("/peek", "/place", "/kinds", "/beside", "/mentions", "/swipe")
DIGITS = ("9999-4321", "99994321")


@dataclass(frozen=True)
class Scene:
    """Bob, his role, his customer and the one he must not see."""

    bob: User
    role: AccessRole
    own: Customer
    foreign: Customer
    client: Client
    planted: list[Any]
    """Everything else that carries the canary: records of the other types, out of scope."""


@pytest.fixture
def scene(inside_hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]) -> Scene:
    role = AccessRole.objects.create(
        name="영업",
        scopes=dict.fromkeys(grantable.permissions(), 3)
        | {
            "base.customer.view": 1,
            "base.customer.edit": 1,
            "base.customer.delete": 1,
            "base.customer.bulk": 1,
            "base.account.view": 1,
            "base.contact.view": 1,
            "base.order.view": 1,
            "base.product.view": 0,
            "materials.material.view": 1,
            "boards.board.edit": 0,  # whoever looks after boards reads all of them
            "tenants.audit.view": 0,  # whoever may read the audit reads all of it
        },
        fields={"base.customer": {"mobile": HIDE}},
    )
    roles.assign(bob, [role.pk])
    today = clock.today()
    own = Customer.objects.create(
        name="내고객", owner=bob, mobile=NUMBER, mobile_key="01099994321", birth_date=today
    )
    foreign = Customer.objects.create(
        name=CANARY,
        company_name=CANARY,
        department=CANARY,
        memo=CANARY,
        source=CANARY,
        code=CANARY,
        email="canary@secret.example",
        email_key="canary@secret.example",
        owner=ada,
        grade=1,
        birth_date=today,
    )
    call = ContactHistory.objects.create(customer=foreign, medium="phone", memo=CANARY)
    Attachment.objects.create(
        pk=foreign.pk, record="base.customer", object_id=foreign.pk, name=CANARY, kind="pdf", size=1
    )
    Report.objects.create(
        pk=foreign.pk, name=CANARY, record="base.customer", owner=ada, query=f"name={CANARY}"
    )
    Export.objects.create(
        pk=foreign.pk, record="base.customer", kind="csv", reason=CANARY, total=1, user=ada,
        query=f"name={CANARY}",
    )  # fmt: skip
    order = Order.objects.create(
        customer=foreign, number=CANARY, amount=123_456_789, product=CANARY
    )
    product = Product.objects.create(name=CANARY, code=CANARY, price=123_456_789)
    account = Account.objects.create(name=CANARY, industry=CANARY, memo=CANARY, owner=ada)
    line = OrderLine.objects.create(order=order, product=product, name=CANARY, amount=123_456_789)
    # what Bob must not see stands beside what he sees: on his own customer's page as well
    theirs = ContactHistory.objects.create(customer=own, staff=ada, medium="phone", memo=CANARY)
    sold = Order.objects.create(
        customer=own, owner=ada, number=f"{CANARY}2", amount=123_456_789, product=CANARY
    )
    asked = Material.objects.create(customer=foreign, document=CANARY, memo=CANARY)
    moan = Complaint.objects.create(customer=foreign, subject=CANARY, content=CANARY)
    liked = Interest.objects.create(customer=foreign, topic=CANARY, memo=CANARY)
    closed = Board.objects.create(name=CANARY, about=CANARY, reach=Board.Reach.SHARED)
    posted = Post.objects.create(
        board=closed, kind=closed.kind, title=CANARY, body=CANARY, words=CANARY, owner=ada,
        customer=own, must_read=True, published_at=clock.now(),
    )  # fmt: skip
    told = OutsideMaterial.objects.create(
        title=CANARY, origin=CANARY, text=CANARY, words=CANARY, owner=ada
    )
    Concern.objects.create(material=told, customer=own)
    planted = [
        call, order, product, account, line, theirs, sold, asked, moan, liked, closed, posted, told,
    ]  # fmt: skip
    for each in (foreign, *planted):
        note = Note.objects.create(
            record=each.record_code, object_id=each.pk, text=f"{CANARY} @밥", author=ada
        )
        Pin.objects.create(record=each.record_code, object_id=each.pk, source="note", key=note.pk)
    Pin.objects.create(record="base.customer", object_id=own.pk, source="contact", key=theirs.pk)
    for reader in (ada, bob):  # one that is not Bob's, and one of a record that he must not see
        hint = Hint.objects.create(
            pk=foreign.pk if reader == ada else new_id(), sender=ada, count=1,
            url=page_of(foreign), view="base:customer-page", record="base.customer",
            object_id=str(foreign.pk), note=CANARY if reader == ada else "",
        )  # fmt: skip
        Receipt.objects.create(hint=hint, user=reader)
    return Scene(bob, role, own, foreign, browse(bob), planted)


def addresses(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from addresses(each.url_patterns, space)
        elif each.name:
            yield f"{prefix}{each.name}", each


def paths_to(pk: Any) -> list[str]:
    """Every address that can be written without a key, or with the key of a record."""
    found = []
    for name, pattern in addresses(get_resolver("dangol.urls.company").url_patterns):
        wanted = pattern.pattern.converters
        keys_only = all(isinstance(each, UUIDConverter) for each in wanted.values())
        if keys_only and not re.search(r"\(\?P<", str(pattern.pattern)):
            found.append(
                reverse(name, urlconf="dangol.urls.company", kwargs=dict.fromkeys(wanted, pk))
            )
    return sorted(set(found))


def page_of(instance: Any) -> str:
    name = records()[instance.record_code].url_name("page")
    return reverse(name, urlconf="dangol.urls.company", args=[instance.pk])


def parts_of(instance: Any) -> list[str]:
    """The pieces of the record's page that a word names."""
    record, page = records()[instance.record_code], page_of(instance)
    return [
        *(f"{page}related/{each.code}" for each in related_to(record)),
        *(f"{page}?tab={each.code}" for each in record.every_tab),
        *(f"{page}?tab=timeline&kind={kind}" for kind in ("note", "phone", "order")),
        *(f"{page}cells/{column.name}" for column in record.columns),
    ]


def shown(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode("utf-8", errors="replace"))


def room(path: str) -> str:
    """The first words of a path: which lists and screens belong together."""
    words = path.split("/")[1:]
    return "/".join(words[:2]) if words[0] in ("base", "tenants") else words[0]


ROOMS = sorted({room(path) for path in paths_to(UUID(int=0))})


LOOKS = (
    "?sort=company_name&peek={pk}",
    "?grade=1",
    "?look=list&group=grade,created_at.month&open=1/none",
    "?look=board&by=grade&in=1",
    "?look=calendar&on=created_at&in=1",
)
"""Ways to look at a list; what is refused without them shows no list."""
REFUSED = (403, 404, 405)


@pytest.mark.parametrize("name", ROOMS)
def test_no_address_answers_with_a_record_out_of_scope(scene: Scene, name: str) -> None:
    asked = 0
    for path in filter(lambda path: room(path) == name, paths_to(scene.foreign.pk)):
        is_refused = False
        for query in ("", f"?q={CANARY}", *LOOKS):
            if is_refused and query in LOOKS:
                break
            answer = scene.client.get(path + query.format(pk=scene.foreign.pk))
            is_refused = answer.status_code in REFUSED
            asked += answer.status_code == 200
            text = shown(answer).replace(f'value="{CANARY}"', "").replace(query, "")
            typed = CANARY in query  # what was typed may be said back, found it must not be
            assert "canary@secret" not in text, path + query
            assert "123,456,789" not in text, path + query
            assert typed or CANARY not in text, path + query
    if name in ("base/customers", "base/orders"):
        assert asked > 30, "the addresses are read"


def test_records_of_no_type_answer_out_of_scope(scene: Scene) -> None:
    """Accounts, products, orders, their lines, contacts: by every address, and by every piece."""
    for instance in (scene.own, *scene.planted):
        whole = [path for path in paths_to(instance.pk) if path.startswith(page_of(instance))]
        pieces = [*parts_of(instance), *(path for path in whole if path.endswith(PIECES))]
        asked = [(path, {}) for path in whole]
        asked += [(path, {"HX-Request": "true"}) for path in pieces]
        for path, headers in asked:
            text = shown(scene.client.get(path, headers=headers))
            assert CANARY not in text, path
            assert "123,456,789" not in text, path


def test_lists_name_and_count_nothing_that_leads_to_what_is_out_of_scope(scene: Scene) -> None:
    for path in (
        f"/base/orders/?customer={scene.foreign.pk}",
        f"/base/orders/?customer={CANARY}",
        f"/base/customers/?account={scene.planted[3].pk}",
        f"/base/customers/?account={CANARY}",
        f"/base/order-lines/?product={CANARY}",
    ):
        answer = scene.client.get(path)
        assert answer.context["listing"].count == 0 or answer.context["listing"].problems, path
        rows = [row.name for row in answer.context["rows"]]
        assert not any(CANARY in name for name in rows), path
    mine = scene.client.get(f"/base/orders/?customer={scene.own.pk}").context["listing"]
    assert mine.count == 0, "the order on his customer is another's"


def test_notes_and_pins_follow_the_record_they_lie_with(scene: Scene) -> None:
    """Nothing is written to a record out of scope, nor read or told of it."""
    page = f"/base/customers/{scene.foreign.pk}"
    note = Note.objects.get(object_id=scene.foreign.pk)
    posts: dict[str, dict[str, str]] = {
        "notes": {"kind": "note", "memo": "x"},
        f"notes/{note.pk}": {"memo": "x"},
        f"notes/{note.pk}/delete": {},
        f"notes/{note.pk}/restore": {},
        "timeline/pin": {"source": "note", "key": str(note.pk)},
        "mentions/reach": {"memo": "@밥"},
    }
    for tail, sent in posts.items():
        assert scene.client.post(f"{page}/{tail}", sent).status_code == 404, tail
    ours = f"/base/customers/{scene.own.pk}"
    for tail in (f"notes/{note.pk}", f"notes/{note.pk}/delete"):
        assert scene.client.post(f"{ours}/{tail}", {"memo": "x"}).status_code == 404, tail
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == (f"{CANARY} @밥", None)
    notes().add("base.customer", scene.foreign.pk, "@밥 확인", by=scene.bob, title="x")
    assert not Notice.objects.filter(user=scene.bob).exists()


def test_the_page_of_a_record_out_of_scope_is_not_there(scene: Scene) -> None:
    page = f"/base/customers/{scene.foreign.pk}"
    for path in (f"{page}/", f"{page}/peek", f"{page}/place", f"{page}/edit"):
        assert scene.client.get(path).status_code == 404, path
    for verb in ("edit", "delete", "restore"):
        assert scene.client.post(f"{page}/{verb}", {"name": "x"}).status_code == 404, verb
    scene.foreign.refresh_from_db()
    assert (scene.foreign.name, scene.foreign.deleted_at) == (CANARY, None)


def test_counts_filters_sums_and_searches_see_the_scope_only(scene: Scene) -> None:
    for query in ({}, {"birth_date.month": ["this"]}, {"sort": ["-name"]}):
        listing = read_listing(customer_record, scene.bob, query)
        assert (listing.count, [row.pk for row in listing.page.rows]) == (1, [scene.own.pk]), query
    for query in ({"grade": ["1"]}, {"q": [CANARY]}, {"company_name": [CANARY[:3]]}):
        assert read_listing(customer_record, scene.bob, query).count == 0, query


def test_a_hidden_field_is_neither_shown_nor_found_nor_guessed_by_counting(scene: Scene) -> None:
    for path in paths_to(scene.own.pk):
        text = shown(scene.client.get(path))
        assert not any(digits in text for digits in DIGITS), path
    for query in ("q=99994321", "q=9999", "mobile_key=01099994321", "sort=mobile"):
        text = shown(scene.client.get(f"/base/customers/?{query}"))
        listing = read_listing(
            customer_record, scene.bob, {query.split("=")[0]: [query.split("=")[1]]}
        )
        if query.startswith("q="):
            assert listing.count == 0, query
        else:
            assert listing.problems, query
        assert NUMBER not in text


def test_a_hidden_or_locked_field_cannot_be_written(scene: Scene) -> None:
    path = f"/base/customers/{scene.own.pk}/edit"
    scene.client.post(path, {"name": "내고객", "mobile": "010-1111-2222"})
    scene.own.refresh_from_db()
    assert scene.own.mobile == NUMBER
    scene.role.fields = {"base.customer": {"company_name": "read"}}
    scene.role.save()
    page = scene.client.get(path).content.decode()
    assert "읽기만" in page
    scene.client.post(path, {"name": "새이름", "company_name": "딴회사", "mailing_place": ""})
    scene.own.refresh_from_db()
    assert scene.own.company_name == ""


def test_a_record_that_may_be_seen_and_not_changed_says_so(scene: Scene) -> None:
    scene.role.scopes["base.customer.view"] = 3
    scene.role.save()
    page = f"/base/customers/{scene.foreign.pk}/"
    text = scene.client.get(page).content.decode()
    assert CANARY in text
    assert f"{page}edit" not in text
    refused = scene.client.post(f"{page}edit", {"name": "x"})
    assert refused.status_code == 403
    assert "볼 수만" in refused.content.decode()
    assert scene.client.post(f"{page}delete").status_code == 403
    chosen = {"chosen": [str(scene.foreign.pk)], "value": ""}
    scene.client.post("/base/customers/bulk/trash", chosen)
    scene.foreign.refresh_from_db()
    assert (scene.foreign.name, scene.foreign.deleted_at) == (CANARY, None)


def test_the_department_s_scope_follows_the_tree(scene: Scene, ada: User, carol: User) -> None:
    top = departments.create("영업본부")
    below = departments.create("영업1팀", top.pk)
    departments.place(scene.bob, top.pk)
    departments.place(ada, below.pk)
    scene.role.scopes["base.customer.view"] = 2
    scene.role.save()
    fresh = User.objects.get(pk=scene.bob.pk)
    assert customer_record.visible_to(fresh).filter(pk=scene.foreign.pk).exists()
    departments.place(ada, None)
    assert not customer_record.visible_to(fresh).filter(pk=scene.foreign.pk).exists()


def test_a_shared_record_opens_and_nothing_beside_it(scene: Scene, ada: User) -> None:
    second = Customer.objects.create(name="다른비밀", owner=ada)
    Share.objects.create(record="base.customer", object_id=scene.foreign.pk, user=scene.bob)
    fresh = User.objects.get(pk=scene.bob.pk)
    seen = set(customer_record.visible_to(fresh).values_list("pk", flat=True))
    assert seen == {scene.own.pk, scene.foreign.pk}
    assert second.pk not in seen
    assert not customer_record.visible_to(fresh, "edit").filter(pk=scene.foreign.pk).exists()


def test_one_record_is_shared_and_the_share_ended_on_its_page(
    scene: Scene, ada: User, browse: Callable[..., Client]
) -> None:
    page = f"/base/customers/{scene.foreign.pk}"
    admin = browse(ada)
    for wrong in ("", "user:x", "user:" + str(scene.foreign.pk), "department:1", "house:1"):
        refused = admin.post(f"{page}/shares", {"value": wrong})
        assert refused.status_code == 422, wrong
        assert "동료나 부서" in refused.content.decode()
    admin.post(f"{page}/shares", {"value": f"user:{scene.bob.pk}", "right": "view"})
    assert scene.client.get(f"{page}/").status_code == 200
    assert scene.client.get(f"{page}/edit").status_code == 403
    assert scene.client.post(f"{page}/shares", {"value": ""}).status_code == 403
    admin.post(f"{page}/shares", {"value": f"user:{scene.bob.pk}", "right": "edit"})
    assert scene.client.get(f"{page}/edit").status_code == 200
    share = Share.objects.get()
    admin.post(f"{page}/shares/{share.pk}/end")
    assert scene.client.get(f"{page}/").status_code == 404


def test_a_campaign_counts_no_customers_that_a_role_hides(scene: Scene, ada: User) -> None:
    campaign = Campaign.objects.create(name="캠페인", owner=scene.bob)
    send = Send.objects.create(name="글", channel="email", created_by=scene.bob.pk)
    today = clock.today()
    project = Project.objects.create(
        campaign=campaign, name="글", send=send, starts_on=today, ends_on=today
    )
    for step in ("", "audience", "content", "check", "reach", "preview"):
        answer = scene.client.get(f"/campaign/projects/{project.pk}/{step}")
        assert answer.status_code in (403, 405), step
    scene.role.scopes["base.customer.view"] = 3
    scene.role.fields = {}
    scene.role.save()
    assert scene.client.get(f"/campaign/projects/{project.pk}/audience").status_code == 200


API = "/api/v1/base/customer"
HIDEABLE = ("company_name", "memo", "source", "code", "email", "grade", "mobile")


@pytest.mark.feature("W1")
@pytest.mark.parametrize("seed", range(25))
def test_programs_with_any_role_get_what_a_plain_reading_of_the_role_gives(
    scene: Scene, ada: User, carol: User, seed: int
) -> None:
    """A role by chance; what its key sees and may do is told once more, in plain Python."""
    chance = random.Random(seed)
    verbs = {f"base.customer.{v}": chance.randrange(4) for v in ("view", "create", "edit")}
    fields = {name: chance.choice(["", "read", HIDE]) for name in HIDEABLE}
    role = role_of(scopes=verbs, fields={"base.customer": {k: v for k, v in fields.items() if v}})
    top = departments.create("본부")
    below = departments.create("팀", top.pk)
    departments.place(scene.bob, top.pk)
    departments.place(carol, below.pk)
    bob = User.objects.get(pk=scene.bob.pk)
    team = Customer.objects.create(name="팀고객", owner=carol)
    reach = {
        0: set(), 1: {scene.own.pk}, 2: {scene.own.pk, team.pk},
        3: {scene.own.pk, team.pk, scene.foreign.pk},
    }  # fmt: skip
    shop, _key = program(context.company(), bob, role)
    seen = reach[verbs["base.customer.view"]]
    answer = shop.get(API)
    assert answer.status_code == (200 if seen else 403)
    items = answer.json().get("items", [])
    assert {each["id"] for each in items} == {str(pk) for pk in seen}
    hidden = {name for name, right in fields.items() if right == HIDE}
    for item in items:
        assert hidden.isdisjoint(item)
        assert set(HIDEABLE) - hidden <= set(item)
    if scene.foreign.pk not in seen:
        assert CANARY not in answer.content.decode()
    for pk in reach[3]:
        changes = shop.send("PATCH", f"{API}/{pk}", {"department": "x"}).status_code
        reaches = pk in reach[verbs["base.customer.edit"]]
        wanted = 403 if not verbs["base.customer.edit"] or pk in seen else 404
        assert changes == (200 if reaches and pk in seen else wanted), (verbs, pk)
    if seen & reach[verbs["base.customer.edit"]]:
        pk = next(iter(seen & reach[verbs["base.customer.edit"]]))
        for name, right in fields.items():
            sent = {name: 1 if name == "grade" else ""}
            assert (shop.send("PATCH", f"{API}/{pk}", sent).status_code == 200) is (right == "")
    if seen:
        for name in ("company_name", "grade"):
            asked = shop.get(f"{API}?{name}.empty=yes").status_code
            assert (asked == 400) is (name in hidden or name == "grade")
