"""Users of a company: invited, licensed, changed, closed (P5)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse

from dangol import clock, toasts
from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, Department, Invitation, User
from tenants.queries import audit as audit_reading
from tenants.services import licences, roles, users

pytestmark = pytest.mark.feature("P5")
NEW = {"email": "Mina@hanbit.example", "name": "미나", "role": "member", "plans": ["sales"]}
PASSWORD = "a-quiet-morning"


@pytest.fixture
def invitation(inside_hanbit: Company, ada: User) -> Invitation:
    return users.invite(**NEW, by=ada)


def link_in_mail() -> str:
    (message,) = mail.outbox
    return next(line for line in message.body.splitlines() if line.startswith("http"))


def test_the_invited_person_gets_a_link_and_becomes_a_user(
    hanbit: Company, invitation: Invitation, browse: Callable[..., Client]
) -> None:
    users.mail_invitation(str(invitation.pk))
    path = link_in_mail().removeprefix(hanbit.origin)
    client = browse(company=hanbit)
    assert "mina@hanbit.example" in client.get(path).content.decode()
    answer = client.post(path, {"name": "김미나", "password": PASSWORD})
    assert answer["Location"] == "/"
    assert client.get("/tenants/profile").status_code == 200, "in at once"
    user = User.objects.get(email="mina@hanbit.example")
    assert (user.name, user.plans(), user.role) == ("김미나", {"sales"}, "member")
    login = browse(company=hanbit).post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}
    )
    assert login.status_code == 302
    assert client.get(path).status_code == 404, "an invitation works once"


def test_who_is_invited_into_a_department_with_roles_stands_there_at_once(
    hanbit: Company, ada: User, inside_hanbit: Company, browse: Callable[..., Client]
) -> None:
    team = Department.objects.create(name="영업1팀")
    kept, gone = (AccessRole.objects.create(name=name) for name in ("상담원", "관찰자"))
    asked = NEW | {"department": team.pk, "access_roles": [kept.pk, gone.pk]}
    assert browse(ada).post(reverse("tenants:user-invite"), asked).status_code == 302
    listed = browse(ada).get(reverse("tenants:user-list")).content.decode()
    assert 'title="관찰자, 상담원"' in listed
    invitation = Invitation.objects.get()
    told = AuditEntry.objects.get(action="tenants.user.invite").changes
    assert (told["access_roles"], told["department"]) == ("관찰자, 상담원", "영업1팀")
    gone.delete()
    path = users.invitation_link(invitation).removeprefix(hanbit.origin)
    browse(company=hanbit).post(path, {"name": "김미나", "password": PASSWORD})
    user = User.objects.get(email="mina@hanbit.example")
    assert user.department == team
    assert [each.name for each in user.access_roles.all()] == ["상담원"]


def test_an_invitation_asks_only_for_what_the_company_has(
    ada: User, browse: Callable[..., Client]
) -> None:
    form = browse(ada).get(reverse("tenants:user-invite")).context["form"]
    assert list(form.fields) == ["email", "name", "role", "plans"]


def test_a_weak_password_is_refused_at_its_field(
    hanbit: Company, invitation: Invitation, browse: Callable[..., Client]
) -> None:
    path = users.invitation_link(invitation).removeprefix(hanbit.origin)
    answer = browse(company=hanbit).post(path, {"name": "김미나", "password": "1234"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(name="김미나").exists()


def test_an_invitation_ends_after_a_week(invitation: Invitation) -> None:
    token = users.invitation_link(invitation).rpartition("/")[2]
    assert users.invitation_of(token) == invitation
    with clock.shifted(timedelta(days=8)):
        assert users.invitation_of(token) is None


def test_a_withdrawn_invitation_sends_no_mail_and_opens_nothing(invitation: Invitation) -> None:
    token = users.invitation_link(invitation).rpartition("/")[2]
    key = str(invitation.pk)
    users.withdraw(invitation)
    users.mail_invitation(key)
    assert mail.outbox == []
    assert users.invitation_of(token) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "ADA@hanbit.example"}, "user_exists"),
        ({"plans": ["base", "sales"]}, "base_with_other"),
        ({"plans": ["full", "sales"]}, "full_with_other"),
        ({"plans": ["gold"]}, "plan_unknown"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    inside_hanbit: Company, ada: User, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        users.invite(**{**NEW, **changes}, by=ada)
    assert caught.value.code == code
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_twice(invitation: Invitation, ada: User) -> None:
    with pytest.raises(RuleBroken) as caught:
        users.invite(**NEW, by=ada)
    assert caught.value.code == "invited_already"


def test_two_module_plans_stand_side_by_side(inside_hanbit: Company, bob: User) -> None:
    licences.assign(bob, ["sales", "campaign"])
    assert User.objects.get(pk=bob.pk).plans() == {"sales", "campaign"}


def test_a_change_is_audited_with_before_and_after(inside_hanbit: Company, bob: User) -> None:
    users.change(bob, name="로버트", role="member", plans=["full"])
    entries = {e.action: e.changes for e in AuditEntry.objects.filter(subject_id=str(bob.pk))}
    assert entries["tenants.user.edit"] == {"name": ["밥", "로버트"]}
    assert {"plans": [["campaign"], ["full"]]} in [
        e.changes for e in AuditEntry.objects.filter(action="tenants.user.license")
    ]


def test_the_last_administrator_stays_one(inside_hanbit: Company, ada: User) -> None:
    for attempt in (
        lambda: users.deactivate(ada),
        lambda: users.change(ada, name="에이다", role="member", plans=[]),
    ):
        with pytest.raises(RuleBroken) as caught:
            attempt()
        assert caught.value.code == "last_admin"
    assert User.objects.get(pk=ada.pk).is_admin


def test_a_deactivated_user_is_out_at_once(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    his, hers = browse(bob), browse(ada)
    assert his.get(reverse("tenants:profile")).status_code == 200
    hers.post(reverse("tenants:user-deactivate", args=[bob.pk]))
    assert his.get(reverse("tenants:profile")).status_code == 302
    with context.inside(hanbit):
        assert User.objects.get(pk=bob.pk).plans() == set(), "the seat is given back"


def test_the_form_shows_the_refusal_at_its_field(ada: User, browse: Callable[..., Client]) -> None:
    answer = browse(ada).post(reverse("tenants:user-invite"), {**NEW, "plans": ["base", "sales"]})
    assert answer.status_code == 422
    assert answer.context["form"].errors["plans"]


def test_the_list_names_the_roles_that_people_have(
    ada: User, bob: User, inside_hanbit: Company, browse: Callable[..., Client]
) -> None:
    roles.assign(bob, [AccessRole.objects.create(name="상담원").pk])
    page = browse(ada).get(reverse("tenants:user-list")).content.decode()
    assert 'title="상담원"' in page
    assert 'title="관리자"' in page


def test_members_do_not_manage_users(bob: User, browse: Callable[..., Client]) -> None:
    assert browse(bob).get(reverse("tenants:user-list")).status_code == 403


def test_everyone_changes_the_own_name_and_language(
    hanbit: Company, carol: User, browse: Callable[..., Client]
) -> None:
    client = browse(carol)
    client.post(reverse("tenants:profile"), {"name": "캐롤", "language": "en"})
    with context.inside(hanbit):
        changed = User.objects.get(pk=carol.pk)
    assert (changed.name, changed.language) == ("캐롤", "en")
    assert "My details" in client.get(reverse("tenants:profile")).content.decode()


def test_a_change_made_meanwhile_is_shown_and_not_overwritten(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    address = reverse("tenants:user-edit", args=[bob.pk])
    first, second = browse(ada), browse(ada)
    seen = first.get(address).context["form"]["seen"].value()
    values = {"name": "로버트", "role": "member", "plans": ["campaign"], "seen": seen}
    assert first.post(address, values).status_code == 302
    late = second.post(address, values | {"name": "밥밥", "plans": ["full"]})
    assert late.status_code == 422
    assert "그사이" in late.content.decode()
    assert late.context["form"]["name"].value() == "로버트"
    with context.inside(hanbit):
        assert User.objects.get(pk=bob.pk).plans() == {"campaign"}
    fresh = late.context["form"]["seen"].value()
    assert second.post(address, values | {"name": "밥밥", "seen": fresh}).status_code == 302


@pytest.mark.usefixtures("committed_db")
def test_two_administrators_who_change_each_other_at_once_both_get_an_answer(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    """Each takes the other's administration away: one succeeds, the other is refused or gone."""
    with context.inside(hanbit):
        users.change(bob, name="밥", role="admin", plans=["campaign"])
    start = threading.Barrier(2)

    def demote(actor: User, target: User) -> int:
        client = browse(actor)
        start.wait()
        try:
            values = {"name": target.name, "role": "member", "plans": ["campaign"]}
            answer = client.post(reverse("tenants:user-edit", args=[target.pk]), values)
            return answer.status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        pair = [pool.submit(demote, ada, bob), pool.submit(demote, bob, ada)]
        answers = sorted(future.result() for future in pair)
    assert answers[0] == 302
    assert answers[1] in (403, 422)
    with context.inside(hanbit):
        assert User.objects.filter(role="admin", is_active=True).count() == 1


def test_a_closed_log_in_is_opened_again_by_undo(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    page = client.post(reverse("tenants:user-deactivate", args=[bob.pk]), follow=True)
    undo = next(filter(None, map(toasts.undo_of, page.context["messages"])))
    client.post(undo)
    with context.inside(hanbit):
        assert User.objects.get(pk=bob.pk).is_active
    closed = client.get(reverse("tenants:user-list") + "?state=closed")
    assert list(closed.context["users"]) == []


def test_the_list_shows_each_state_alone(
    invitation: Invitation, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    users.deactivate(bob)
    client = browse(ada)
    shown = {
        state: (
            {user.name for user in page.context["users"]},
            len(page.context["invitations"]),
        )
        for state in ("", "active", "invited", "closed")
        for page in [client.get(reverse("tenants:user-list") + f"?state={state}")]
    }
    assert shown == {
        "": ({"에이다", "캐럴", "밥"}, 1),
        "active": ({"에이다", "캐럴"}, 0),
        "invited": (set(), 1),
        "closed": ({"밥"}, 0),
    }


@pytest.mark.feature("V3")
@pytest.mark.parametrize(
    ("query", "deeds"),
    [
        ("action=tenants.user.edit", ["사용자 변경"]),
        ("first=2000-01-01&last=2000-01-02", []),
        ("find=로버트", ["사용자 변경"]),
        ("person={ada}&action=tenants.user.edit", ["사용자 변경"]),
        ("person={bob}", []),
        ("person=nobody&first=soon&after=x&action=tenants.user.edit", ["사용자 변경"]),
    ],
)
def test_the_audit_is_found_by_person_deed_and_day(
    ada: User, bob: User, browse: Callable[..., Client], query: str, deeds: list[str]
) -> None:
    client = browse(ada)
    client.post(
        reverse("tenants:user-edit", args=[bob.pk]),
        {"name": "로버트", "role": "member", "plans": ["campaign"]},
    )
    page = client.get(f"{reverse('tenants:audit-list')}?{query.format(ada=ada.pk, bob=bob.pk)}")
    assert [row["deed"] for row in page.context["rows"]] == deeds


@pytest.mark.feature("V3")
def test_every_deed_of_the_audit_is_told_in_words() -> None:
    assert audit_reading.deed("base.customer.edit") == "고객 · 수정"
    assert audit_reading.deed("tenants.factor.add") == "2단계 인증 추가"


@pytest.mark.feature("V3")
def test_the_audit_page_tells_who_did_what_from_where(
    ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    client.post(
        reverse("tenants:user-edit", args=[bob.pk]),
        {"name": "로버트", "role": "member", "plans": ["campaign"]},
    )
    page = client.get(reverse("tenants:audit-list") + "?find=로버트").content.decode()
    assert "사용자 변경" in page
    assert "<del>밥</del>" in page
    assert "에이다" in page
    assert "127.0.0.1" in page
