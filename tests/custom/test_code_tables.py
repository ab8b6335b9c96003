"""The lists behind every choice are the company's: words, order, colour, codes of its own (A11)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from dangol import registry
from dangol.records.cells import drawn, shown
from dangol.records.forms.base import form_for
from dangol.records.lists.export import table_of
from dangol.records.lists.listing import read_listing
from dangol.records.parts import Column
from dangol.records.timeline.composing import composer_for
from modules.base.models import Account, ContactHistory, Customer, Order
from modules.base.records import account_record, contact_record, customer_record, order_record
from tenants.customising.models import CodeEntry
from tenants.customising.queries.tables import table
from tenants.customising.services import codes
from tenants.customising.services.codes import Written
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.queries import desk, telling
from tests.api.program import program

pytestmark = pytest.mark.feature("A11")
Browse = Callable[..., Client]
SCREEN = "/tenants/codes/"
OPEN = [
    ("base.medium", contact_record, "medium"),
    ("base.account_state", account_record, "state"),
    ("base.industry", account_record, "industry"),
    ("base.account_size", account_record, "size"),
    ("base.order_state", order_record, "state"),
]


def lines(code: str) -> list[Written]:
    found = table(code)
    assert found is not None
    return codes.as_written(found.entries)


def add_code(code: str, label: str = "새것", **values: Any) -> str:
    """One more code; what records keep of it."""
    codes.edit(code, [*lines(code), Written("", label, **values)])
    return lines(code)[-1].value


def put_away(code: str, value: str) -> None:
    kept = [
        Written(each.value, each.label, each.label_en, each.value != value, each.colour)
        for each in lines(code)
    ]
    codes.edit(code, kept)


@pytest.fixture
def inside(inside_hanbit: Company) -> None:
    """Inside Hanbit."""


def test_every_choice_of_a_record_stands_behind_a_list(inside: None) -> None:
    """What code itself depends on is named here, and nothing else is fixed."""
    fixed = {
        ("campaign.campaign", "state"), ("calendar.todo", "state"),
        ("calendar.appointment", "visibility"), ("calendar.appointment", "repeat"),
        ("calendar.appointment", "remind"), ("boards.board", "kind"), ("boards.board", "reach"),
        ("base.group", "kind"), ("base.account_rating", "kind"), ("base.account_rating", "value"),
        ("cleansing.fault", "field"), ("cleansing.fault", "state"), ("cleansing.fault", "kind"),
        ("innovation.kpi", "aim"), ("materials.material", "state"),
        ("expenses.expense", "state"), ("expenses.expense", "evidence"),
        ("base.consent", "channel"), ("base.consent", "said"), ("base.consent", "way"),
        ("boards.board", "writing"), ("boards.post", "kind"), ("boards.post", "state"),
    }  # fmt: skip
    behind = {
        place for each in registry.declarations() for t in each.code_tables for place in t.places
    }
    open_to_nobody = [
        (code, field.name)
        for code, record in desk.records().items()
        for field in record.model._meta.concrete_fields
        if field.flatchoices and record.module != "provider"
    ]
    assert set(open_to_nobody) - behind - fixed == set()


@pytest.mark.parametrize(("code", "record", "field"), OPEN)
def test_a_code_of_the_company_s_own_is_chosen_shown_filtered_and_exported(
    code: str, record: Any, field: str, inside: None, ada: User
) -> None:
    value = add_code(code)
    offered = dict(form_for(record, ada, only=[field]).fields[field].choices)
    assert offered[value] == "새것"
    made = {
        "base.contact": lambda: ContactHistory.objects.create(
            customer=Customer.objects.create(name="가"), medium=value, subject="통화"
        ),
        "base.account": lambda: Account.objects.create(name="가", **{field: value}),
        "base.order": lambda: Order.objects.create(
            customer=Customer.objects.create(name="가"), number="1", state=value
        ),
    }[record.code]()
    form = form_for(record, ada, {field: value}, instance=made, only=[field])
    assert form.is_valid(), form.errors
    record.edit(made, form.values(), "")
    row = record.listed(record.visible_to(ada)).get(pk=made.pk)
    assert shown(row, field) == "새것"
    columns = {each.name: each for each in record.columns_for(ada)}
    column = columns.get(field, Column(name=field))
    assert "새것" in str(drawn(row, column))
    listing = read_listing(record, ada, {field: [value]})
    if field != "size":
        assert (listing.count, listing.problems) == (1, [])
    listing = read_listing(record, ada, {})
    cells = list(table_of(record, ada, listing.selection, {}, [Column(name=field)]).lines())
    assert cells == [["새것"]]


def test_what_is_put_away_is_not_offered_and_stays_where_it_is(
    inside: None, browse: Browse, ada: User
) -> None:
    customer = Customer.objects.create(name="가")
    contact = ContactHistory.objects.create(customer=customer, medium="fax", subject="팩스")
    put_away("base.medium", "fax")
    form = form_for(contact_record, ada, only=["medium"])
    assert "fax" not in dict(form.fields["medium"].choices)
    assert "fax" in dict(form_for(contact_record, ada, instance=contact).fields["medium"].choices)
    assert shown(contact, "medium") == "팩스"
    composer = composer_for(customer_record, ada)
    assert composer is not None
    assert "fax" not in [code for code, _label, _icon in composer.kinds]
    page = browse(ada).get(f"/base/customers/{customer.pk}/").content.decode()
    assert "팩스" in page, "what was noted stands in the timeline all the same"


def test_a_medium_of_the_company_s_own_is_written_down_on_the_page(
    inside: None, browse: Browse, ada: User
) -> None:
    value = add_code("base.medium", "카카오톡")
    customer = Customer.objects.create(name="가")
    answer = browse(ada).post(
        f"/base/customers/{customer.pk}/notes", {"kind": value, "memo": "견적 물어봄"}
    )
    assert answer.status_code in (200, 302), answer.content
    assert ContactHistory.objects.get().medium == value
    page = browse(ada).get(f"/base/customers/{customer.pk}/").content.decode()
    assert "카카오톡" in page
    assert browse(ada).get("/base/contacts/").status_code == 200


def test_what_records_begin_with_is_another_once_it_is_put_away(inside: None, ada: User) -> None:
    put_away("base.order_state", "received")
    form = form_for(order_record, ada, only=["state"])
    assert form["state"].value() == "paid"


def test_colours_are_those_that_lists_draw(inside: None, browse: Browse, ada: User) -> None:
    order = Order.objects.create(
        customer=Customer.objects.create(name="가"), number="1", state="paid"
    )
    column = next(each for each in order_record.columns_for(ada) if each.name == "state")
    assert 'class="dot info"' in str(drawn(order, column))
    sent: dict[str, list[str]] = {
        "value": [],
        "words": [],
        "words_en": [],
        "offered": [],
        "colour": [],
    }
    for line in lines("base.order_state"):
        for name, text in zip(sent, (line.value, line.label, "", "yes", line.colour), strict=True):
            sent[name].append(text)
    sent["colour"][1] = "err"
    client = browse(ada)
    page = client.get(f"{SCREEN}base.order_state/").content.decode()
    assert '<option value="info" selected>' in page
    assert 'name="colour"' not in client.get(f"{SCREEN}base.medium/").content.decode()
    assert client.post(f"{SCREEN}base.order_state/", sent).status_code == 302
    assert 'class="dot err"' in str(drawn(order, column))
    sent["colour"][1] = "<b>"
    refused = client.post(f"{SCREEN}base.order_state/", sent)
    assert refused.status_code == 422
    assert "색을 골라" in refused.content.decode()


def test_one_list_serves_customers_and_accounts(inside: None, ada: User) -> None:
    codes.edit(
        "base.grade",
        [
            Written(each.value, f"{each.label} 등급", "", each.is_offered)
            for each in lines("base.grade")
        ],
    )
    assert shown(Customer(grade=1), "grade") == "A+ 등급"
    assert shown(Account(grade=1), "grade") == "A+ 등급"
    Account.objects.create(name="가", grade=4)
    with pytest.raises(Exception, match="정해져"):
        codes.edit("base.grade", lines("base.grade")[:3])


def test_what_records_have_cannot_be_removed(inside: None) -> None:
    value = add_code("base.industry", "우주")
    Account.objects.create(name="가", industry=value)
    with pytest.raises(Exception, match="우주"):
        codes.edit("base.industry", lines("base.industry")[:-1])


@pytest.mark.feature("V3")
def test_the_audit_says_codes_in_the_company_s_words(inside: None, ada: User) -> None:
    value = add_code("base.order_state", "포장 중")
    order = Order.objects.create(customer=Customer.objects.create(name="가"), number="1")
    order_record.edit(order, {"state": value}, "")
    entry = AuditEntry.objects.filter(action="base.order.edit").latest("at")
    (change,) = [each for each in telling.changes([entry])[entry.pk] if each.name == "state"]
    assert (change.before, change.after) == ("접수", "포장 중")


@pytest.mark.feature("W1")
def test_programs_write_and_filter_by_codes_of_the_company_s_own(
    inside_hanbit: Company, ada: User
) -> None:
    value = add_code("base.industry", "우주")
    shop, _key = program(inside_hanbit, ada)
    accounts = "/api/v1/base/account"
    made = shop.send("POST", accounts, {"name": "가", "industry": value, "state": "active"})
    assert made.status_code == 201, made.content
    assert shop.get(made["Location"]).json()["industry"] == value
    assert len(shop.get(f"{accounts}?industry={value}").json()["items"]) == 1
    assert shop.send("POST", accounts, {"name": "나", "industry": "없는업종"}).status_code == 422
    document = shop.get("/api/v1/openapi.json").content.decode()
    assert "우주" in document


def test_industries_that_were_written_freely_become_codes(inside: None) -> None:
    """What the migration does with the accounts of a company that had them before."""
    for number, industry in enumerate(["조선", "식품", "", "조선"]):
        Account.objects.create(name=f"회사{number}", industry=industry)
    import_module("modules.base.migrations.0013_industries").keep_as_codes(apps, None)
    kept = list(CodeEntry.objects.order_by("position").values_list("value", flat=True))
    assert kept[0] == "제조"
    assert kept[-1] == "조선"
    assert kept.count("식품") == 1
