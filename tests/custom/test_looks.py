"""Own fields group lists, stand on boards and in calendars, and are added up (U1, U7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dangol.records.looks.levels import levels_for
from modules.base.records import customer_record
from modules.base.services import customers
from tenants.people.models import User
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("U7")]
LIST = "/base/customers/"


def made(**values: Any) -> None:
    customers.create({"name": "김하늘", **values})


def test_own_fields_group_count_move_and_add_up(
    add: Add, ada: User, browse: Callable[..., Client]
) -> None:
    tier = add("choice", "구분", options=["gold", "silver"]).name
    due = add("date", "만기").name
    fee = add("money", "회비").name
    made(**{tier: "gold", due: date(2026, 11, 20), fee: 1000})
    made(**{tier: "gold", due: date(2026, 11, 21), fee: 3000})
    made(**{tier: "silver"})
    names = {level.name for level in levels_for(customer_record, ada)}
    assert {tier, due} <= names
    client = browse(ada)
    client.post(f"{LIST}columns", {"columns": ["name", tier, due, fee], "view": "all", "query": ""})
    sent = {"column": fee, "how": "avg", "view": "all", "query": f"look=list&group={tier}"}
    client.post(f"{LIST}look", sent)
    page = client.get(f"{LIST}?view=all&look=list&group={tier},{due}.month").content.decode()
    assert 'data-path="gold/2026-11-01"' in page
    assert "₩2,000" in page
    board = client.get(f"{LIST}?look=board&by={tier}").content.decode()
    assert board.count("board-card") == 3
    assert 'data-lane="silver"' in board
    days = client.get(f"{LIST}?look=calendar&on={due}&day=2026-11-01").content.decode()
    assert days.count("calendar-entry") == 2
    card = board.partition('data-lane="silver"')[2].partition('data-pk="')[2].partition('"')[0]
    moved = client.post(
        f"{LIST}{card}/put", {"by": tier, "to": "gold", "was": "silver", "query": "", "version": ""}
    )
    assert moved.status_code == 200, moved.content.decode()
    rest = client.get(f"{LIST}?look=board&by={tier}").content.decode()
    assert "data-lane-count>3<" in rest
