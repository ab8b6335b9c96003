"""Links from records to other systems, defined by an administrator (A18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dangol import registry
from dangol.about_records import ReadyLink
from dangol.access import HIDE
from dangol.records.page import outlinks as kit
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.models import Company
from tenants.pages.models import OutLink
from tenants.pages.services import outlinks
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = [pytest.mark.feature("A18"), pytest.mark.feature("A32")]
Browse = Callable[..., Client]
SCREEN = "/tenants/links/"
OF = "base.customer"
NEW = f"{SCREEN}new?of={OF}"
GOOD: dict[str, Any] = {
    "label": "ERP 주문", "label_en": "ERP orders", "in_new_tab": True,
    "address": "https://erp.example/c/{code}?n={name}", "icon": "receipt",
}  # fmt: skip


def make(**values: Any) -> OutLink:
    return outlinks.create(OF, {**GOOD, "roles": [], **values})


@pytest.fixture
def customer(inside_hanbit: Company, bob: User) -> Customer:
    return Customer.objects.create(
        name="김 하늘&b=1/../#", code="C-1", memo="비밀", email="kim@x.example", owner=bob
    )


def shown(browse: Browse, user: User, customer: Customer, **headers: str) -> list[tuple[str, str]]:
    """(label, address) of the links on the page; the reason where there is no address."""
    page = browse(user).get(f"/base/customers/{customer.pk}/beside", headers=headers)
    (panel,) = [each for each in page.context["rail"] if each["template"] == "records/links.html"]
    return [(each["link"].label, each["href"] or each["reason"]) for each in panel["links"]]


def labels(browse: Browse, user: User, customer: Customer) -> list[str]:
    return [label for label, _href in shown(browse, user, customer)]


def test_a_link_is_defined_shown_encoded_and_leads_out_safely(
    browse: Browse, ada: User, carol: User, customer: Customer
) -> None:
    assert browse(ada).post(NEW, GOOD).status_code == 302
    href = "https://erp.example/c/C-1?n=%EA%B9%80%20%ED%95%98%EB%8A%98%26b%3D1%2F..%2F%23"
    assert shown(browse, carol, customer) == [("ERP 주문", href)]
    page = browse(carol).get(f"/base/customers/{customer.pk}/beside").content.decode()
    assert 'target="_blank" rel="noopener noreferrer"' in page
    assert "links/new" not in page
    admins = browse(ada).get(f"/base/customers/{customer.pk}/beside").content.decode()
    assert f"links/new?of={OF}" in admins
    carol.language = "en"
    carol.save()
    english = shown(browse, carol, customer, **{"accept-language": "en"})
    assert [label for label, _href in english] == ["ERP orders"]


def test_a_link_opens_in_the_same_tab_when_it_is_told_so(
    browse: Browse, carol: User, customer: Customer
) -> None:
    make(in_new_tab=False)
    assert (
        "_blank" not in browse(carol).get(f"/base/customers/{customer.pk}/beside").content.decode()
    )


def test_letters_and_telephones_are_links_too(
    browse: Browse, carol: User, customer: Customer
) -> None:
    make(label="편지", address="mailto:{email}?subject={name}")
    make(label="전화", address="tel:{mobile}")
    customer.mobile = "+82 10-1234-5678"
    customer.save()
    letter, telephone = (href for _label, href in shown(browse, carol, customer))
    assert letter.startswith("mailto:kim@x.example?subject=%EA%B9%80%20")
    assert telephone == "tel:%2B82%2010-1234-5678"
    assert letter in browse(carol).get(f"/base/customers/{customer.pk}/beside").content.decode()


@pytest.mark.feature("P5")
def test_a_hidden_field_takes_its_links_away_and_an_empty_one_says_why(
    browse: Browse, ada: User, bob: User, customer: Customer
) -> None:
    for name in ("memo", "department", "name"):
        make(label=name, address=f"https://x.example/?v={{{name}}}")
    role = AccessRole.objects.create(name="영업", fields={OF: {"memo": HIDE}})
    roles.assign(bob, [role.pk])
    assert labels(browse, ada, customer) == ["memo", "department", "name"]
    theirs = dict(shown(browse, bob, customer))
    assert set(theirs) == {"department", "name"}
    assert theirs["department"] == "“부서” 값이 없어요."
    page = browse(bob).get(f"/base/customers/{customer.pk}/beside").content.decode()
    assert "비밀" not in page
    assert "%EB%B9%84%EB%B0%80" not in page


def test_a_link_of_a_role_is_for_that_role_and_administrators(
    browse: Browse, ada: User, bob: User, carol: User, customer: Customer
) -> None:
    role = AccessRole.objects.create(name="영업")
    roles.assign(bob, [role.pk])
    make(roles=[role.pk])
    assert len(shown(browse, bob, customer)) == len(shown(browse, ada, customer)) == 1
    assert shown(browse, carol, customer) == []
    role.delete()
    assert shown(browse, carol, customer) == [], "a role that is gone opens its links to nobody"
    assert "역할 없음" in browse(ada).get(SCREEN).content.decode()


BAD = [
    ("javascript:alert(1)", "tel:", "tel:"),
    ("ftp://erp.example/", "tel:", "tel:"),
    ("//erp.example/{code}", "tel:", "tel:"),
    ("{code}", "tel:", "tel:"),
    ("https://{code}.example/", "또렷하게", "plainly"),
    ("https://me:pw@erp.example/", "또렷하게", "plainly"),
    ("https:///{code}", "또렷하게", "plainly"),
    ("https://[/", "또렷하게", "plainly"),
    ("mailto:", "받을 곳", "whom"),
    ("https://erp.example/{code", "중괄호", "brace"),
    ("https://erp.example/{{code}}", "중괄호", "brace"),
    ("https://erp.example/{secret}", "{secret}", "{secret}"),
    ("https://erp.example/{}", "{}", "{}"),
    ("https://erp.example/a b", "빈칸", "spaces"),
    ("https://한국.example/", "빈칸", "spaces"),
]


@pytest.mark.feature("V2")
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(("address", "ko", "en"), BAD)
def test_an_unsafe_address_is_refused_with_what_to_do(
    browse: Browse, ada: User, inside_hanbit: Company,
    address: str, ko: str, en: str, language: str,
) -> None:  # fmt: skip
    ada.language = language
    ada.save()
    answer = browse(ada).post(
        NEW, {**GOOD, "address": address}, headers={"accept-language": language}
    )
    assert answer.status_code == 422
    assert (ko if language == "ko" else en) in " ".join(answer.context["form"].errors["address"])
    assert answer.context["form"]["label"].value() == "ERP 주문"
    assert not OutLink.objects.exists()


@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_no_value_leaves_its_part_of_the_address(value: str) -> None:
    customer = Customer(code=value)
    found = kit.fill(customer_record, customer, (), "https://x.example/{code}/end")
    assert found is not None
    if found.href:
        inside = found.href.removeprefix("https://x.example/").removesuffix("/end")
        assert not set(inside) & set("/?#&\\ \"'<>:@")
        assert inside not in (".", "..", "")
    else:
        assert value.strip() in ("", ".", ".."), found.reason


def test_links_are_changed_moved_removed_and_brought_back(
    browse: Browse, ada: User, customer: Customer
) -> None:
    client = browse(ada)
    one, two = make(label="하나"), make(label="둘")
    client.post(f"{SCREEN}{two.pk}/move", {"by": "up"})
    assert labels(browse, ada, customer) == ["둘", "하나"]
    client.post(f"{SCREEN}{one.pk}/", {**GOOD, "label": "첫째"})
    client.post(f"{SCREEN}{two.pk}/delete")
    assert labels(browse, ada, customer) == ["첫째"]
    assert client.get(f"{SCREEN}{two.pk}/").status_code == 404
    client.post(f"{SCREEN}{two.pk}/restore")
    assert labels(browse, ada, customer) == ["둘", "첫째"]
    assert "둘" in client.get(SCREEN).content.decode()
    gone = client.post(f"{SCREEN}{two.pk}/restore", follow=True).content.decode()
    assert "이제 없어요" in gone
    told = AuditEntry.objects.filter(subject="tenants.link").order_by("at", "id")
    deeds = [entry.action.rpartition(".")[2] for entry in told]
    assert deeds == ["add", "add", "move", "edit", "remove", "restore"]


def test_a_page_has_room_for_twenty_links(
    inside_hanbit: Company, browse: Browse, ada: User
) -> None:
    for number in range(outlinks.MOST):
        make(label=str(number))
    refused = browse(ada).post(NEW, GOOD)
    assert refused.status_code == 422
    assert "20개까지" in refused.content.decode()


def test_a_link_is_tried_out_with_a_real_record_before_it_is_kept(
    browse: Browse, ada: User, customer: Customer
) -> None:
    other = Customer.objects.create(name="이바다", code="C-2")
    tried = f"{SCREEN}preview?of={OF}&address=https://x.example/{{code}}"
    assert "https://x.example/C-2" in browse(ada).get(tried).content.decode()
    named = browse(ada).get(f"{tried}&with_record={customer.pk}").content.decode()
    assert "https://x.example/C-1" in named
    assert "찾지 못했어요" in browse(ada).get(f"{tried}&with_record=없는사람").content.decode()
    page = browse(ada).post(NEW, {**GOOD, "do": "preview", "with_record": "이바다"})
    assert page.context["tried"]["href"].startswith("https://erp.example/c/C-2?n=")
    assert not OutLink.objects.exists()
    other.delete()
    customer.delete()
    assert "기록이 아직 없어요" in browse(ada).get(tried).content.decode()


@pytest.mark.feature("P5")
def test_trying_out_shows_nothing_that_is_hidden_from_who_tries(
    browse: Browse, bob: User, customer: Customer
) -> None:
    role = AccessRole.objects.create(
        name="배치", fields={OF: {"memo": HIDE}},
        scopes={"tenants.layout.manage": 3, "base.customer.view": 1},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    foreign = Customer.objects.create(name="남의고객", code="C-9")
    preview = f"{SCREEN}preview?of={OF}&address=https://x.example/"
    memo = browse(bob).get(f"{preview}{{memo}}").content.decode()
    assert "%EB%B9%84%EB%B0%80" not in memo
    assert "볼 수 없어요" in memo
    theirs = browse(bob).get(f"{preview}{{code}}&with_record={foreign.pk}").content.decode()
    assert "C-9" not in theirs
    assert "C-9" not in browse(bob).get(f"{preview}{{code}}").content.decode()


def test_links_cost_a_page_no_statement_once_they_are_known(
    browse: Browse, carol: User, customer: Customer
) -> None:
    client, page = browse(carol), f"/base/customers/{customer.pk}/beside"
    client.get(page)
    none = int(client.get(page)["X-Query-Count"])
    make()
    client.get(page)
    assert int(client.get(page)["X-Query-Count"]) == none


def test_where_no_record_can_be_seen_none_is_offered_to_try_a_link_out(
    op: User, browse: Callable[..., Client]
) -> None:
    """The provider's own company rents no module: its form has no record to choose."""
    page = browse(op).get(NEW)
    assert page.status_code == 200
    assert "with_record" not in page.content.decode()


READY = [each for layer in registry.declarations() for each in layer.ready_links]


@pytest.mark.parametrize("each", READY, ids=lambda each: f"{each.record}.{each.code}")
def test_an_offered_look_up_begins_the_form_and_can_be_kept_as_it_is(
    each: ReadyLink, browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    client, new = browse(ada), f"{SCREEN}new?of={each.record}"
    assert f"ready={each.code}" in client.get(new).content.decode()
    form = client.get(f"{new}&ready={each.code}").context["form"]
    begun = {name: form[name].value() for name in ("label", "address", "icon")}
    assert begun["address"] == each.address
    assert client.post(new, {**begun, "in_new_tab": True}).status_code == 302
    assert OutLink.objects.get().address == each.address


def test_what_is_not_offered_begins_an_empty_form(
    browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    form = browse(ada).get(f"{NEW}&ready=ghost").context["form"]
    assert not form["address"].value()
