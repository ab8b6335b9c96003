"""The screen of a send, as its users see it (S5, S9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from messaging import commands
from messaging.models import Message, Send
from messaging.services import steering
from messaging.tests.people import People, mail_of
from messaging.tests.work import outside, run_pumps
from tenants.models import Company

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
    assert (shown.total, shown.accepted, shown.skipped, shown.left) == (4, 3, 1, 0)
    assert (shown.money.captured, shown.money.released, shown.money.held) == (6, 2, 0)
    for number in (1, 2, 4):
        assert mail_of(number) in text
    assert "every 1s" not in text


@pytest.mark.feature("S9")
def test_a_moving_send_looks_again_each_second_and_has_its_buttons(
    ada_s_browser: Any, draft: Draft
) -> None:
    send = steering.start(draft(people=4))
    text = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}/progress").content.decode()
    assert 'hx-trigger="every 1s"' in text
    assert f"/messaging/sends/{send.pk}/pause" in text
    assert f"/messaging/sends/{send.pk}/cancel" in text
    assert f"/messaging/sends/{send.pk}/resume" not in text


@pytest.mark.feature("S5")
def test_buttons_pause_resume_and_cancel(ada_s_browser: Any, draft: Draft) -> None:
    send = steering.start(draft(people=4))
    wanted = [("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")]
    for deed, state in wanted:
        answer = visit(ada_s_browser, "post", f"/messaging/sends/{send.pk}/{deed}")
        assert answer.status_code == 302
        send.refresh_from_db()
        assert send.status == state or (deed, send.status) == ("resume", "waiting")
    again = visit(ada_s_browser, "post", f"/messaging/sends/{send.pk}/cancel", follow=True)
    assert again.status_code == 200
    assert Send.objects.get(pk=send.pk).status == "cancelled"


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
    for user in (carol, eve):
        client = outside(browse, user)
        assert visit(client, "get", f"/messaging/sends/{send.pk}").status_code == 404
        assert visit(client, "post", f"/messaging/sends/{send.pk}/cancel").status_code == 404


@pytest.mark.feature("S9")
@pytest.mark.parametrize("status", [status.value for status in Send.Status])
def test_each_state_has_its_sentence(ada_s_browser: Any, draft: Draft, status: str) -> None:
    send = draft()
    Send.objects.filter(pk=send.pk).update(status=status)
    page = visit(ada_s_browser, "get", f"/messaging/sends/{send.pk}")
    sentence = page.context["progress"].sentence
    assert sentence
    assert "%(" not in sentence


def test_the_export_command_writes_every_row(draft: Draft) -> None:
    send = steering.start(draft(people=3))
    run_pumps()
    command = ["export", "--company", "hanbit", "--send", str(send.pk), "--json"]
    done = outside(lambda: CliRunner().invoke(commands.send, command))
    rows = json.loads(done.output)
    assert {row["address"] for row in rows} == {mail_of(n) for n in (1, 2, 3)}
    assert {row["charged"] for row in rows} == {2}
