"""Pages arranged by an administrator, for everybody and by role (A16, U2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dangol.access import HIDE
from dangol.errors import RuleBroken
from dangol.records.page import layouts as kit
from dangol.records.page.layouts import Arrangement, Group
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.models import Company
from tenants.pages.forms.arranging import after
from tenants.pages.models import Layout
from tenants.pages.queries import designer
from tenants.pages.services import layouts
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = [pytest.mark.feature("A16"), pytest.mark.feature("U2")]
Browse = Callable[..., Client]
ORDERS = "base-order-customer"
SCREEN = "/tenants/layouts/base.customer/"
FIELDS = ("name", "title", "memo", "grade", "email")


@pytest.fixture
def role(inside_hanbit: Company, bob: User) -> AccessRole:
    found = AccessRole.objects.create(name="영업 담당")
    roles.assign(bob, [found.pk])
    return found


@pytest.fixture
def customer(inside_hanbit: Company) -> Customer:
    return Customer.objects.create(name="김하늘", title="과장", memo="첫 메모", source="소개")


def usual() -> Arrangement:
    return kit.usual(customer_record, customer_record.sections)


def sent(client: Client, screen: str = SCREEN) -> dict[str, Any]:
    """What a browser sends when nothing was touched: every input in its order."""
    page = client.get(screen)
    places, data = [], {"seen": page.context["seen"]}
    for number, group, _name, items in page.context["groups"]:
        places += [f"group:{number}", *(f"field:{item.code}" for item in items)]
        data |= {f"group-{number}-of": "" if group.of is None else str(group.of)}
        data |= {f"group-{number}-ko": group.ko, f"group-{number}-columns": str(group.columns)}
        data |= {f"group-{number}-page": "on"} if group.on_page else {}
    places += ["out", *(f"field:{item.code}" for item in page.context["out"])]
    lists = {"head": "head", "tab": "tabs", "rail": "rail"}
    for kind, name in lists.items():
        places += [f"{kind}:{item.code}" for item in page.context[name]]
    shown = [i.code for _n, _g, _l, items in page.context["groups"] for i in items if i.is_on]
    on = {
        f"{kind}-on": [i.code for i in page.context[name] if i.is_on]
        for kind, name in lists.items()
    }
    return {**data, **on, "on-page": shown, "place": places}


def test_saving_what_was_not_touched_changes_nothing_on_page_and_form(
    browse: Browse, ada: User, carol: User, customer: Customer
) -> None:
    def facts() -> list[set[str]]:
        page = browse(carol).get(f"/base/customers/{customer.pk}/")
        return [{name for name, *_ in facts} for _s, facts, _n in page.context["sections"]]

    def form() -> list[list[str]]:
        page = browse(carol).get(f"/base/customers/{customer.pk}/edit")
        return [[field.name for field in fields] for _n, _s, fields in page.context["sections"]]

    before = facts(), form()
    assert browse(ada).post(SCREEN, sent(browse(ada))).status_code == 302
    assert (facts(), form()) == before


def test_a_role_sees_its_own_layout_and_everybody_else_the_one_for_all(
    browse: Browse, ada: User, bob: User, carol: User, role: AccessRole, customer: Customer
) -> None:
    own = replace(usual(), groups=(Group(ko="영업", en="Sales", fields=("memo", "name")),))
    layouts.put(customer_record, role, own)
    layouts.put(customer_record, None, replace(usual(), head=("source",)))
    page = f"/base/customers/{customer.pk}/"
    ours, theirs = browse(bob).get(page), browse(carol).get(page)
    assert next(str(section.label) for section, *_ in ours.context["sections"]) == "영업"
    assert ours.context["subtitle"] == "과장"
    assert theirs.context["subtitle"] == "소개"
    assert "영업" not in [str(section.label) for section, *_ in theirs.context["sections"]]
    bob.language = "en"
    bob.save()
    page_en = browse(bob).get(page, headers={"accept-language": "en"})
    assert next(str(section.label) for section, *_ in page_en.context["sections"]) == "Sales"


def test_tabs_blocks_columns_and_folding_are_as_arranged(
    browse: Browse, carol: User, customer: Customer
) -> None:
    wanted = replace(
        usual(), tabs=("changes", "timeline", "consents"), tabs_off=("consents",),
        rail=("consents", ORDERS), rail_off=(ORDERS,),
        groups=(replace(usual().groups[0], columns=1, is_folded=True), *usual().groups[1:]),
    )  # fmt: skip
    layouts.put(customer_record, None, wanted)
    page = browse(carol).get(f"/base/customers/{customer.pk}/")
    labels = [str(tab["label"]) for tab in page.context["tabs"]]
    assert labels[:2] == ["변경 이력", "타임라인"]
    assert "동의 이력" not in labels
    beside = browse(carol).get(f"/base/customers/{customer.pk}/beside")
    assert "base-order-customer" not in beside.content.decode()
    assert "record-fold" in page.content.decode()
    form = browse(carol).get(f"/base/customers/{customer.pk}/edit").content.decode()
    assert "one-column" in form
    assert 'class="record-fold"' in form


def test_a_field_left_out_of_the_form_keeps_its_value(
    browse: Browse, carol: User, customer: Customer
) -> None:
    groups = (replace(usual().groups[0], fields=("name", "title")),)
    rest = tuple(n for n in designer.fields_of(customer_record) if n not in ("name", "title"))
    layouts.put(customer_record, None, Arrangement(groups=groups, left_out=rest))
    answer = browse(carol).post(
        f"/base/customers/{customer.pk}/edit", {"name": "김하늬", "title": "", "memo": "뒤로"}
    )
    assert answer.status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.title, customer.memo) == ("김하늬", "", "첫 메모")


@pytest.mark.parametrize(
    ("language", "word"), [("ko", "뺄 수 없어요"), ("en", "cannot do without")]
)
def test_what_a_record_needs_cannot_be_left_out(
    browse: Browse, ada: User, inside_hanbit: Company, language: str, word: str
) -> None:
    ada.language = language
    ada.save()
    client = browse(ada)
    data = sent(client)
    data["place"].remove("field:name")
    data["place"].insert(data["place"].index("out") + 1, "field:name")
    answer = client.post(SCREEN, data, headers={"accept-language": language})
    assert answer.status_code == 422
    assert word in answer.context["problem"]
    assert [item.code for item in answer.context["out"]] == ["name"]
    assert not Layout.objects.exists()


@pytest.mark.feature("P5")
def test_a_layout_opens_nothing_that_a_role_hides(
    browse: Browse, bob: User, role: AccessRole, customer: Customer
) -> None:
    role.fields = {"base.customer": {"memo": HIDE, "source": HIDE}}
    role.save()
    layouts.put(customer_record, role, replace(usual(), head=("source", "title")))
    page = browse(bob).get(f"/base/customers/{customer.pk}/")
    assert page.context["subtitle"] == "과장"
    assert "첫 메모" not in page.content.decode()
    assert (
        "memo" not in browse(bob).get(f"/base/customers/{customer.pk}/edit").context["form"].fields
    )


def test_a_field_that_no_layout_knows_stands_in_a_last_section(inside_hanbit: Company) -> None:
    without = replace(usual(), groups=tuple(
        replace(group, fields=tuple(n for n in group.fields if n != "memo"))
        for group in usual().groups
    ))  # fmt: skip
    found = kit.arranged(without, customer_record.sections)
    assert (found[-1].fields, found[-1].page_facts) == (("memo",), ("memo",))
    drawn = designer.whole(customer_record, without)
    assert drawn.groups[-1].fields == ("memo",)


def test_saving_is_undone_once_and_resetting_as_well(
    browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    client = browse(ada)
    first = client.post(SCREEN, sent(client) | {"group-0-ko": "첫째"}, follow=True)
    undo = undo_of(first)
    client.post(SCREEN, sent(client) | {"group-0-ko": "둘째"})
    client.post(undo)
    assert Layout.objects.get().arrangement["groups"][0]["ko"] == "둘째"
    again = client.post(f"{SCREEN}reset", follow=True)
    assert Layout.objects.get().arrangement is None
    client.post(undo_of(again))
    assert Layout.objects.get().arrangement["groups"][0]["ko"] == "둘째"
    told = AuditEntry.objects.filter(subject="tenants.layout").order_by("at")
    done = list(told.values_list("action", flat=True))
    assert done == [f"tenants.layout.{verb}" for verb in ("edit", "edit", "reset", "edit")]


def undo_of(answer: Any) -> str:
    *_told, message = list(answer.context["messages"])
    address = str(message.extra_tags).removeprefix("undo:")
    assert urlsplit(address).path.endswith("/undo")
    return address


def test_a_browser_that_comes_back_fills_in_nothing_by_place(browse: Browse, ada: User) -> None:
    """Boxes of one name stand in another order than before: it would tick those of other fields."""
    form = browse(ada).get(SCREEN).content.decode().partition('id="layout"')[2].partition(">")[0]
    assert 'autocomplete="off"' in form


def test_a_colleague_s_layout_is_not_overwritten_unseen(
    browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    client = browse(ada)
    mine = sent(client) | {"group-0-ko": "내 것"}
    client.post(SCREEN, sent(client) | {"group-0-ko": "남의 것"})
    answer = client.post(SCREEN, mine)
    assert answer.status_code == 422
    assert answer.context["groups"][0][1].ko == "내 것"
    client.post(SCREEN, mine | {"seen": answer.context["seen"]})
    assert Layout.objects.get().arrangement["groups"][0]["ko"] == "내 것"


@pytest.mark.parametrize(
    "bad",
    [
        {"place": ["group:0", "field:secret", "field:name", "field:name", "tab:x", "head:y"]},
        {"place": ["field:name"], "do": "up:field:name"},
        {"place": ["group:x"], "do": "drop:group:9999999999"},
        {"place": [], "do": "in:field:'; drop table"},
        {"place": ["group:²"], "group-²-of": "²", "do": "add:group"},
    ],
)
def test_damaged_arrangements_harm_nothing(
    browse: Browse, ada: User, inside_hanbit: Company, bad: dict[str, Any]
) -> None:
    answer = browse(ada).post(SCREEN, {"seen": "declared", **bad})
    assert answer.status_code in (200, 302, 422)
    client = browse(ada)
    placed = [i.code for _n, _g, _l, items in client.get(SCREEN).context["groups"] for i in items]
    assert len(placed) == len(set(placed))
    assert "secret" not in placed


def test_too_long_a_name_is_refused_with_a_sentence(inside_hanbit: Company) -> None:
    for wrong in (Group(ko="가" * 41), Group(en="800517-1234568")):
        with pytest.raises(RuleBroken):
            layouts.put(customer_record, None, replace(usual(), groups=(*usual().groups, wrong)))
    with pytest.raises(RuleBroken, match="탭") as refused:
        layouts.put(customer_record, None, replace(usual(), tabs_off=usual().tabs))
    assert refused.value.code == "layout_tabs"


@given(
    names=st.permutations(FIELDS),
    cut=st.lists(st.integers(0, 5), min_size=2, max_size=2),
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "out", "in", "drop", "add"]),
            st.sampled_from([*(f"field:{n}" for n in FIELDS), "group:0", "group:1", "group"]),
        ),
        max_size=12,
    ),
)
def test_no_button_loses_or_doubles_a_field(
    names: list[str], cut: list[int], deeds: list[tuple[str, str]]
) -> None:
    low, high = sorted(cut)
    wanted = Arrangement(
        groups=(Group(fields=tuple(names[:low])), Group(fields=tuple(names[low:high]))),
        left_out=tuple(names[high:]),
    )
    for verb, what in deeds:
        wanted = after(wanted, f"{verb}:{what}", QueryDict())
        every = [n for group in wanted.groups for n in group.fields] + [*wanted.left_out]
        assert sorted(every) == sorted(FIELDS)
    assert kit.read(kit.written(wanted)) == wanted


def test_a_page_asks_once_for_its_layout_and_then_not_at_all(
    browse: Browse, carol: User, customer: Customer
) -> None:
    layouts.put(customer_record, None, usual())
    client = browse(carol)
    page = f"/base/customers/{customer.pk}/"
    client.get(page)
    second = int(client.get(page)["X-Query-Count"])
    Layout.objects.all().delete()
    assert int(client.get(page)["X-Query-Count"]) == second
