"""The drawer, the boxes, the page of one hint, and the screen it leads to (A30)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dangol import clock
from dangol.records.parts import Look
from dangol.records.timeline.reading import count_kinds, read_entries
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.hints.models import Hint, Receipt
from tenants.hints.queries import boxes
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, Assignment, User

pytestmark = pytest.mark.feature("A30")
PAGE = "/tenants/hints/"
HTMX = {"HX-Request": "true"}
Show = Callable[..., Hint]
Browse = Callable[..., Client]


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_every_screen_has_the_sign_the_key_and_the_command(ada: User, browse: Browse) -> None:
    client = browse(ada)
    for path in ("/base/customers/?q=x", "/tenants/company/hours", "/tenants/notices/"):
        html = body(client.get(path))
        assert 'class="btn btn-ghost btn-icon head-hint"' in html, path
        assert 'data-go="g t" data-drawer="hint" data-at' in html, path
        assert html.count('id="hint"') == 1
    found = body(client.get("/palette?part=1&q=" + "동료에게"))
    assert 'data-drawer="hint"' in found


def test_who_may_not_show_screens_has_no_sign(hanbit: Company, bob: User, browse: Browse) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(name="조용", scopes={"tenants.hint.send": 0})
        Assignment.objects.create(user=bob, role=role)
    client = browse(bob)
    assert "head-hint" not in body(client.get("/tenants/notices/"))
    assert client.get(f"{PAGE}new?at=/tenants/notices/").status_code == 403


def test_the_drawer_names_the_screen_by_itself_and_sends(
    hanbit: Company, customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    client, at = browse(ada), f"/base/customers/{customer.pk}/?tab=timeline"
    form = body(client.get(f"{PAGE}new", {"at": at, "title": "<script>"}, headers=HTMX))
    assert "김하늘" in form
    assert "script>" not in form.replace("</script>", "")
    assert f'value="u{bob.pk}"' in form
    assert f'value="u{ada.pk}"' not in form
    values = {"at": at, "to": [f"u{bob.pk}"], "note": "봐 주세요", "by_app": "on"}
    answer = client.post(f"{PAGE}new", values, headers=HTMX)
    assert answer.status_code == 204
    assert "hint-sent" in answer["HX-Trigger"]
    with inside(hanbit):
        hint = Hint.objects.get()
    assert f"{PAGE}{hint.pk}/withdraw" in answer["HX-Trigger"]
    assert hint.url == at


def test_without_scripts_the_form_is_a_page_and_one_comes_back_to_the_screen(
    customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    client, at = browse(ada), f"/base/customers/{customer.pk}/"
    assert "panel-head" in body(client.get(f"{PAGE}new", {"at": at}))
    values = {"at": at, "to": [f"u{bob.pk}"], "by_mail": "on"}
    answer = client.post(f"{PAGE}new", values)
    assert answer["Location"] == at


def test_what_is_wrong_stands_beside_its_field(
    customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    client, at = browse(ada), f"/base/customers/{customer.pk}/"
    answer = client.post(f"{PAGE}new", {"at": at, "note": "x"}, headers=HTMX)
    assert answer.status_code == 422
    assert "알릴 사람을 고르세요" in body(answer)
    assert "알리는 방법을 고르세요" in body(answer)
    answer = client.post(f"{PAGE}new", {"at": at, "to": ["<x>"], "by_app": "on"}, headers=HTMX)
    assert answer.status_code == 422
    foreign = {"at": "https://evil.example/", "to": [f"u{bob.pk}"], "by_app": "on"}
    answer = client.post(f"{PAGE}new", foreign, headers=HTMX)
    assert "이 회사의 화면만" in body(answer)
    assert "evil" not in body(answer)


def test_the_receivers_of_last_time_are_one_press_away(
    show: Show, customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    show(ada, bob)
    client, at = browse(ada), f"/base/customers/{customer.pk}/"
    first = body(client.get(f"{PAGE}new", {"at": at}, headers=HTMX))
    assert "지난번처럼" in first
    assert f'value="u{bob.pk}" checked' not in first
    again = {"at": at, "again": "yes", "note": "그대로"}
    second = body(client.get(f"{PAGE}new", again, headers=HTMX))
    assert f'value="u{bob.pk}" checked' in second
    assert "그대로" in second


def test_opening_leads_to_the_screen_which_tells_who_showed_it_once(
    show: Show, hanbit: Company, customer: Customer, ada: User, bob: User, browse: Browse
) -> None:
    hint, client = show(ada, bob, wants_confirmation=True), browse(bob)
    answer = client.get(f"{PAGE}{hint.pk}/open")
    assert answer["Location"] == f"/base/customers/{customer.pk}/"
    assert "hint-strip" not in body(client.get("/tenants/notices/"))
    page = body(client.get(answer["Location"]))
    assert "hint-strip" in page
    assert "확인 부탁드려요" in page
    assert "hint-strip" not in body(client.get(answer["Location"]))
    back = client.post(f"{PAGE}{hint.pk}/confirm", {"from": "screen"})
    assert back["Location"] == hint.url
    with inside(hanbit):
        receipt = Receipt.objects.get()
    assert receipt.opened_at
    assert receipt.confirmed_at


def test_who_may_not_see_the_record_is_told_so_kindly_and_by_no_name(
    show: Show, hanbit: Company, ada: User, bob: User, browse: Browse
) -> None:
    hint = show(ada, bob)
    with inside(hanbit):
        role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
        Assignment.objects.create(user=bob, role=role)
    client = browse(bob)
    answer = client.get(f"{PAGE}{hint.pk}/open")
    assert answer.status_code == 403
    assert "에이다 님이 보낸 화면은 볼 수 없어요" in body(answer)
    for path in (f"{PAGE}{hint.pk}/open", PAGE, f"{PAGE}{hint.pk}/", "/tenants/notices/?show=all"):
        assert "김하늘" not in body(client.get(path)), path
    with inside(hanbit):
        receipt = Receipt.objects.get()
    assert receipt.read_at
    assert receipt.opened_at is None
    assert "1명 열어 봄" not in body(browse(ada).get(f"{PAGE}?box=sent"))


def test_the_sender_sees_who_has_read_opened_confirmed_and_answered(
    show: Show, ada: User, bob: User, carol: User, browse: Browse
) -> None:
    hint = show(ada, bob, carol, wants_confirmation=True)
    reader = browse(bob)
    reader.get(f"{PAGE}{hint.pk}/open")
    reader.post(f"{PAGE}{hint.pk}/confirm")
    reader.post(f"{PAGE}{hint.pk}/answer", {"answer": "봤어요 <b>"})
    page = body(browse(ada).get(f"{PAGE}{hint.pk}/"))
    assert "봤어요 &lt;b&gt;" in page
    assert re.search(r"2명에게.*1명 읽음.*1명 열어 봄.*1명 확인.*답 1개", page, re.S)
    assert "회수" in page
    assert carol.name in page
    assert carol.name not in body(reader.get(f"{PAGE}{hint.pk}/"))  # receivers see only themselves


def test_the_unread_stand_above_the_others_and_a_long_box_goes_on_below(
    show: Show, hanbit: Company, ada: User, bob: User, browse: Browse
) -> None:
    with inside(hanbit):
        rows = [
            Hint(sender=ada, url="/base/customers/", view="base:customer-list", note=f"n{n}",
                 count=1, sent_at=clock.now() - timedelta(hours=n))
            for n in range(boxes.PAGE + 2)
        ]  # fmt: skip
        Hint.objects.bulk_create(rows)
        Receipt.objects.bulk_create(
            Receipt(hint=row, user=bob, at=row.sent_at, read_at=row.sent_at) for row in rows
        )
    show(ada, bob, note="새 것")
    client = browse(bob)
    html = body(client.get(PAGE))
    assert html.index("새 것") < html.index("n0")
    assert html.count("notice-link") == boxes.PAGE + 1
    onward = re.search(r'notices-more" href="([^"]+)"', html)
    assert onward
    assert body(client.get(PAGE + onward[1].replace("&amp;", "&"))).count("notice-link") == 2
    sent = body(browse(ada).get(f"{PAGE}?box=sent"))
    assert sent.count("notice-link") == boxes.PAGE


def test_a_box_takes_few_statements_however_much_is_in_it(
    show: Show, hanbit: Company, ada: User, bob: User, browse: Browse,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for _each in range(5):
        show(ada, bob)
    client = browse(bob)
    client.get(PAGE)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get(PAGE)


def test_what_was_taken_back_says_so_and_opens_nothing(
    show: Show, ada: User, bob: User, browse: Browse
) -> None:
    hint = show(ada, bob)
    assert browse(ada).post(f"{PAGE}{hint.pk}/withdraw").status_code == 302
    client = browse(bob)
    page = body(client.get(f"{PAGE}{hint.pk}/open"))
    assert "에이다 님이 회수했어요" in page
    assert "확인 부탁드려요" not in page
    assert "확인 부탁드려요" not in body(client.get(PAGE))


def test_nobody_else_sees_opens_or_takes_back_a_hint(
    show: Show, ada: User, bob: User, carol: User, dan: User, browse: Browse
) -> None:
    """Dan of Daon has Bob's very id; Carol works with them and was not told."""
    hint = show(ada, bob)
    for stranger in (carol, dan):
        client = browse(stranger)
        for tail in ("", "open"):
            assert client.get(f"{PAGE}{hint.pk}/{tail}").status_code == 404
        for tail in ("confirm", "answer"):
            assert client.post(f"{PAGE}{hint.pk}/{tail}", {"answer": "x"}).status_code == 404
        client.post(f"{PAGE}{hint.pk}/withdraw")
    assert "확인 부탁드려요" in body(browse(bob).get(PAGE))


def test_the_record_tells_that_colleagues_were_told_and_not_what(
    show: Show, inside_hanbit: Company, customer: Customer, ada: User, bob: User, carol: User
) -> None:
    show(ada, bob, carol)
    look = Look(user=ada, instance=customer, hidden=frozenset())
    (entry,) = [e for e in read_entries(customer_record, look)[0] if e.kind == "shown"]
    assert (entry.title, entry.note) == (ada.name, "님이 동료 2명에게 알렸어요")
    assert entry.text == ""
    assert count_kinds(customer_record, look)["shown"] == 1


def test_another_company_s_user_with_the_same_id_is_not_told(
    show: Show, ada: User, bob: User, daon: Company, dan: User
) -> None:
    show(ada, bob)
    with inside(daon):
        assert dan.pk == bob.pk
        assert not Notice.objects.exists()
        assert not Receipt.objects.exists()
