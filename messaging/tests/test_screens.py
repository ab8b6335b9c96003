"""The screen of a send, as its users see it (S5, S9)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from messaging import commands
from messaging.addresses import masked
from messaging.models import Message, Send
from messaging.ports import meter
from messaging.queries import counting, course
from messaging.queries.progress import progress
from messaging.services import confirmation, opening, reservations, steering, transitions
from messaging.tests.people import People, mail_of
from messaging.tests.work import outside, run_pumps, states, sweep, travel
from messaging.views import sends as sends_view
from tenants.models import Company
from tenants.people.models import AuditEntry

Draft = Callable[..., Send]


def visit(client: Any, method: str, path: str, **others: Any) -> Any:
    """A request as the web server gets it, outside of any company's context."""
    return outside(lambda: getattr(client, method)(path, **others))


@pytest.fixture
def ada_s_browser(ada: Any, browse: Any) -> Any:
    return outside(lambda: browse(ada))


@pytest.mark.feature("S9")
def test_the_page_shows_counts_money_and_every_recipient(
    ada_s_browser: Any, draft: Draft, people: People
) -> None:
    people.changed[3] = {"address": "nowhere"}
    send = steering.start(draft(people=4))
    run_pumps()
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    text = page.content.decode()
    assert page.status_code == 200
    shown = page.context["progress"]
    assert (shown.total, shown.accepted, shown.skipped, shown.left) == (3, 3, 1, 0)
    assert (shown.money.captured, shown.money.released, shown.money.held) == (6, 2, 0)
    for number in (1, 2, 4):
        assert f"손님{number}" in text
        assert mail_of(number) not in text
        assert masked(mail_of(number)) in text
    assert 'data-look-again="0"' in text


@pytest.mark.feature("S9")
def test_a_moving_send_looks_again_each_second_and_has_its_buttons(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    text = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}/progress").content.decode()
    assert 'data-look-again="1"' in text
    assert f"/messaging/sends/{send.pk}/pause" in text
    assert f"/messaging/sends/{send.pk}/cancel" in text
    assert f"/messaging/sends/{send.pk}/resume" not in text


@pytest.mark.feature("S5")
def test_buttons_pause_resume_and_cancel(ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=4))
    typed = {"shown": "4", "confirmed": "4명"}
    wanted = [("pause", "paused", {}), ("resume", "running", {}), ("cancel", "cancelled", typed)]
    for deed, state, data in wanted:
        path = f"/messaging/sends/{send.pk}/{deed}"
        assert visit(ada_s_browser, "post", path, data=data).status_code == 302
        send.refresh_from_db()
        assert send.status == state or (deed, send.status) == ("resume", "waiting")
    again = visit(ada_s_browser, "post", path, data=typed, follow=True)
    assert again.status_code == 200
    assert Send.objects.get(pk=send.pk).status == "cancelled"


@pytest.mark.feature("S5")
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"confirmed": "3"},
        {"shown": "3", "confirmed": "3"},
        {"shown": "999999999", "confirmed": "999999999"},
        {"shown": "4", "confirmed": "vier"},
    ],
    ids=str,
)
@pytest.mark.parametrize(("language", "words"), [("ko", "아무것도"), ("en", "Nothing was done")])
def test_a_send_is_not_cancelled_by_another_number(
    ada_s_browser: Any, draft: Draft, typed: dict[str, str], language: str, words: str
) -> None:
    ada_s_browser.cookies["dangol_language"] = language
    send = steering.start(draft(people=4))
    path = f"/messaging/sends/{send.pk}/cancel"
    answer = visit(ada_s_browser, "post", path, data=typed, follow=True)
    assert words in answer.content.decode()
    send.refresh_from_db()
    assert send.status == "waiting"


@pytest.mark.feature("S5")
def test_a_send_is_cancelled_though_fewer_are_left_than_were_shown(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    path = f"/messaging/sends/{send.pk}/cancel"
    typed = {"shown": confirmation.seal(send, 9), "confirmed": "9"}
    visit(ada_s_browser, "post", path, data=typed)
    send.refresh_from_db()
    assert send.status == "cancelled"


@pytest.mark.feature("S5")
def test_the_number_in_the_dialog_is_sealed_by_the_page(ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=4))
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}").content.decode()
    [sealed] = re.findall(r'name="shown" value="([^"]+)"', page)
    confirmation.check(send, 4, left=2, sealed=sealed)


@pytest.mark.feature("S5")
def test_a_number_confirms_no_other_send_nothing_old_and_no_more_people_than_it_named(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, other = draft(people=4), draft(people=4)
    confirmation.check(send, 9, left=4, sealed=confirmation.seal(send, 9))
    refused = [
        (8, 4, confirmation.seal(send, 9)),
        (9, 4, confirmation.seal(other, 9)),
        (3, 4, confirmation.seal(send, 3)),
        (None, 4, confirmation.seal(send, 4)),
    ]
    for typed, left, sealed in refused:
        with pytest.raises(RuleBroken) as caught:
            confirmation.check(send, typed, left=left, sealed=sealed)
        assert caught.value.code == "count_differs"
    monkeypatch.setattr(confirmation, "VALID", timedelta(seconds=-1))
    with pytest.raises(RuleBroken):
        confirmation.check(send, 9, left=4, sealed=confirmation.seal(send, 9))


@pytest.mark.feature("S5")
def test_a_reservation_gets_another_hour_and_leaves_then(
    ada_s_browser: Any, draft: Draft, hanbit: Company
) -> None:
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    later = (clock.now() + timedelta(hours=5)).astimezone(clock.KOREA)
    path = f"/messaging/sends/{send.pk}/postpone"
    visit(ada_s_browser, "post", path, data={"scheduled_at": f"{later:%Y-%m-%dT%H:%M}"})
    send.refresh_from_db()
    assert send.scheduled_at == later.replace(second=0, microsecond=0)
    with travel(hanbit, timedelta(hours=3)):
        sweep()
        run_pumps()
    assert not states(send)
    with travel(hanbit, timedelta(hours=5, minutes=1)):
        sweep()
        run_pumps()
    assert states(send) == {"accepted": 3}


@pytest.mark.feature("S5")
@pytest.mark.parametrize(
    ("hour", "words"),
    [("", "Choose the date"), ("2020-01-01T09:00", "has passed"), ("soon", "valid date")],
)
def test_a_wrong_hour_changes_nothing(
    ada_s_browser: Any, draft: Draft, hour: str, words: str
) -> None:
    ada_s_browser.cookies["dangol_language"] = "en"
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    path = f"/messaging/sends/{send.pk}/postpone"
    answer = visit(ada_s_browser, "post", path, data={"scheduled_at": hour}, follow=True)
    assert words in answer.content.decode()
    assert Send.objects.get(pk=send.pk).scheduled_at == send.scheduled_at


@pytest.mark.feature("S5")
def test_a_reservation_leaves_at_once_when_its_number_is_typed(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    path = f"/messaging/sends/{send.pk}/now"
    visit(ada_s_browser, "post", path, data={"shown": "3", "confirmed": "2"})
    run_pumps()
    assert not states(send)
    visit(ada_s_browser, "post", path, data={"shown": "3", "confirmed": "3"})
    run_pumps()
    assert states(send) == {"accepted": 3}
    again = visit(ada_s_browser, "post", path, data={"shown": "0", "confirmed": "0"}, follow=True)
    assert "예약" in again.content.decode()


@pytest.mark.feature("S5")
@pytest.mark.parametrize("number", ["3", "999999999"])
def test_sending_now_asks_for_the_number_of_people_there_are_by_now(
    ada_s_browser: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch, people: People, number: str
) -> None:
    ada_s_browser.cookies["dangol_language"] = "en"
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    monkeypatch.setattr(people, "count", lambda *_query, **_how: 1_240)
    path = f"/messaging/sends/{send.pk}/now"
    typed = {"shown": number, "confirmed": number}
    answer = visit(ada_s_browser, "post", path, data=typed, follow=True)
    assert "1,240 people would get it now" in answer.content.decode()
    assert 'data-typed-count="1240"' in answer.content.decode(), "the dialog asks for the new one"
    unchanged = Send.objects.get(pk=send.pk)
    assert (unchanged.status, unchanged.scheduled_at) == ("reserved", send.scheduled_at)
    visit(ada_s_browser, "post", path, data={"confirmed": "1,240"})
    send.refresh_from_db()
    assert send.scheduled_at is not None
    assert send.scheduled_at <= clock.now()


@pytest.mark.feature("V3")
def test_the_audit_says_from_which_hour_to_which_a_reservation_was_moved(draft: Draft) -> None:
    first = clock.now() + timedelta(hours=2)
    send = steering.reserve(draft(people=3), first)
    stale = Send.objects.get(pk=send.pk)
    reservations.postpone(send, first + timedelta(hours=1))
    reservations.postpone(stale, first + timedelta(hours=2))
    reservations.send_now(send, 3)
    lines = AuditEntry.objects.filter(subject_id=str(send.pk), action="messaging.send.move")
    hours = [line.changes["scheduled_at"] for line in lines.order_by("at")]
    told = [(first + timedelta(hours=n)).isoformat() for n in range(3)]
    assert hours[:3] == [[None, told[0]], [told[0], told[1]], [told[1], told[2]]]
    assert hours[3][0] == told[2]


def test_results_are_filtered_and_paged_by_key(ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=120))
    run_pumps()
    seen: list[Any] = []
    path = f"/messaging/sends/{send.pk}?state=accepted"
    for _page in range(3):
        page = visit(ada_s_browser, "get", path).context["page"]
        seen += [row.addr_hash for row in page.rows]
        path = f"/messaging/sends/{send.pk}?state=accepted&after={page.after}"
    assert page.after is None
    assert seen == sorted(Message.objects.values_list("addr_hash", flat=True))
    back = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}?before={seen[100]}")
    assert [row.addr_hash for row in back.context["page"].rows] == seen[50:100]
    empty = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}?state=failed&after=rubbish")
    assert empty.context["page"].rows == []


@pytest.mark.feature("S9")
def test_the_csv_holds_every_row_and_no_formula(
    ada_s_browser: Any, draft: Draft, people: People
) -> None:
    people.changed[1] = {"name": "=cmd()"}
    send = steering.start(draft(people=3))
    run_pumps()
    answer = outside(
        lambda: b"".join(
            ada_s_browser.get(f"/messaging/sends/{send.pk}/results.csv").streaming_content
        )
    )
    lines = answer.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert any(",'=cmd()," in line for line in lines)


def test_a_user_without_a_campaign_licence_and_a_stranger_find_nothing(
    daon: Company, carol: Any, eve: Any, browse: Any, draft: Draft
) -> None:
    send = draft()
    for user, pk, status in ((carol, send.pk, 403), (carol, new_id(), 403), (eve, send.pk, 404)):
        client = outside(browse, user)
        assert visit(client, "get", f"/messaging/sends/{pk}").status_code == status
        assert visit(client, "post", f"/messaging/sends/{pk}/cancel").status_code == status


@pytest.mark.feature("S9")
def test_a_reservation_says_what_it_will_cost_and_between_which_lengths(
    ada_s_browser: Any, draft: Draft
) -> None:
    text = draft(people=3, channel="sms", body="{{ name }} 님, 쿠폰을 드려요.", advertising=True)
    send = steering.reserve(text, clock.now() + timedelta(hours=2))
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}").content.decode()
    assert "예상 최대 ₩75" in page
    assert "단문(SMS) · 58–78바이트" in page


WORDS = {
    "waiting": "대기",
    "reserved": "예약",
    "running": "진행",
    "insufficient": "잔액부족",
    "limited": "발송제한",
    "paused": "일시정지",
    "done": "완료",
    "cancelled": "취소",
}
"""The fixed words of the eight states (decision 13)."""


def stand_in(status: str, draft: Draft) -> Send:
    """A send that came to its state by what leads there."""
    if status == "reserved":
        return steering.reserve(draft(people=4), clock.now() + timedelta(hours=2))
    if status == "insufficient":
        left = meter().account().available
        meter().hold("others", left - 1, purpose="others")
    if status == "limited":
        meter().take_quota("email", 10**9, clock.now())
        meter().return_quota("email", 2, clock.now())
    send = steering.start(draft(people=4))
    if status == "waiting":
        return send
    if status == "running":
        opening.prepare(send.pk, suspended=False)
    if status == "paused":
        steering.pause(send)
    if status == "cancelled":
        steering.cancel(send)
    if status in ("done", "limited", "cancelled", "insufficient"):
        run_pumps()
    send.refresh_from_db()
    return send


@pytest.mark.feature("S9")
@pytest.mark.parametrize(
    ("status", "words", "solving"),
    [
        ("waiting", "4명을", "pause"),
        ("reserved", "시작하고", "postpone"),
        ("running", "0 / 4명", "pause"),
        ("insufficient", "모자", "cover"),
        ("limited", "한도", "pause"),
        ("paused", "기다려요", "resume"),
        ("done", "접수 4", "#results"),
        ("cancelled", "그만뒀어요", ""),
    ],
)
def test_each_state_has_its_banner_and_what_solves_it(
    ada_s_browser: Any,
    draft: Draft,
    status: str,
    words: str,
    solving: str,
) -> None:
    send = stand_in(status, draft)
    assert send.status == status
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    text = page.content.decode()
    head = text[text.index('id="send-head"') : text.index('id="send-counts"')]
    assert words in head
    assert WORDS[status] in text
    assert "%(" not in page.context["sentence"]
    if solving:
        assert f"{solving}" in text
    money = page.context["progress"].money
    assert money.captured + money.held + money.released == money.taken


@pytest.mark.feature("S9")
def test_who_paused_it_and_when_is_told(ada: Any, ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=4))
    visit(ada_s_browser, "post", f"/messaging/sends/{send.pk}/pause")
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    assert ada.name in page.context["sentence"]


@pytest.mark.feature("S9")
def test_reasons_stand_under_their_counts_and_name_nobody(
    ada_s_browser: Any, draft: Draft, people: People
) -> None:
    people.changed[1] = {"address": "nowhere"}
    people.changed[2] = {"may_advertise": False}
    send = steering.start(draft(people=5, advertising=True))
    run_pumps()
    Message.objects.filter(addr_norm=mail_of(4)).update(
        state="rejected", error_class="hard_bounce", reason=f"550 5.1.1 {mail_of(4)} unknown"
    )
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    text = page.content.decode()
    counts = text[text.index('id="send-counts"') : text.index("send-speed")]
    for words in ("잘못된 주소 1", "동의 없음 1", "없는 주소 1"):
        assert words in counts, words
    assert mail_of(4) not in counts
    shown = page.context["progress"]
    assert sum(shown.speed) > 0
    assert shown.accepted + shown.failed + shown.left == shown.total == 3
    assert (shown.skipped, shown.rows) == (2, 5)


@pytest.mark.feature("S9")
def test_a_recipient_is_found_by_name_address_and_number(
    ada_s_browser: Any, draft: Draft, people: People
) -> None:
    send = steering.start(draft(people=12, channel="sms"))
    run_pumps()
    path = f"/messaging/sends/{send.pk}"
    for find, names in [("손님7", {"손님7"}), ("010-0000-0012", {"손님12"}), ("없음", set())]:
        page = visit(ada_s_browser, "get", path, data={"q": find})
        assert {row.name for row in page.context["page"].rows} == names
    nul = visit(ada_s_browser, "get", path, data={"q": "\x00"})
    assert nul.status_code == 200


@pytest.mark.feature("S9")
def test_a_look_takes_few_statements_and_counts_a_large_send_once_for_all(
    ada_s_browser: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = steering.start(draft(people=30))
    run_pumps()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with CaptureQueriesContext(connection) as taken:
        sends_view._progress_facts(request, send)
    assert len(taken) <= 6, [each["sql"][:90] for each in taken]
    monkeypatch.setattr(counting, "COUNT_LIVE", 10)
    with CaptureQueriesContext(connection) as taken:
        for _look in range(3):
            assert counting.count(send).states["accepted"] == 30
    assert len([each for each in taken if "GROUP BY 1, 2, 3" in each["sql"]]) == 1


@pytest.mark.feature("S9")
def test_other_screens_show_a_watched_send_until_it_has_ended_and_ask_nothing_without(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    assert visit(ada_s_browser, "get", "/messaging/sends/running").status_code == 204
    assert "corner" not in ada_s_browser.session
    visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    shown = visit(ada_s_browser, "get", "/messaging/sends/running")
    assert send.name in shown.content.decode()
    run_pumps()
    assert visit(ada_s_browser, "get", "/messaging/sends/running").status_code == 204
    assert "followed_sends" not in ada_s_browser.session


@pytest.mark.feature("S9")
def test_a_line_of_the_corner_is_closed_and_leads_nowhere_else(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    path = f"/messaging/sends/{send.pk}/unfollow"
    answer = visit(ada_s_browser, "post", path, data={"next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert visit(ada_s_browser, "get", "/messaging/sends/running").status_code == 204
    assert Send.objects.get(pk=send.pk).status == "waiting"


def test_the_export_command_writes_every_row(draft: Draft) -> None:
    send = steering.start(draft(people=3))
    run_pumps()
    command = ["export", "--company", "hanbit", "--send", str(send.pk), "--json"]
    done = outside(lambda: CliRunner().invoke(commands.send, command))
    rows = json.loads(done.output)
    assert {row["address"] for row in rows} == {mail_of(n) for n in (1, 2, 3)}
    assert {row["charged"] for row in rows} == {2}


@pytest.mark.feature("S5")
def test_a_pause_says_so_until_what_was_being_handed_over_is_through(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    run_pumps()
    Message.objects.filter(addr_norm=mail_of(1)).update(state="dispatching")
    Message.objects.filter(addr_norm=mail_of(2)).update(state="pending")
    Send.objects.filter(pk=send.pk).update(status="paused", reason="by_user", finished_at=None)
    path = f"/messaging/sends/{send.pk}"
    moving = visit(ada_s_browser, "get", path).content.decode()
    assert "멈추는 중" in moving
    assert "지금 넘기고 있는 1명은 마저 보내요" in moving
    assert 'data-look-again="1"' in moving
    Message.objects.filter(addr_norm=mail_of(1)).update(state="accepted")
    still = visit(ada_s_browser, "get", path).content.decode()
    assert "멈추는 중" not in still
    assert "남은 1명" in still
    assert 'data-look-again="5"' in still


@pytest.mark.feature("S9")
def test_the_speed_leaves_out_the_time_that_a_send_stood_still(draft: Draft) -> None:
    begin = clock.now()
    paused, resumed = begin + timedelta(seconds=10), begin + timedelta(hours=1)
    send = draft(people=4)
    with clock.at(begin):
        steering.start(send)
        transitions.move(send, Send.Status.RUNNING, source=[Send.Status.WAITING])
    with clock.at(paused):
        steering.pause(send)
    with clock.at(resumed):
        steering.resume(send)
    now = resumed + timedelta(seconds=5)
    ran = course.running(send, begin, now)
    assert [round((end - start).total_seconds()) for start, end in ran] == [10, 5]
    starts, width = counting._intervals([(begin, paused), (resumed, now)])
    assert width == 1
    assert starts == [
        *(begin + timedelta(seconds=at) for at in range(10)),
        *(resumed + timedelta(seconds=at) for at in range(5)),
    ]


@pytest.mark.feature("S9")
def test_the_present_speed_is_never_above_the_highest() -> None:
    drawn = sends_view._drawing([1_929.0, 1_500.0], 2_035.4)
    assert (drawn["now"], drawn["high"]) == (2_035, 2_035)


@pytest.mark.feature("S9")
def test_figures_of_the_speed_are_grouped(ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=4))
    run_pumps()
    Send.objects.filter(pk=send.pk).update(status="running", finished_at=None)
    shown = replace(progress(send), rate=2_035.4, speed=[1_929.0])
    with patch.object(sends_view, "progress", return_value=shown):
        page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}").content.decode()
    assert "2,035건/초" in page
    assert "2035" not in page
