"""The screens of triggers: made by a form, tried out, switched, read and removed (A29, A31)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modules.base.models import Customer
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.triggers.models import Firing, Trigger
from tests.triggers.setting import fired, setting, telling, trigger, work

pytestmark = pytest.mark.feature("A29")
WRONG_VALUE = {
    "moment": "create", "action:0": "tenants.set", "a0-field": "email", "a0-value": "주소 아님",
}  # fmt: skip
NEW = "/tenants/triggers/new?record=base.customer"


@pytest.fixture
def office(ada: User, browse: Callable[..., Client]) -> Client:
    return browse(ada)


def filled(bob: User, **more: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "name": "큰 고객", "note": "", "moment": "hold", "k:0": "all",
        "f:0.0": "grade", "o:0.0": "", "v:0.0:grade": "1",
        "action:0": "tenants.notify", "a0-to": ["owner", f"u{bob.pk}"], "a0-text": "전화하세요",
        "do": "save", **more,
    }  # fmt: skip


def test_a_trigger_is_made_by_the_form_and_switched_on(
    office: Client, hanbit: Company, bob: User
) -> None:
    answer = office.post(NEW, filled(bob))
    assert answer.status_code == 302, answer.content.decode()
    with context.inside(hanbit):
        made = Trigger.objects.get()
        assert (made.state, made.where) == ("off", "all(grade=1)")
        assert made.actions == [
            {"code": "tenants.notify",
             "options": {"to": ["owner", f"u{bob.pk}"], "text": "전화하세요"}}
        ]  # fmt: skip
    shown = office.get(f"/tenants/triggers/{made.pk}/").content.decode()
    assert "조건에 맞게 되었을 때" in shown
    assert f"알림: 담당자, {bob.name}" in shown
    office.post(f"/tenants/triggers/{made.pk}/switch", {"state": "on"})
    with context.inside(hanbit):
        customer = customers.create({"name": "김하늘", "grade": 1, "owner_id": bob.pk})
        work()
        assert fired(made) == [("done", str(customer.pk))]
    shown = office.get(f"/tenants/triggers/{made.pk}/").content.decode()
    assert "김하늘" in shown
    assert "1명에게 알림" in shown, "whose it is and who was chosen are the same"


def test_what_is_missing_is_said_and_nothing_is_lost(
    office: Client, hanbit: Company, bob: User
) -> None:
    answer = office.post(NEW, filled(bob, name="", **{"a0-to": []}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "트리거 이름을 적으세요." in text
    assert "알릴 사람을 고르세요." in text
    assert "전화하세요" in text
    with context.inside(hanbit):
        assert not Trigger.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"f:0.0": None, "o:0.0": None, "v:0.0:grade": None}, "조건을 정하세요"),
        ({"action:0": None}, "동작을 하나 이상 고르세요"),
        ({"moment": "day"}, "날짜가 담긴 항목을 고르세요"),
        (WRONG_VALUE, "field-error"),
    ],
    ids=["no condition", "no action", "no day", "a value that cannot be"],
)
def test_what_would_not_do_is_refused_with_a_sentence(
    office: Client, hanbit: Company, bob: User, more: dict[str, Any], words: str
) -> None:
    sent = {name: value for name, value in filled(bob, **more).items() if value is not None}
    answer = office.post(NEW, sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with context.inside(hanbit):
        assert not Trigger.objects.exists()


def test_all_that_is_missing_is_said_at_once(office: Client, hanbit: Company, bob: User) -> None:
    """Name, conditions and action: one answer names all three."""
    gone: dict[str, Any] = dict.fromkeys(("f:0.0", "o:0.0", "v:0.0:grade", "action:0"))
    sent = filled(bob, name="", **gone)
    answer = office.post(NEW, {name: value for name, value in sent.items() if value is not None})
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("트리거 이름을 적으세요.", "조건을 정하세요", "동작을 하나 이상 고르세요"):
        assert words in text


def test_two_of_one_name_are_refused(office: Client, hanbit: Company, bob: User) -> None:
    office.post(NEW, filled(bob))
    answer = office.post(NEW, filled(bob))
    assert answer.status_code == 422
    assert "‘큰 고객’ 트리거가 이미 있어요" in answer.content.decode()


def test_the_form_is_drawn_anew_with_what_was_written(office: Client, bob: User) -> None:
    added = office.post(NEW, filled(bob, do="act-add:tenants.set")).content.decode()
    assert 'name="action:1" value="tenants.set"' in added
    assert "전화하세요" in added
    dropped = office.post(
        NEW, filled(bob, do="act-drop:0", **{"action:1": "tenants.set", "a1-field": "grade",
                                            "a1-value": "2"})
    ).content.decode()  # fmt: skip
    assert 'name="action:0" value="tenants.set"' in dropped
    assert "전화하세요" not in dropped
    assert 'name="a0-field"' in dropped
    by_clock = office.post(NEW, filled(bob, moment="time", do="redraw")).content.decode()
    assert 'name="every"' in by_clock
    assert "act-add:tenants.report" in by_clock


def test_it_is_changed_and_stays_on(office: Client, hanbit: Company, ada: User, bob: User) -> None:
    with context.inside(hanbit):
        made = trigger(ada)
    path = f"/tenants/triggers/{made.pk}/edit"
    assert "큰 고객" in office.get(path).content.decode()
    answer = office.post(path, filled(bob, name="가장 큰 고객", moment="edit", watched=["grade"]))
    assert answer.status_code == 302, answer.content.decode()
    with context.inside(hanbit):
        made.refresh_from_db()
        assert (made.name, made.moment, made.watched, made.state) == (
            "가장 큰 고객", "edit", ["grade"], "on",
        )  # fmt: skip


def test_what_failed_is_tried_again_from_the_log(
    office: Client, hanbit: Company, ada: User, bob: User
) -> None:
    with context.inside(hanbit):
        made = trigger(ada, actions=[setting("email", "주소 아님")])
        customers.create({"name": "김하늘", "grade": 1, "owner_id": bob.pk})
        work()
        row = Firing.objects.get()
        assert row.state == "failed"
        made.actions = [setting("email", "sky@example.com")]
        made.save()
    answer = office.post(f"/tenants/triggers/{made.pk}/log/{row.pk}/again")
    assert answer.status_code == 302
    with context.inside(hanbit):
        work()
        row.refresh_from_db()
        assert row.state == "done"
        assert Customer.objects.get().email == "sky@example.com"


def test_it_is_removed_with_its_log(office: Client, hanbit: Company, ada: User, bob: User) -> None:
    with context.inside(hanbit):
        made = trigger(ada)
        customers.create({"name": "김하늘", "grade": 1, "owner_id": bob.pk})
        work()
    assert office.get(f"/tenants/triggers/{made.pk}/remove").status_code == 200
    office.post(f"/tenants/triggers/{made.pk}/remove")
    with context.inside(hanbit):
        assert not Trigger.objects.exists()
        assert not Firing.objects.exists()


def test_only_administrators_manage_triggers(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        made = trigger(ada)
    member = browse(bob)
    for path in ("", "new?record=base.customer", f"{made.pk}/", f"{made.pk}/edit"):
        assert member.get(f"/tenants/triggers/{path}").status_code in (403, 404)


def test_another_companys_trigger_is_not_there(
    hanbit: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        made = trigger(ada)
    assert browse(eve).get(f"/tenants/triggers/{made.pk}/").status_code in (403, 404)


@pytest.mark.feature("A31")
def test_a_report_by_mail_is_begun_from_the_report(office: Client) -> None:
    text = office.get("/tenants/reports/ready/customer-grades/").content.decode()
    assert "report=ready:customer-grades" in text.replace("%3A", ":")
    form = office.get(f"{NEW}&moment=time&report=ready:customer-grades").content.decode()
    assert '<option value="ready:customer-grades" selected' in form


def test_a_long_list_of_triggers_asks_no_more_than_a_short_one(
    office: Client, hanbit: Company, ada: User, bob: User
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get("/tenants/triggers/").status_code == 200
        return len(asked)

    give = {"code": "tenants.give", "options": {"people": [str(bob.pk)]}}
    with context.inside(hanbit):
        trigger(ada, name="첫째", actions=[telling(f"u{bob.pk}"), give])
    statements()
    few = statements()
    with context.inside(hanbit):
        for number in range(8):
            trigger(ada, name=f"{number}", actions=[telling("owner", f"u{bob.pk}"), give])
    statements()
    assert statements() <= few
