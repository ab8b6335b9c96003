"""What triggers mail: to each reader what they may see, reports by the clock (A29, A31)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.module_loading import import_string

from dangol import clock
from modules.base.models import Customer
from modules.base.services import customers
from tenants import context
from tenants.models import Company, Errand
from tenants.people.models import AccessRole, Assignment, User
from tests.triggers.setting import results, trigger, work

pytestmark = pytest.mark.feature("A29")


def best(owner: User, name: str = "김하늘") -> Customer:
    return customers.create({"name": name, "owner_id": owner.pk, "grade": 1})


def seeing(user: User, **role: object) -> None:
    """From now on the user has this role alone."""
    made = AccessRole.objects.create(name="역할", **role)
    Assignment.objects.create(user=user, role=made)


def send_promised(company: Company) -> None:
    """What the errands do, inside the company."""
    with context.platform("tests"):
        rows = list(Errand.objects.filter(work__startswith="tenants.triggers", done_at=None))
    for row in rows:
        with context.inside(company):
            import_string(row.work)(*row.args)


def test_a_mail_has_the_values_that_its_reader_may_see(
    hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    options = {
        "to": [f"u{bob.pk}", f"u{carol.pk}"], "subject": "{{ 이름 }} 등급 변경",
        "text": "등급: {{ grade }}",
    }  # fmt: skip
    with context.inside(hanbit):
        hidden = {"base.customer": {"grade": "hide"}}
        seeing(carol, scopes={"base.customer.view": 3}, fields=hidden)
        trigger(ada, actions=[{"code": "tenants.mail", "options": options}])
        best(bob)
        work()
    send_promised(hanbit)
    by_reader = {sent.to[0]: sent for sent in mail.outbox}
    assert set(by_reader) == {bob.email, carol.email}
    assert "김하늘 등급 변경" in by_reader[bob.email].subject
    assert "등급: A+" in by_reader[bob.email].body
    assert "등급: —" in by_reader[carol.email].body


def test_who_may_not_see_the_record_gets_no_mail(hanbit: Company, ada: User, bob: User) -> None:
    options = {"to": [f"u{bob.pk}"], "subject": "알림", "text": ""}
    with context.inside(hanbit):
        seeing(bob, scopes={"base.customer.view": 1})
        trigger(ada, actions=[{"code": "tenants.mail", "options": options}])
        best(ada)
        work()
    send_promised(hanbit)
    assert mail.outbox == []


@pytest.mark.feature("A31")
def test_a_report_comes_by_mail_to_each_with_their_own_numbers(
    hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    options = {
        "report": "ready:customer-grades", "to": [f"u{bob.pk}", f"u{carol.pk}"],
        "text": "이번 주", "attaches": True,
    }  # fmt: skip
    with context.inside(hanbit):
        User.objects.filter(pk=bob.pk).update(role="admin")
        seeing(carol, scopes={"base.customer.view": 1, "base.customer.export": 0})
        for number in range(3):
            best(bob, f"고객{number}")
        actions = [{"code": "tenants.report", "options": options}]
        found = trigger(ada, "time", where="", name="주간", actions=actions)
        with clock.shifted(timedelta(days=1, hours=1)):
            work()
        assert results(found)[0]["facts"]["count"] == 2
    send_promised(hanbit)
    by_reader = {sent.to[0]: sent for sent in mail.outbox}
    assert "등급별 고객과 매출" in by_reader[bob.email].subject
    assert "A+ | 3" in by_reader[bob.email].body
    assert "A+ | 3" not in by_reader[carol.email].body
    names = {
        to: [str(each[0]) for each in sent.attachments]  # type: ignore[index]
        for to, sent in by_reader.items()
    }
    assert [name.endswith(".xlsx") for name in names[bob.email]] == [True]
    assert names[carol.email] == []
