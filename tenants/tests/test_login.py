"""Log-in: passwords, codes, recovery codes, devices, the company's rules (P6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.addresses import addresses
from dangol.imports.types import importable
from tenants import context, factors
from tenants.models import Company
from tenants.people.models import AuditEntry, House, Sitting, User
from tenants.queries import desk
from tenants.services import company as settings
from tenants.services import factors as deeds
from tenants.services import sittings
from tenants.views import security
from tests.template import PASSWORD

pytestmark = pytest.mark.feature("P6")
IDLE = "오래 쓰지 않아 로그아웃했어요."
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "account_login"


def code_now(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(clock.real_now().timestamp()) // 30 + steps))


def log_in(client: Client, user: User, password: str = PASSWORD) -> str:
    answer = client.post(reverse(LOGIN), {"login": user.email, "password": password})
    return answer.get("Location", str(answer.status_code))


def is_in(client: Client) -> bool:
    return client.get(reverse("tenants:security")).status_code == 200


def audited(company: Company, action: str) -> list[dict[str, object]]:
    with context.inside(company):
        return [e.changes for e in AuditEntry.objects.filter(action=action).order_by("id")]


@pytest.fixture
def ada_s_app(hanbit: Company, ada: User) -> list[str]:
    """Ada has an app with SECRET; her recovery codes."""
    with context.inside(hanbit):
        deeds.add_totp(ada, SECRET)
        codes = factors.held(ada).codes
        assert codes is not None
        return deeds.seen_codes(codes)


@pytest.fixture
def two_factor_company(hanbit: Company) -> Company:
    with context.inside(hanbit):
        settings.change_login_rules(
            second_factor=True, idle_minutes=None, networks_text="", address=None
        )
    return hanbit


def test_mail_address_and_password_let_in(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    assert log_in(client, ada) == reverse("home")
    assert is_in(client)
    assert audited(hanbit, "tenants.login.pass") == [{"method": "password"}]


def test_a_wrong_password_says_one_sentence_and_is_audited(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    answer = browse(company=hanbit).post(reverse(LOGIN), {"login": ada.email, "password": "no"})
    assert answer.status_code == 422
    assert "메일 주소나 비밀번호가 맞지 않아요." in answer.content.decode()
    assert ada.email in answer.content.decode(), "what was typed is kept"
    with context.inside(hanbit):
        entry = AuditEntry.objects.get(action="tenants.login.fail")
    assert (entry.summary, entry.changes, entry.subject_id) == (
        ada.email,
        {"reason": "password"},
        str(ada.pk),
    )


def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    for _ in range(5):
        log_in(client, ada, "wrong-password-1")
    answer = client.post(reverse(LOGIN), {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "5분" in answer.content.decode()
    assert not is_in(client)
    log_in(client, ada)
    reasons = [facts["reason"] for facts in audited(hanbit, "tenants.login.fail")]
    assert reasons == ["password"] * 5 + ["locked"], "a lock is told once"


def test_an_unknown_address_reads_like_a_wrong_password(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    pages = [
        browse(company=hanbit)
        .post(reverse(LOGIN), {"login": email, "password": "wrong-password-1"})
        .content.decode()
        .replace(email, "")
        for email in (ada.email, "nobody@hanbit.example")
    ]
    problems = [page[page.index('role="alert"') :][:400] for page in pages]
    assert problems[0] == problems[1]


def test_the_second_step_takes_the_code_of_the_app_with_spaces(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    assert log_in(client, ada) == reverse("mfa_authenticate")
    assert not is_in(client), "the password alone opens nothing"
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    code = code_now()
    answer = client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 302
    assert is_in(client)
    assert audited(hanbit, "tenants.login.pass") == [{"method": "totp"}]


def test_a_code_lets_in_once(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    code = code_now()
    for expected in (302, 422):
        client = browse(company=hanbit)
        log_in(client, ada)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_wrong_codes_are_audited_and_lock(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    for _ in range(5):
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "코드가 틀렸거나" in answer.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert answer.status_code == 422
    assert "5분" in answer.content.decode()
    reasons = [facts["reason"] for facts in audited(hanbit, "tenants.login.fail")]
    assert reasons == ["code"] * 5


def test_a_recovery_code_lets_in_once_and_says_how_many_are_left(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    assert len(ada_s_app) == 10
    for expected in (302, 422):
        client = browse(company=hanbit)
        log_in(client, ada)
        answer = client.post(reverse("mfa_authenticate"), {"code": ada_s_app[3]})
        assert answer.status_code == expected
        if expected == 302:
            assert "9개" in client.get("/", follow=True).content.decode()
    with context.inside(hanbit):
        assert factors.held(ada).codes_left == 9


def test_an_app_is_set_up_by_its_first_code_and_the_codes_are_shown_once(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    page = client.get(reverse("tenants:totp-add")).content.decode()
    with context.inside(hanbit):
        secret = client.session["mfa.totp.secret"]
    assert "<svg" in page
    assert " ".join(secret[i : i + 4] for i in range(0, 32, 4)) in page
    assert client.post(reverse("tenants:totp-add"), {"code": "000000"}).status_code == 422
    code = format_hotp_value(hotp_value(secret, int(clock.real_now().timestamp()) // 30))
    answer = client.post(reverse("tenants:totp-add"), {"code": code})
    assert answer["Location"] == reverse("tenants:recovery-codes")
    first = client.get(answer["Location"])
    assert len(first.context["codes"]) == 10
    again = client.get(answer["Location"])
    assert again.context["codes"] == []
    assert again.context["left"] == 10
    assert audited(hanbit, "tenants.factor.add") == [{"kind": "totp"}]
    with context.inside(hanbit):
        kept = Authenticator.objects.get(user=ada, type="totp").data["secret"]
    assert secret not in kept, "the secret lies sealed in the database"


def test_factors_are_changed_only_after_a_fresh_proof(
    ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    client = browse(ada)  # a session that never proved anything
    for name in ("tenants:passkey-add", "tenants:recovery-codes"):
        answer = client.get(reverse(name))
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    wanted = f"{reverse('account_reauthenticate')}?next={reverse('tenants:passkey-add')}"
    assert client.post(wanted, {"password": "wrong"}).status_code == 422
    answer = client.post(wanted, {"password": PASSWORD, "next": reverse("tenants:passkey-add")})
    assert answer["Location"] == reverse("tenants:passkey-add")
    assert client.get(reverse("tenants:passkey-add")).status_code == 200


def test_new_recovery_codes_replace_the_old_ones(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        deeds.renew_codes(ada)
        codes = factors.held(ada).codes
        assert codes is not None
        fresh = deeds.seen_codes(codes)
    assert set(fresh).isdisjoint(ada_s_app)
    client = browse(company=hanbit)
    log_in(client, ada)
    assert client.post(reverse("mfa_authenticate"), {"code": ada_s_app[0]}).status_code == 422
    assert client.post(reverse("mfa_authenticate"), {"code": fresh[0]}).status_code == 302


def test_recovery_codes_go_with_the_last_factor(hanbit: Company, ada: User) -> None:
    with context.inside(hanbit):
        deeds.add_totp(ada, SECRET)
        deeds.remove(ada, Authenticator.objects.get(user=ada, type="totp"))
        assert not Authenticator.objects.filter(user=ada).exists()


def test_whoever_has_no_second_factor_is_led_to_set_it_up_before_anything_else(
    two_factor_company: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=two_factor_company)
    log_in(client, ada)
    assert client.get("/base/customers/")["Location"] == reverse("tenants:security")
    by_script = client.get("/base/customers/", headers={"HX-Request": "true"})
    assert by_script["HX-Redirect"] == reverse("tenants:security")
    assert client.get(reverse("tenants:totp-add")).status_code == 200
    with context.inside(two_factor_company):
        deeds.add_totp(ada, SECRET)
    assert client.get("/base/customers/").status_code == 200


def test_the_last_factor_stays_while_the_company_asks_for_one(
    two_factor_company: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    client = browse(company=two_factor_company)
    log_in(client, ada)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    with context.inside(two_factor_company):
        app = Authenticator.objects.get(user=ada, type="totp")
    address = reverse("tenants:factor-remove", args=[app.pk])
    asked = client.get(address).content.decode()
    assert "다른 수단을 먼저" in asked
    assert "비밀번호만으로" not in asked, "nothing is promised that will be refused"
    answer = client.post(address)
    assert answer.status_code == 422
    assert "다른 수단을 먼저" in answer.content.decode()
    with context.inside(two_factor_company):
        assert Authenticator.objects.filter(pk=app.pk).exists()


def test_an_administrator_helps_somebody_who_lost_phone_and_codes(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        deeds.add_totp(bob, SECRET)
    reset = reverse("tenants:user-reset-factors", args=[bob.pk])
    admin = browse(ada)  # a session that never proved anything
    wanted = admin.post(reset)["Location"]
    assert wanted.startswith(reverse("account_reauthenticate"))
    with context.inside(hanbit):
        assert factors.has_any(bob)
    admin.post(wanted, {"password": PASSWORD, "next": reset})
    client = browse(company=hanbit)
    assert log_in(client, bob) == reverse("home")
    assert audited(hanbit, "tenants.factor.reset") == [{"kind": "all"}]


def test_an_administrator_s_own_factors_are_not_reset_around_the_rules(
    hanbit: Company, ada: User, ada_s_app: list[str], browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    edit = client.get(reverse("tenants:user-edit", args=[ada.pk]))
    reset = reverse("tenants:user-reset-factors", args=[ada.pk])
    assert reset not in edit.content.decode()
    answer = client.post(reset, follow=True)
    assert "보안" in str(next(iter(answer.context["messages"])))
    with context.inside(hanbit):
        assert factors.has_any(ada)


def test_an_app_that_was_set_up_meanwhile_is_said_at_the_code(
    hanbit: Company, ada: User, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows: the other one was quicker."""
    client = browse(company=hanbit)
    log_in(client, ada)
    client.get(reverse("tenants:totp-add"))
    with context.inside(hanbit):
        secret = client.session["mfa.totp.secret"]
    nothing = factors.Held(totp=None, passkeys=[], codes=None, codes_left=None)
    monkeypatch.setattr(security.factors, "held", lambda user: nothing)
    with context.inside(hanbit):
        deeds.add_totp(ada, SECRET)
    code = format_hotp_value(hotp_value(secret, int(clock.real_now().timestamp()) // 30))
    answer = client.post(reverse("tenants:totp-add"), {"code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_nobody_touches_another_user_s_factor(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        deeds.add_totp(bob, SECRET)
        app = Authenticator.objects.get(user=bob, type="totp")
    client = browse(company=hanbit)
    log_in(client, ada)
    assert client.post(reverse("tenants:factor-remove", args=[app.pk])).status_code == 404
    assert client.get(reverse("tenants:passkey-rename", args=[app.pk])).status_code == 404


@pytest.mark.feature("V1")
def test_a_factor_of_another_company_does_not_exist(
    hanbit: Company, daon: Company, bob: User, dan: User, browse: Callable[..., Client]
) -> None:
    """Bob and Dan have the same id in two companies; so may their factors have."""
    with context.inside(hanbit):
        deeds.add_totp(bob, SECRET)
        sealed = Authenticator.objects.get(user=bob, type="totp")
    client = browse(company=daon)
    assert log_in(client, dan) == reverse("home"), "Dan has no second factor"
    assert client.post(reverse("tenants:factor-remove", args=[sealed.pk])).status_code == 404
    with context.inside(daon), pytest.raises(InvalidToken):
        factors.unseal(sealed.data["secret"])


def test_the_user_sees_the_own_devices_and_logs_another_one_out(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    desk, phone = browse(company=hanbit), browse(company=hanbit)
    phone.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) Version/18.1 Mobile Safari/604.1"
    log_in(desk, ada)
    log_in(phone, ada)
    page = desk.get(reverse("tenants:sitting-list")).content.decode()
    assert "Safari 18 · iPhone" in page
    assert "127.0.0.1" in page
    with context.inside(hanbit):
        theirs = Sitting.objects.get(agent__contains="iPhone")
    desk.post(reverse("tenants:sitting-end", args=[theirs.pk]))
    assert not is_in(phone)
    assert is_in(desk)


def test_all_others_are_logged_out_at_once(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    desk, *others = (browse(company=hanbit) for _ in range(3))
    for client in (desk, *others):
        log_in(client, ada)
    desk.post(reverse("tenants:sitting-end-others"))
    assert [is_in(client) for client in (desk, *others)] == [True, False, False]
    assert audited(hanbit, "tenants.sitting.end") == [{"count": 2}]


def test_a_device_of_somebody_else_is_not_found(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    hers, his = browse(company=hanbit), browse(company=hanbit)
    log_in(hers, ada)
    log_in(his, bob)
    with context.inside(hanbit):
        sitting = Sitting.objects.get(user=ada)
    assert his.post(reverse("tenants:sitting-end", args=[sitting.pk])).status_code == 404
    assert is_in(hers)


def test_log_out_ends_the_device(hanbit: Company, ada: User, browse: Callable[..., Client]) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    client.post(reverse("account_logout"))
    with context.inside(hanbit):
        assert not Sitting.objects.exists()


def test_use_is_written_down_every_few_minutes_only(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    cache.clear()
    client.get(reverse("tenants:profile"))
    warm = int(client.get(reverse("tenants:profile"))["X-Query-Count"])
    with context.inside(hanbit):
        before = Sitting.objects.get().seen_at
        session = client.session
        session["seen"] -= 200
        session.save()
    noted = int(client.get(reverse("tenants:profile"))["X-Query-Count"])
    assert noted > warm
    with context.inside(hanbit):
        assert Sitting.objects.get().seen_at > before


def test_a_session_without_use_ends_after_the_company_s_idle_time(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        settings.change_login_rules(
            second_factor=False, idle_minutes=15, networks_text="", address=None
        )
    client = browse(company=hanbit)
    log_in(client, ada)
    _age(hanbit, client, minutes=14)
    assert is_in(client)
    _age(hanbit, client, minutes=20)
    answer = client.get(reverse("tenants:security"))
    assert answer["Location"].startswith(reverse(LOGIN))
    with context.inside(hanbit):
        assert not Sitting.objects.exists()


def _age(company: Company, client: Client, *, minutes: int) -> None:
    with context.inside(company):
        session = client.session
        session["seen"] = int(clock.real_now().timestamp()) - minutes * 60
        session.save()


ASKED_BY_PAGE = (
    "boards:post-read",
    "duplicates:account-scan-progress",
    "duplicates:customer-scan-progress",
    "duplicates:pair-rows",
    "messaging:send-progress",
    "messaging:sends-running",
    "portal-tile",
    "scoring:run-progress",
    "sending:queue-progress",
    "tenants:datasource-progress",
    "tenants:export-progress",
    "tenants:handover-progress",
    "tenants:notice-count",
)
BARE = (
    "sends-running", "notice-count", "account-scan-progress", "customer-scan-progress",
    "run-progress", "queue-progress",
)  # fmt: skip
"""Those of them that are about nothing in particular."""
IMPORTS = tuple(
    record.url_name(f"import-{page}")
    for record in importable()
    for page in ("progress", "reading", "rows")
)
"""How far an import is, how its file would be read."""
PROGRESS = tuple(
    record.url_name(name)
    for record in desk.records().values()
    for name in ("progress", "kinds", "beside")
)
"""The strip of a run above a list, and what a page asks for after its paint."""
SIMILAR = tuple(record.url_name("similar") for record in desk.records().values())
"""What is there already, asked by a form while somebody writes."""


def test_what_pages_ask_by_themselves_is_marked_so() -> None:
    """Who adds a screen that refreshes itself marks the address and names it here."""
    marked = {a.name for a in addresses() if a.view.access.asked_by_page}
    assert marked == {*ASKED_BY_PAGE, *PROGRESS, *IMPORTS, *SIMILAR}


@pytest.mark.parametrize(
    "name", [*ASKED_BY_PAGE, "base:customer-progress", "base:customer-import-rows"]
)
def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    hanbit: Company, ada: User, browse: Callable[..., Client], name: str
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    _age(hanbit, client, minutes=10)
    parameters = dict[str, list[str]].fromkeys(BARE, []) | {"portal-tile": ["none"]}
    client.get(reverse(name, args=parameters.get(name.rpartition(":")[2], [ada.pk])))
    with context.inside(hanbit):
        assert client.session["seen"] < clock.real_now().timestamp() - 500
    client.get(reverse("tenants:profile"))
    with context.inside(hanbit):
        assert client.session["seen"] > clock.real_now().timestamp() - 500


def test_a_piece_of_page_after_the_idle_time_gets_a_bare_401(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    """So that the browser keeps what is written; a form leads back to its screen."""
    with context.inside(hanbit):
        settings.change_login_rules(
            second_factor=False, idle_minutes=15, networks_text="", address=None
        )
    for headers in ({"hx-request": "true"}, {"referer": f"http://{hanbit.host}/base/customers/"}):
        client = browse(company=hanbit)
        log_in(client, ada)
        _age(hanbit, client, minutes=20)
        answer = client.post("/base/customers/new", headers=headers)
        if "hx-request" in headers:
            assert answer.status_code == 401
        else:
            assert answer["Location"].endswith("?next=/base/customers/")
        page = client.get(reverse(LOGIN)).content.decode()
        assert IDLE in page


def test_only_idleness_is_called_idleness(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    _age(hanbit, client, minutes=10)
    with context.inside(hanbit):
        Sitting.objects.all().delete()  # ended from another device
    answer = client.get("/base/customers/", follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse(LOGIN))
    assert IDLE not in answer.content.decode()


REFUSALS: dict[str, dict[str, Any]] = {
    "network": {"networks_text": "203.0.113.0/24", "address": "203.0.113.9"},
    "idle": {"idle_minutes": 15},
    "factor": {"second_factor": True},
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_whom_the_rules_refuse_sees_nothing_of_the_company_around_any_page(
    hanbit: Company, ada: User, browse: Callable[..., Client], refusal: str
) -> None:
    """Unknown address, refused form, form without its token, pages of the log-in itself."""
    client = browse(company=hanbit)
    log_in(client, ada)
    rules = {"second_factor": False, "idle_minutes": None, "networks_text": "", "address": None}
    with context.inside(hanbit):
        settings.change_login_rules(**(rules | REFUSALS[refusal]))
    client.handler.enforce_csrf_checks = True
    large = {"headers": {"content-length": "99000000"}}
    for status, ask in (
        (404, lambda: client.get("/base/nothing-here")),
        (403, lambda: client.post("/tenants/profile", {"name": "x"})),
        (413, lambda: client.post("/tenants/profile", "x", "text/plain", **large)),
        (200, lambda: client.get(reverse(LOGIN), follow=True)),
    ):
        if refusal == "idle":
            _age(hanbit, client, minutes=20)
        answer = ask()
        page = answer.content.decode()
        assert answer.status_code in (status, 302, 403), refusal
        assert 'id="sidebar"' not in page
        assert "/base/customers/" not in page
        if refusal == "idle":
            log_in_again(client, ada)


def log_in_again(client: Client, user: User) -> None:
    client.handler.enforce_csrf_checks = False
    log_in(client, user)
    client.handler.enforce_csrf_checks = True


def test_the_pages_that_set_a_second_factor_up_stand_alone_until_there_is_one(
    two_factor_company: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=two_factor_company)
    log_in(client, ada)
    for name in ("security", "totp-add", "passkey-add"):
        page = client.get(reverse(f"tenants:{name}"))
        assert page.status_code == 200
        assert 'id="sidebar"' not in page.content.decode()
        assert reverse("account_logout") in page.content.decode()
    with context.inside(two_factor_company):
        deeds.add_totp(ada, SECRET)
    assert 'id="sidebar"' in client.get(reverse("tenants:security")).content.decode()


def test_from_outside_the_company_s_networks_nobody_logs_in_or_works(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    with context.inside(hanbit):
        settings.change_login_rules(
            second_factor=False,
            idle_minutes=None,
            networks_text="203.0.113.0/24",
            address="203.0.113.9",
        )
    assert client.get(reverse("tenants:profile")).status_code == 403
    answer = browse(company=hanbit).post(reverse(LOGIN), {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert audited(hanbit, "tenants.login.fail") == [{"reason": "network"}]
    inside = browse(company=hanbit)
    inside.defaults["REMOTE_ADDR"] = "203.0.113.77"
    assert log_in(inside, ada) == reverse("home")


def test_nobody_saves_networks_that_lock_them_out(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    values = {"idle_minutes": "", "networks_text": "203.0.113.0/24"}
    answer = client.post(reverse("tenants:login-rules"), values)
    assert answer.status_code == 422
    assert answer.context["form"].errors["networks_text"]
    assert "203.0.113.0/24" in answer.content.decode(), "what was typed is kept"
    with context.inside(hanbit):
        assert House.present().networks == []
    values["networks_text"] = "203.0.113.0/24\n127.0.0.1  # the office\n127.0.0.1"
    assert client.post(reverse("tenants:login-rules"), values).status_code == 302
    with context.inside(hanbit):
        assert House.present().networks == ["203.0.113.0/24", "127.0.0.1/32"]


@pytest.mark.parametrize("wrong", ["10.0.0.300", "fe80::1%eth0"])
def test_a_line_that_is_no_network_is_named(
    hanbit: Company, ada: User, browse: Callable[..., Client], wrong: str
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    values = {"networks_text": f"127.0.0.1\n{wrong}"}
    answer = client.post(reverse("tenants:login-rules"), values)
    assert f"2번째 줄 “{wrong}”" in str(answer.context["form"].errors["networks_text"])


def test_rules_are_changed_only_after_a_fresh_proof(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    """To look at them needs none; what was to be saved is saved after the proof."""
    client = browse(ada)
    rules = reverse("tenants:login-rules")
    assert client.get(rules).status_code == 200
    wanted = client.post(rules, {"idle_minutes": "60"})["Location"]
    assert wanted.startswith(reverse("account_reauthenticate"))
    with context.inside(hanbit):
        assert House.present().idle_minutes is None
    client.post(wanted, {"password": PASSWORD, "next": rules})
    with context.inside(hanbit):
        assert House.present().idle_minutes == 60


def test_networks_behind_a_proxy_that_the_settings_do_not_know_are_not_saved(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    rules, values = reverse("tenants:login-rules"), {"networks_text": "127.0.0.1"}
    behind = {"headers": {"x-forwarded-for": "203.0.113.9"}}
    answer = client.post(rules, values, **behind)
    assert answer.status_code == 422
    assert "DANGOL_PROXIES" in str(answer.context["form"].errors["networks_text"])
    with context.inside(hanbit):
        assert House.present().networks == []
    assert client.post(rules, {"networks_text": ""}, **behind).status_code == 302
    assert client.post(rules, values).status_code == 302


def test_a_client_whose_address_cannot_be_read_is_in_no_network(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    log_in(client, ada)
    assert is_in(client)
    with context.inside(hanbit):
        settings.change_login_rules(
            second_factor=False, idle_minutes=None, networks_text="127.0.0.1", address="127.0.0.1"
        )
    assert is_in(client)
    answer = client.get(reverse("tenants:profile"), REMOTE_ADDR="127.0.0.1:5678")
    assert answer.status_code == 403


def test_a_new_password_logs_out_everywhere_else(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    here, there = browse(company=hanbit), browse(company=hanbit)
    log_in(here, ada)
    log_in(there, ada)
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "a-new-quiet-morning"},
    )
    assert answer["Location"] == reverse("tenants:security")
    assert is_in(here)
    assert not is_in(there)
    with context.inside(hanbit):
        assert [row.session_key for row in sittings.open_of(ada)] == [here.session.session_key]
    assert len(audited(hanbit, "tenants.password.change")) == 1


def test_a_deactivated_user_is_told_so(
    hanbit: Company, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        User.objects.filter(pk=bob.pk).update(is_active=False)
    answer = browse(company=hanbit).get(reverse("account_inactive"))
    assert "로그인 막힘" in answer.content.decode()


def test_old_sittings_are_cleared_away_at_the_next_log_in(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        Sitting.objects.create(
            user=ada, session_key="gone", seen_at=clock.now() - timedelta(days=40)
        )
    log_in(browse(company=hanbit), ada)
    with context.inside(hanbit):
        assert not Sitting.objects.filter(session_key="gone").exists()
