"""A company's own field that leads to another record: rights, lists, files, the interface (U7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from dangol import preferences
from dangol.access import HIDE
from dangol.records.cells import drawn, shown
from dangol.records.custom import kinds
from dangol.records.custom.definitions import shape_of
from dangol.records.forms.base import form_for
from dangol.records.lists.export import table_of
from dangol.records.lists.listing import read_listing
from dangol.records.lists.selection import read_selection
from dangol.records.many import runs as many
from dangol.records.many.deeds import sentence, to_set, value_form
from dangol.records.parts import Column
from modules.base.models import Account, Customer
from modules.base.records import account_record, customer_record, line_record
from tenants.customising.services import fields
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.services import roles
from tests.api.program import CUSTOMERS, program, role_of
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U7"), pytest.mark.feature("A15")]
Browse = Callable[..., Client]
SECRET = "비밀본사"
UNSEEN = "볼 수 없는 기록"


@pytest.fixture
def name(add: Add) -> str:
    return add("link", "본사", in_list=True, rules={"target": "base.account"}).name


@pytest.fixture
def target(inside_hanbit: Company, ada: User) -> Account:
    return Account.objects.create(name=SECRET, owner=ada)


@pytest.fixture
def clerk(inside_hanbit: Company, bob: User) -> User:
    """Sees every customer, and of accounts only those of their own."""
    role = AccessRole.objects.create(
        name="담당",
        scopes={f"base.customer.{verb}": 3 for verb in ("view", "edit", "export", "bulk")}
        | {"base.account.view": 1},
    )
    roles.assign(bob, [role.pk])
    return bob


def leading(name: str, target: Account | None, title: str = "김하늘") -> Customer:
    custom = {name: str(target.pk)} if target else {}
    return Customer.objects.create(name=title, custom=custom)


def seen(user: User, customer: Customer) -> Any:
    return customer_record.visible_to(user).get(pk=customer.pk)


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"name": "김하늘", "mailing_place": "home", **values})
    return data


def test_it_is_written_by_name_and_shown_with_a_link(
    browse: Browse, ada: User, name: str, target: Account
) -> None:
    form = form_for(customer_record, ada, posted(**{name: SECRET}))
    assert form.is_valid(), form.errors
    customer = seen(ada, customer_record.create(form.values()))
    assert getattr(customer, name) == target.pk
    assert shown(customer, name) == SECRET
    assert SECRET in drawn(customer, Column(name=name))
    page = browse(ada).get(f"/base/customers/{customer.pk}/").content.decode()
    assert f'href="/base/accounts/{target.pk}/"' in page
    again = form_for(customer_record, ada, posted(**{name: SECRET}), instance=customer)
    assert again.is_valid()
    assert name not in again.changed_data
    edit = browse(ada).get(f"/base/customers/{customer.pk}/edit").content.decode()
    assert "/base/accounts/choices?by=" in edit


@pytest.mark.parametrize("wrong", ["없는회사", "00000000-0000-7000-8000-0000000000ff"])
def test_what_is_no_record_is_refused_at_its_field(
    wrong: str, ada: User, name: str, target: Account
) -> None:
    form = form_for(customer_record, ada, posted(**{name: wrong}))
    assert list(form.errors) == [name]
    assert "찾지 못했어요" in str(form.errors[name][0])


@pytest.mark.feature("P5")
def test_who_may_not_see_the_record_sees_no_name_anywhere(
    browse: Browse, clerk: User, name: str, target: Account
) -> None:
    customer = leading(name, target)
    base, client = f"/base/customers/{customer.pk}", browse(clerk)
    for path in (
        f"{base}/", f"{base}/peek", f"{base}/edit", f"{base}/?tab=changes", "/base/customers/",
        f"/base/customers/?{name}={target.pk}", f"/base/customers/?q={SECRET[:2]}",
        f"{base}/cells/{name}", f"/base/accounts/choices?by=q&q={SECRET[:2]}",
    ):  # fmt: skip
        assert SECRET not in client.get(path).content.decode(), path
    row = seen(clerk, customer)
    assert shown(row, name) == UNSEEN
    for value in (SECRET, str(target.pk)):
        listing = read_listing(customer_record, clerk, {name: [value]})
        assert listing.count == 0, value
    listing = read_listing(customer_record, clerk, {})
    lines = list(
        table_of(customer_record, clerk, listing.selection, {}, [Column(name=name)]).lines()
    )
    assert lines == [[""]]
    form = form_for(customer_record, clerk, posted(**{name: SECRET}))
    assert name in form.errors


def test_who_may_not_see_it_does_not_lose_it_while_editing_something_else(
    browse: Browse, clerk: User, ada: User, name: str, target: Account
) -> None:
    customer = leading(name, target)
    page = browse(clerk).get(f"/base/customers/{customer.pk}/edit")
    sent = {field.html_name: field.value() or "" for field in page.context["form"]}
    assert sent[name] == UNSEEN
    answer = browse(clerk).post(f"/base/customers/{customer.pk}/edit", {**sent, "memo": "새 메모"})
    assert answer.status_code == 302
    customer.refresh_from_db()
    assert (customer.memo, customer.custom) == ("새 메모", {name: str(target.pk)})


@pytest.mark.feature("P5")
def test_a_title_that_a_role_hides_is_no_name(bob: User, name: str, target: Account) -> None:
    role = AccessRole.objects.create(name="가림", fields={"base.account": {"name": HIDE}})
    roles.assign(bob, [role.pk])
    assert shown(seen(bob, leading(name, target)), name) == UNSEEN


def test_one_in_the_trash_has_no_name_until_it_is_restored(
    ada: User, name: str, target: Account
) -> None:
    customer = leading(name, target)
    account_record.remove(target)
    assert shown(seen(ada, customer), name) == UNSEEN
    account_record.restore(account_record.trashed().get(pk=target.pk))
    assert shown(seen(ada, customer), name) == SECRET


def test_lists_filter_by_a_part_of_the_name_by_id_and_by_nothing(
    ada: User, name: str, target: Account
) -> None:
    full, empty = leading(name, target), leading(name, None)

    def found(suffix: str, value: str) -> set[Any]:
        asked = {f"{name}{suffix}": [value]}
        selection = read_selection(customer_record, ada, asked, strict=True)
        return set(selection.of(customer_record.visible_to(ada)).values_list("pk", flat=True))

    assert found("", "비밀") == found("", str(target.pk)) == found(".empty", "no") == {full.pk}
    assert found(".not", "비밀") == found(".empty", "yes") == {empty.pk}
    assert found("", "한빛") == set()
    (words,) = read_selection(customer_record, ada, {name: [str(target.pk)]}).sentences
    assert SECRET in words


def test_files_say_the_name_and_cells_are_edited(
    browse: Browse, ada: User, name: str, target: Account
) -> None:
    customer = leading(name, None)
    cell = f"/base/customers/{customer.pk}/cells/{name}"
    assert browse(ada).get(cell).status_code == 200
    answer = browse(ada).post(cell, {"value": SECRET, "was": "", "version": ""})
    assert SECRET in answer.json()["sentence"]
    listing = read_listing(customer_record, ada, {})
    table = table_of(customer_record, ada, listing.selection, {}, [Column(name=name)])
    assert list(table.lines()) == [[SECRET]]
    browse(ada).post(answer.json()["undo"])
    customer.refresh_from_db()
    assert customer.custom == {}


def test_a_form_s_edit_is_taken_back_though_two_are_called_alike(
    browse: Browse, ada: User, name: str, target: Account
) -> None:
    Account.objects.create(name=SECRET)
    customer = leading(name, target)
    page = f"/base/customers/{customer.pk}/edit"
    browse(ada).post(page, posted(**{name: ""}))
    customer.refresh_from_db()
    assert customer.custom == {}
    undo = customer_record.url_name("edit-undo")
    token = preferences.read(ada, "edit/base.customer")["token"]
    browse(ada).post(reverse(undo, urlconf="dangol.urls.company", args=[token]))
    customer.refresh_from_db()
    assert customer.custom == {name: str(target.pk)}


@pytest.mark.feature("U1")
def test_many_are_set_at_once_and_put_back(ada: User, name: str, target: Account) -> None:
    rows = [leading(name, None, str(number)) for number in range(4)]
    form = value_form(customer_record, ada, name, {name: SECRET})
    assert form.is_valid(), form.errors
    asked = to_set(customer_record, name, {name: form.cleaned_data[name]})
    course = many.runs().begin(customer_record, ada, asked)
    assert course.changed == 4
    assert SECRET in sentence(customer_record, course, ada)
    assert all(getattr(seen(ada, row), name) == target.pk for row in rows)
    many.runs().undo(customer_record, ada, course.code)
    assert not Customer.objects.exclude(custom={}).exists()


@pytest.mark.feature("W1")
@pytest.mark.feature("P5")
def test_programs_get_id_and_name_and_the_name_only_of_what_their_role_sees(
    inside_hanbit: Company, ada: User, name: str, target: Account
) -> None:
    shop, _key = program(inside_hanbit, ada)
    made = shop.send("POST", CUSTOMERS, {"name": "가", name: str(target.pk)})
    assert made.status_code == 201, made.content
    assert shop.get(made["Location"]).json()[name] == {"id": str(target.pk), "name": SECRET}
    closed, _key = program(inside_hanbit, ada, role_of("닫힘", scopes={"base.account.view": 0}))
    assert closed.get(made["Location"]).json()[name] == {"id": str(target.pk), "name": ""}
    refused = closed.send("PATCH", made["Location"], {name: str(uuid4())})
    assert refused.status_code == 422
    assert shop.send("PATCH", made["Location"], {name: None}).json()[name] is None


def test_the_history_names_it_to_those_who_may_see_it(
    browse: Browse, ada: User, clerk: User, name: str, target: Account
) -> None:
    customer = leading(name, None)
    customer_record.edit(customer, {name: target}, "")
    changes = f"/base/customers/{customer.pk}/?tab=changes"
    assert SECRET in browse(ada).get(changes).content.decode()
    theirs = browse(clerk).get(changes).content.decode()
    assert "본사" in theirs
    assert SECRET not in theirs


def test_types_may_lead_to_each_other_and_to_themselves(add: Add, ada: User) -> None:
    """Lines are part of orders: names of either must not ask for one another without end."""
    add("link", "품목", record="base.order", rules={"target": "base.order_line"})
    add("link", "원래 주문", record="base.order_line", rules={"target": "base.order"})
    self_name = add("link", "소개한 고객", rules={"target": "base.customer"}).name
    one = Customer.objects.create(name="소개자")
    two = Customer.objects.create(name="김하늘", custom={self_name: str(one.pk)})
    assert shown(seen(ada, two), self_name) == "소개자"
    assert list(line_record.visible_to(ada)) == []


@pytest.mark.feature("A15")
def test_the_field_is_defined_with_its_target_which_stays(
    browse: Browse, ada: User, inside_hanbit: Company
) -> None:
    new = "/tenants/fields/new?of=base.customer&kind=link"
    missing = browse(ada).post(new, {"label": "본사"})
    assert missing.status_code == 422
    assert "rule_target" in missing.context["form"].errors
    browse(ada).post(new, {"label": "본사", "rule_target": "base.account"})
    (field,) = shape_of("base.customer").fields
    assert field.rule("target") == "base.account"
    row = fields.FieldDefinition.objects.get()
    edit = f"/tenants/fields/{row.pk}/"
    browse(ada).post(edit, {"label": "본점", "rule_target": "base.order"})
    row.refresh_from_db()
    assert (row.label, row.rules) == ("본점", {"target": "base.account"})


@pytest.mark.feature("U5")
def test_a_file_s_text_names_a_record_that_its_reader_may_see(
    ada: User, clerk: User, name: str, target: Account
) -> None:
    field = shape_of("base.customer").by_name[name]
    kind = kinds.of(field)
    assert kind.kept(kind.from_text(f" {SECRET} ", field, ada)) == str(target.pk)
    assert kind.from_text(str(target.pk), field, ada) == target
    assert kind.from_text("", field, ada) is None
    with pytest.raises(ValueError, match="찾지 못했어요"):
        kind.from_text(SECRET, field, clerk)
