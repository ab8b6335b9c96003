"""Bringing material in, connecting it and finding it, on its screens (A20)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol.errors import RuleBroken
from dangol.records.page.files import files
from modules.base.models import Account, Customer
from modules.materials import counters, demo
from modules.materials.models import Concern, Kind, Material, State
from modules.materials.records import excerpt, material_record, with_names
from modules.materials.services import taking
from modules.materials.services.concerns import connect, disconnect
from modules.materials.tests.conftest import RESIDENT, docx, hwpx, pdf, upload
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tests.custom.test_code_tables import add_code
from tests.importing.test_types import brought, outcome

pytestmark = [pytest.mark.feature("A20"), pytest.mark.usefixtures("inside_hanbit")]
Make = Callable[..., Material]
Browse = Callable[..., Client]
LIST, ADD = "/materials/materials/", "/materials/add/"


def give(user: User, **facts: Any) -> User:
    roles.assign(user, [AccessRole.objects.create(name="자료", **facts).pk])
    return User.objects.get(pk=user.pk)


def test_a_pasted_text_is_stored_with_its_resident_numbers_starred(
    ada: User, browse: Browse
) -> None:
    sent = {
        "title": "상담", "kind": "consultation", "origin": "전화", "link": "news.example/1",
        "dated_on": "2026-11-20", "state": "new", "text": f"번호는 {RESIDENT}\n둘째 줄",
    }  # fmt: skip
    client = browse(ada)
    answer = client.post(f"{LIST}new", sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = Material.objects.get()
    assert made.text == made.words == "번호는 850101-*******\n둘째 줄"
    assert (made.link, made.owner) == ("https://news.example/1", ada)
    assert RESIDENT[7:] not in str(list(AuditEntry.objects.values_list("changes", flat=True)))
    text = client.get(f"{LIST}{made.pk}/?tab=overview").content.decode()
    assert "850101-*******\n둘째 줄" in text
    edited = client.post(f"{LIST}{made.pk}/edit", sent | {"text": f"또 {RESIDENT}", "title": "나"})
    assert edited.status_code == 302
    made.refresh_from_db()
    assert made.text == made.words == "또 850101-*******"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example", "없음 주소"])
def test_an_address_that_is_none_of_the_web_is_refused(
    link: str, ada: User, browse: Browse
) -> None:
    sent = {"title": "가", "kind": "news", "dated_on": "2026-11-20", "state": "new", "link": link}
    answer = browse(ada).post(f"{LIST}new", sent)
    assert answer.status_code == 422
    assert "웹 주소" in answer.content.decode()
    assert not Material.objects.exists()


def test_several_files_come_in_at_once_and_the_bad_ones_are_named(
    customer: Customer, account: Account, ada: User, browse: Browse
) -> None:
    sent = [
        upload("상담.txt", "첫 글".encode("cp949")), upload("보고서.docx", docx("둘째 글")),
        upload("회의.hwpx", hwpx("셋째 글")), upload("locked.pdf", pdf("x", password="열쇠")),
        upload("그림.png", b"\x89PNG\r\n\x1a\n"),
    ]  # fmt: skip
    facts = {
        "files": sent, "kind": "report", "origin": "협력사", "owner": str(ada.pk),
        "customer": str(customer.pk), "account": str(account.pk),
    }  # fmt: skip
    answer = browse(ada).post(ADD, facts)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "“locked.pdf”" in text
    assert "“그림.png”" in text
    made = {each.title: each for each in Material.objects.all()}
    assert {name: each.text for name, each in made.items()} == {
        "상담": "첫 글", "보고서": "둘째 글", "회의": "셋째 글",
    }  # fmt: skip
    for each in made.values():
        assert (each.kind, each.origin, each.state) == (Kind.REPORT, "협력사", State.NEW)
        assert len(files().of(material_record.code, each.pk, ada)) == 1
        assert set(each.concerns.values_list("customer", "account")) == {
            (customer.pk, None), (None, account.pk),
        }  # fmt: skip


def test_one_file_leads_to_its_page_and_none_is_asked_for_again(ada: User, browse: Browse) -> None:
    client = browse(ada)
    answer = client.post(ADD, {"files": [upload("a.txt", "글".encode())], "kind": "other"})
    made = Material.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{made.pk}/")
    assert client.post(ADD, {"kind": "other"}).status_code == 422
    bad = client.post(ADD, {"kind": "other", "files": [upload("a.exe", b"MZ")]})
    assert bad.status_code == 422
    assert "“a.exe”" in bad.content.decode()
    assert Material.objects.count() == 1


def test_a_file_with_resident_numbers_is_not_kept_itself(ada: User) -> None:
    given = upload("명단.txt", f"김하늘 {RESIDENT}".encode())
    taken = taking.take_in([given], ada, {"kind": "other"})
    material, known = taken.made[0]
    assert material.text == "김하늘 850101-*******"
    assert "보관하지 않" in known
    assert not files().of(material_record.code, material.pk, ada)


def test_a_material_whose_file_is_refused_is_not_there_either(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.attachments.services.storing.QUOTA", 3)
    taken = taking.take_in([upload("a.txt", "글이 길어요".encode())], ada, {})
    assert (taken.made, len(taken.left)) == ([], 1)
    assert not Material.objects.exists()


def test_too_many_files_and_too_much_time_are_refused(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [upload(f"{number}.txt", b"a") for number in range(21)]
    with pytest.raises(RuleBroken, match="20개"):
        taking.take_in(many, ada, {})
    monkeypatch.setattr(taking, "BUDGET", -1)
    taken = taking.take_in(many[:2], ada, {})
    assert [len(taken.made), len(taken.left)] == [0, 2]
    assert "“0.txt”" in taken.left[0]


def test_connecting_is_noted_once_and_taken_back(make: Make, customer: Customer) -> None:
    material = make()
    assert [connect(material, customer), connect(material, customer)] == [True, False]
    concern = Concern.objects.get()
    assert not disconnect(make(), concern.pk)
    assert disconnect(material, concern.pk)
    assert not Concern.objects.exists()
    deeds = AuditEntry.objects.filter(subject_id=str(material.pk)).order_by("pk")
    told = [each.action.rpartition(".")[2] for each in deeds]
    assert told == ["create", "connect", "disconnect"]


def test_the_page_of_a_customer_and_of_an_account_lists_their_materials(
    make: Make, customer: Customer, account: Account, ada: User, browse: Browse
) -> None:
    material = make(title="충청권 물류 거점")
    connect(material, customer)
    connect(material, account)
    client = browse(ada)
    for page in (f"/base/customers/{customer.pk}/", f"/base/accounts/{account.pk}/"):
        text = client.get(f"{page}?tab=materials").content.decode()
        assert f"{LIST}{material.pk}/" in text
        assert f"{ADD}?" in text
    for query in (f"customer={customer.pk}", f"account={account.pk}", "customer=김하늘"):
        assert client.get(f"{LIST}?{query}").context["listing"].count == 1, query
    other = Customer.objects.create(name="이바다")
    assert client.get(f"{LIST}?customer={other.pk}").context["listing"].count == 0
    text = client.get(f"{ADD}?customer={customer.pk}").content.decode()
    assert re.search(r'name="customer"[^>]*value="김하늘', text)


def test_only_what_the_user_sees_is_connected(
    make: Make, customer: Customer, bob: User, browse: Browse
) -> None:
    material = make(owner=bob)
    scopes = {"materials.material.view": 1, "materials.material.edit": 1, "base.customer.view": 1}
    client = browse(give(bob, scopes=scopes))
    address = f"{LIST}{material.pk}/connect"
    for given in (str(customer.pk), customer.name, ""):
        assert client.post(address, {"customer": given}).status_code == 302
    assert not Concern.objects.exists()


def test_roles_say_whose_materials_one_sees_and_changes(
    make: Make, customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    others, own = make(title="카나리아", owner=ada, text="카나리아"), make(title="내 것", owner=bob)
    for each in (others, own):
        connect(each, customer)
    closed = {"materials.material.create": 0, "materials.material.edit": 0}
    scopes = {"materials.material.view": 1, "base.customer.view": 3, **closed}
    reader = give(bob, scopes=scopes)
    client = browse(reader)
    for path in (LIST, f"{LIST}?q=카나리아", f"/base/customers/{customer.pk}/?tab=materials", "/"):
        text = client.get(path).content.decode().replace('value="카나리아"', "")
        assert str(others.pk) not in text, path
    assert str(own.pk) in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{others.pk}/").status_code == 404
    assert client.get(ADD).status_code == 403
    key = Concern.objects.get(material=own).pk
    for path in (f"{own.pk}/connect", f"{own.pk}/disconnect/{key}"):
        assert client.post(LIST + path, {"customer": str(customer.pk)}).status_code == 403
    assert counters.new(reader).number == 1


def test_the_number_on_the_board_is_that_of_its_list(make: Make, ada: User, browse: Browse) -> None:
    make()
    make(state=State.USED)
    found = counters.new(ada)
    assert browse(ada).get(found.address).context["listing"].count == found.number == 1


def test_the_text_is_found_by_its_words_as_far_as_the_search_reads(
    make: Make, ada: User, browse: Browse
) -> None:
    early = make(text="갈마들다 라는 낱말")
    make(title="둘째", text=f"{'가나다라 ' * 5_000}갈마들다")
    assert str(early.pk) in browse(ada).get("/search?q=갈마들").content.decode()
    assert browse(ada).get(f"{LIST}?q=갈마들").context["listing"].count == 1


def test_the_longest_text_of_many_different_letters_is_stored(make: Make) -> None:
    """The keys of the search of one row have a limit in PostgreSQL."""
    letters = "".join(chr(0xAC00 + number * 7_919 % 11_172) for number in range(200_000))
    spaced = " ".join(letters[at : at + 5] for at in range(0, 166_000, 5))
    assert len(make(text=spaced[:200_000]).text) > 199_000


def test_tables_of_materials_come_in_from_files(ada: User) -> None:
    rows = [
        ["제목", "종류", "매체", "날짜", "본문"],
        ["별점 2점", "후기·SNS", "쇼핑몰", "2026-11-03", "배송이 늦었어요"],
        ["없는 종류", "모름", "쇼핑몰", "2026-11-03", "글"],
    ]
    assert outcome(brought(material_record, ada, rows)) == (1, 0, 0, 1)
    made = Material.objects.get()
    assert (made.kind, made.origin, made.words) == ("review", "쇼핑몰", "배송이 늦었어요")


def test_a_kind_of_the_company_s_own_is_offered_for_files_too(ada: User, browse: Browse) -> None:
    value = add_code("materials.kind")
    assert f'value="{value}"' in browse(ada).get(ADD).content.decode()
    given = {"files": [upload("a.txt", "글".encode())], "kind": value}
    assert browse(ada).post(ADD, given).status_code == 302
    assert Material.objects.get().kind == value


def test_page_and_list_ask_few_statements(
    make: Make, customer: Customer, account: Account, ada: User, browse: Browse
) -> None:
    for number in range(30):
        made = make(title=f"자료 {number}", text="010-2345-6789 sky@gaon.example 02-3397-0210")
        connect(made, customer)
        connect(made, account)
    client = browse(ada)
    for path, most in ((f"{LIST}{made.pk}/?tab=overview", 15), (LIST, 12)):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        told = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
        assert len(told) <= most, "\n".join(told)


@pytest.mark.feature("X1")
def test_the_demo_fills_materials_of_every_kind_once(
    account: Account, customer: Customer, ada: User
) -> None:
    Customer.objects.filter(pk=customer.pk).update(account=account)
    assert demo.fill() == Material.objects.count() == 40
    assert demo.fill() == 0
    assert set(Material.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Material.objects.values_list("state", flat=True)) == set(State.values)
    assert Concern.objects.count() > 10
    assert not Material.objects.filter(text__contains="{").exists()


def test_a_list_reads_the_beginning_of_long_texts_alone(
    ada: User, make: Make, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make(title=f"보고서 {number}", text="가" * 100_000, owner=ada)
    rows = list(with_names(material_record.visible_to(ada)))
    with django_assert_num_queries(0):
        assert [len(excerpt(row)) for row in rows] == [300] * 3
    assert not any("text" in row.__dict__ for row in rows)
