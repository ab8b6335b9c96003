"""One thing done with many records: who is touched, what is kept, how it is taken back (U1, U4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.edits import past
from dangol.records.many import runs as many
from dangol.records.many.deeds import TRASH, Asked, sentence, to_set, to_trash, value_form
from dangol.records.many.runs import Course
from modules.base.models import Customer
from modules.base.records import customer_record as record
from modules.campaign.models import Campaign
from modules.campaign.records import campaign_record
from tenants.journal import jobs
from tenants.journal.models import Change, LeftOut, Run
from tenants.journal.services import parts, runs
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U1")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of three rows, and more than four are many: so runs of a dozen go through all of it."""
    monkeypatch.setattr(parts, "PART", 3)
    monkeypatch.setattr(runs, "NOW", 4)


def people(count: int, **values: Any) -> list[Customer]:
    return [Customer.objects.create(name=f"고객{number:02}", **values) for number in range(count)]


def asked(name: str, value: Any, user: User, **facts: Any) -> Asked:
    form = value_form(record, user, name, {name: value})
    assert form.is_valid(), form.errors
    found = to_set(record, name, form.values())
    return Asked(**{**vars(found), **facts})


def begun(user: User, wanted: Asked) -> Course:
    """The run, with its parts done as a worker does them."""
    course = many.runs().begin(record, user, wanted)
    return done(user, course)


def done(user: User, course: Course) -> Course:
    runs.work(course.code)
    found = many.runs().find(record, user, course.code)
    assert found is not None
    return found


def undone(user: User, course: Course) -> Course:
    return done(user, many.runs().undo(record, user, course.code))


def values(name: str) -> list[Any]:
    return list(Customer.objects.order_by("pk").values_list(name, flat=True))


def test_all_that_a_list_finds_is_changed_in_parts_and_put_back(
    inside_hanbit: Company, ada: User
) -> None:
    rows = people(7, grade=2)
    other = Customer.objects.create(name="남", grade=3)
    course = begun(ada, asked("grade", "1", ada, query="grade=2"))
    assert (course.state, course.total, course.seen, course.changed) == ("done", 7, 7, 7)
    assert values("grade") == [1] * 7 + [3]
    assert Customer.objects.get(pk=rows[0].pk).updated_at > rows[0].updated_at
    assert Customer.objects.get(pk=other.pk).updated_at == other.updated_at
    back = undone(ada, course)
    assert (back.changed, back.left, back.is_undo) == (7, 0, True)
    assert values("grade") == [2] * 7 + [3]


def test_few_rows_are_done_at_once_and_only_those_that_differ(
    inside_hanbit: Company, ada: User
) -> None:
    rows = [*people(2, grade=1), *people(2)]
    wanted = asked("grade", "1", ada, chosen=[row.pk for row in rows])
    course = many.runs().begin(record, ada, wanted)
    assert (course.is_over, course.changed, course.same) == (True, 2, 2)
    assert Change.objects.count() == 2
    assert set(Change.objects.values_list("object_id", flat=True)) == {rows[2].pk, rows[3].pk}
    change = Change.objects.first()
    assert change is not None
    assert change.before == {"grade": None, "grade_is_manual": False}
    assert change.after == {"grade": 1, "grade_is_manual": True}


@pytest.mark.feature("U4")
def test_what_was_changed_since_stays_and_is_counted(inside_hanbit: Company, ada: User) -> None:
    rows = people(6, source="가")
    course = begun(ada, asked("source", "나", ada, query="source=가"))
    Customer.objects.filter(pk=rows[1].pk).update(source="다")
    Customer.objects.filter(pk=rows[4].pk).update(deleted_at=clock.now())
    back = undone(ada, course)
    assert (back.changed, back.left) == (4, 2)
    assert values("source") == ["가", "다", "가", "가", "나", "가"]
    left = dict(many.runs().left_out(record, ada, back.code, None, 10))
    assert "새 값" in left[rows[1].pk] or "newer" in left[rows[1].pk]
    assert set(left) == {rows[1].pk, rows[4].pk}
    assert "2" in sentence(record, back, ada)


@pytest.mark.feature("U4")
def test_a_run_is_undone_once(inside_hanbit: Company, ada: User) -> None:
    people(2)
    course = begun(ada, asked("grade", "1", ada))
    undone(ada, course)
    again = many.runs().find(record, ada, course.code)
    assert again is not None
    assert not again.may_undo
    with pytest.raises(RuleBroken) as refused:
        many.runs().undo(record, ada, course.code)
    assert refused.value.code == "run_undone"


def test_a_killed_worker_s_successor_goes_on_where_it_stood(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(8)
    course = many.runs().begin(record, ada, asked("grade", "1", ada))
    assert runs.advance(course.code)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "_count", _die)
        with pytest.raises(KeyboardInterrupt):
            runs.advance(course.code)
    assert values("grade").count(1) == 3, "the part of the killed worker is not half there"
    course = done(ada, course)
    assert (course.state, course.seen, course.changed) == ("done", 8, 8)
    assert Change.objects.filter(run=course.code).count() == 8
    runs.work(course.code)
    assert done(ada, course) == course, "rung once more, it does nothing"


def _die(*_args: object) -> None:
    raise KeyboardInterrupt


def test_a_run_that_stands_still_is_rung_for(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(8)
    course = many.runs().begin(record, ada, asked("grade", "1", ada))
    rung: list[str] = []
    monkeypatch.setattr(jobs.go_on, "ring", rung.append)
    Run.objects.update(touched_at=clock.now() - timedelta(minutes=2))
    from tenants import context

    here = context._seat.set(None)
    try:
        jobs.resume()
    finally:
        context._seat.reset(here)
    assert rung == [str(course.code)]


def test_a_stopped_run_keeps_what_it_did_and_can_be_undone(
    inside_hanbit: Company, ada: User
) -> None:
    people(8)
    course = many.runs().begin(record, ada, asked("grade", "1", ada))
    runs.advance(course.code)
    course = many.runs().cancel(record, ada, course.code)
    assert (course.state, course.changed, course.may_undo) == ("cancelled", 3, True)
    assert not runs.advance(course.code)
    undone(ada, course)
    assert set(values("grade")) == {None}


def test_rows_that_come_in_later_stay_out(inside_hanbit: Company, ada: User) -> None:
    people(6)
    course = many.runs().begin(record, ada, asked("grade", "1", ada))
    late = Customer.objects.create(name="늦은 고객")
    course = done(ada, course)
    assert course.total == 6
    assert Customer.objects.get(pk=late.pk).grade is None


@pytest.fixture
def bound(inside_hanbit: Company, bob: User) -> tuple[AccessRole, User]:
    """Bob sees all, changes his own, and may do so with many."""
    role = AccessRole.objects.create(
        name="영업",
        scopes=dict.fromkeys(grantable.permissions(), 3) | {"base.customer.edit": 1},
    )
    roles.assign(bob, [role.pk])
    return role, fresh(bob)


def fresh(user: User) -> User:
    """The user as a request finds them: with the roles they have now."""
    return User.objects.prefetch_related("licences", "access_roles").get(pk=user.pk)


@pytest.mark.feature("P5")
@pytest.mark.feature("A13")
@pytest.mark.parametrize("verb", ["edit", "bulk"])
def test_only_rows_that_the_user_may_change_in_bulk_are_touched(
    bound: tuple[AccessRole, User], ada: User, verb: str
) -> None:
    role, bob = bound
    role.scopes |= {"base.customer.edit": 3, "base.customer.bulk": 3, f"base.customer.{verb}": 1}
    role.save()
    bob = fresh(bob)
    mine, foreign = people(5, owner=bob), people(3, owner=ada)
    course = begun(bob, asked("grade", "1", bob))
    assert (course.seen, course.changed, course.left) == (8, 5, 3)
    assert set(Customer.objects.filter(grade=1).values_list("pk", flat=True)) == {
        each.pk for each in mine
    }
    left = dict(many.runs().left_out(record, bob, course.code, None, 10))
    assert set(left) == {each.pk for each in foreign}
    assert all(why for why in left.values())


@pytest.mark.feature("A13")
def test_a_right_that_is_taken_away_meanwhile_counts_at_once(
    bound: tuple[AccessRole, User],
) -> None:
    role, bob = bound
    people(8, owner=bob)
    course = many.runs().begin(record, bob, asked("grade", "1", bob))
    runs.advance(course.code)
    role.scopes["base.customer.edit"] = 0
    role.save()
    course = done(bob, course)
    assert (course.changed, course.left) == (3, 5)
    with pytest.raises(RuleBroken):
        many.runs().undo(record, fresh(bob), course.code)


@pytest.mark.feature("A13")
def test_a_filter_that_is_closed_meanwhile_ends_the_run_and_widens_nothing(
    bound: tuple[AccessRole, User],
) -> None:
    role, bob = bound
    people(8, owner=bob, source="가")
    people(3, owner=bob, source="나")
    course = many.runs().begin(record, bob, asked("grade", "1", bob, query="source=가"))
    runs.advance(course.code)
    role.fields = {"base.customer": {"source": "hide"}}
    role.save()
    course = done(bob, course)
    assert (course.state, course.changed) == ("failed", 3)
    assert course.problem


def test_a_hidden_or_locked_field_is_not_offered(bound: tuple[AccessRole, User]) -> None:
    role, bob = bound
    for right in ("hide", "read"):
        role.fields = {"base.customer": {"source": right}}
        role.save()
        with pytest.raises(RuleBroken):
            value_form(record, fresh(bob), "source", {"source": "가"})


def test_a_value_that_only_one_may_have_goes_to_one(inside_hanbit: Company, ada: User) -> None:
    rows = people(7)
    wanted = Asked(
        deed="change", verb="edit", field="code", columns={"code": "A-1"}, decides=["code"]
    )
    course = begun(ada, wanted)
    assert (course.changed, course.left) == (1, 6)
    assert Customer.objects.get(code="A-1").pk == rows[0].pk
    why = dict(many.runs().left_out(record, ada, course.code, None, 10))[rows[3].pk]
    assert "고객" in why or "customer" in why
    assert undone(ada, course).changed == 1
    assert set(values("code")) == {""}


def test_a_row_that_the_database_refuses_costs_the_others_nothing(
    inside_hanbit: Company, ada: User
) -> None:
    today = clock.today()
    for days in (10, -10, 20, -5, 30):
        Campaign.objects.create(
            name=f"{days}",
            starts_on=today - timedelta(days=40),
            ends_on=today + timedelta(days=days),
        )
    columns = {"starts_on": today}
    wanted = Asked(
        deed="change", verb="edit", field="starts_on", columns=columns, decides=["starts_on"]
    )
    course = many.runs().begin(campaign_record, ada, wanted)
    runs.work(course.code)
    found = many.runs().find(campaign_record, ada, course.code)
    assert found is not None
    assert (found.changed, found.left) == (3, 2)
    whys = {why for _pk, why in many.runs().left_out(campaign_record, ada, course.code, None, 9)}
    assert whys == {str(Campaign._meta.constraints[0].violation_error_message)}


@pytest.mark.feature("B13")
def test_consents_get_date_and_source_and_lose_them_by_undoing(
    inside_hanbit: Company, ada: User
) -> None:
    earlier = clock.now() - timedelta(days=9)
    kept = Customer.objects.create(
        name="이미", mail_ads=True, mail_ads_at=earlier, mail_ads_source="import"
    )
    rows = people(5)
    course = begun(ada, asked("mail_ads", "yes", ada))
    assert (course.changed, course.same) == (5, 1)
    fresh = Customer.objects.get(pk=rows[0].pk)
    assert (fresh.mail_ads, fresh.mail_ads_source) == (True, "screen")
    assert fresh.mail_ads_at is not None
    kept.refresh_from_db()
    assert (kept.mail_ads_at, kept.mail_ads_source) == (earlier, "import")
    undone(ada, course)
    fresh.refresh_from_db()
    assert (fresh.mail_ads, fresh.mail_ads_at, fresh.mail_ads_source) == (False, None, "")


def test_a_number_takes_its_key_along(inside_hanbit: Company, ada: User) -> None:
    people(5)
    begun(ada, asked("mobile", "010-1234-5678", ada))
    assert set(values("mobile_key")) == {"01012345678"}


@pytest.mark.feature("U9")
@pytest.mark.feature("B35")
def test_a_new_owner_is_told_once_and_who_began_it_when_it_ends(
    inside_hanbit: Company, ada: User, carol: User
) -> None:
    people(6)
    course = begun(ada, asked("owner", str(carol.pk), ada))
    notice = Notice.objects.get(user=carol)
    assert (notice.kind, notice.count) == ("base.customer.assigned", 6)
    assert Notice.objects.get(user=ada).kind == "tenants.run.finished"
    undone(ada, course)
    assert not Notice.objects.filter(user=carol).exists()
    assert set(values("owner_id")) == {None}


@pytest.mark.feature("V3")
def test_a_run_leaves_one_line_in_the_audit(inside_hanbit: Company, ada: User) -> None:
    people(6)
    course = begun(ada, asked("grade", "1", ada))
    line = AuditEntry.objects.get(subject="tenants.run")
    assert (line.actor_name, line.subject_id) == (ada.name, str(course.code))
    assert (line.changes["changed"], line.changes["left"]) == (6, 0)
    assert not AuditEntry.objects.filter(subject="base.customer").exists()


@pytest.mark.feature("U4")
def test_many_go_to_the_trash_and_come_back(inside_hanbit: Company, ada: User) -> None:
    rows = people(6)
    wanted = to_trash(record)
    assert wanted.deed == TRASH
    course = begun(ada, wanted)
    assert (course.changed, record.rows().count()) == (6, 0)
    record.restore(rows[2])
    fresh = Customer.objects.get(pk=rows[1].pk)
    assert fresh.updated_at == rows[1].updated_at
    back = undone(ada, course)
    assert (back.changed, back.left) == (5, 1)
    assert record.rows().count() == 6


@pytest.mark.feature("U4")
def test_a_code_that_was_given_away_meanwhile_keeps_its_record_in_the_trash(
    inside_hanbit: Company, ada: User
) -> None:
    first, *_rest = people(6)
    Customer.objects.filter(pk=first.pk).update(code="A-1")
    course = begun(ada, to_trash(record))
    Customer.objects.create(name="새 고객", code="A-1")
    back = undone(ada, course)
    assert (back.changed, back.left) == (5, 1)
    assert set(record.trashed().values_list("pk", flat=True)) == {first.pk}


def test_nothing_selected_is_refused_with_a_sentence(inside_hanbit: Company, ada: User) -> None:
    for query in ("grade=4", "grade=9", "nosuch=1"):
        with pytest.raises(RuleBroken) as refused:
            many.runs().begin(record, ada, asked("grade", "1", ada, query=query))
        assert str(refused.value)
    assert Run.objects.count() == 0


def test_a_run_belongs_to_who_began_it(inside_hanbit: Company, ada: User, carol: User) -> None:
    people(6)
    course = begun(ada, asked("grade", "1", ada))
    assert many.runs().find(record, carol, course.code) is None
    for deed in (many.runs().cancel, many.runs().undo):
        with pytest.raises(RuleBroken):
            deed(record, carol, course.code)
    assert LeftOut.objects.count() == 0


@pytest.mark.feature("U2")
@pytest.mark.feature("V3")
def test_a_record_s_own_history_tells_what_runs_did_to_it(
    bound: tuple[AccessRole, User], ada: User, browse: Callable[..., Client]
) -> None:
    role, bob = bound
    row, *_others = people(6, owner=bob, grade=2)
    undone(ada, begun(ada, asked("grade", "1", ada)))
    begun(ada, asked("source", "박람회", ada))
    undone(ada, begun(ada, to_trash(record)))
    page = f"/base/customers/{row.pk}/"
    history = browse(ada).get(f"{page}?tab=changes").content.decode()
    for words in ("A+", "박람회", "일괄 변경", "일괄 변경 되돌림", ada.name):
        assert words in history, words
    assert "일괄 변경: 등급" in browse(ada).get(page).content.decode()
    assert "박람회" in browse(bob).get(f"{page}?tab=changes").content.decode()
    role.fields = {"base.customer": {"source": "hide"}}
    role.save()
    assert "박람회" not in browse(bob).get(f"{page}?tab=changes").content.decode()


def test_who_changed_a_field_last_may_have_done_it_with_many(
    inside_hanbit: Company, ada: User, carol: User
) -> None:
    row, *_others = people(6)
    begun(ada, asked("grade", "1", ada))
    assert record.changed_by is not None
    assert record.changed_by(row, "grade") == ada.name
    assert [step.who for step in past.steps("base.customer", row.pk)] == [ada.name]
