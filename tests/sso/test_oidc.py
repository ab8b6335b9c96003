"""Log-in by OpenID Connect: who comes in, who does not, and that every proof is looked at (P6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import Client

from dangol import clock
from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, Invitation, Sitting, User
from tenants.services import company as rules
from tenants.services import users
from tenants.sso.models import Connection
from tenants.sso.services import settings
from tests.sso.oidc_provider import CLIENT, SECRET, Provider, new_key, running

pytestmark = pytest.mark.feature("P6")
Browse = Callable[..., Client]
START = "/accounts/sso/"
NOW = int(clock.real_now().timestamp())
WHOLE = {
    "kind": "openid_connect", "client_id": CLIENT, "secret": SECRET, "metadata_url": "",
    "metadata": "", "domains": ["hanbit.example"], "mapping": {}, "takes_newcomers": False,
    "newcomer_role": None, "newcomer_plans": [], "name": "", "trusts_factor": False, "state": "on",
}  # fmt: skip


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Bob is logged in there."""
    with running() as found:
        found.claims = {"sub": "b-1", "email": "Bob@hanbit.example", "email_verified": True}
        yield found


@pytest.fixture
def connected(provider: Provider, hanbit: Company) -> Connection:
    return connect(hanbit, provider)


def connect(company: Company, provider: Provider, **facts: Any) -> Connection:
    with context.inside(company):
        if facts.get("state") == "only":
            connect_inside(provider, **{**facts, "state": "on"})
            Connection.objects.update(tested_at="2026-11-01T00:00Z")
            facts |= {"secret": ""}
        return connect_inside(provider, **facts)


def connect_inside(provider: Provider, **facts: Any) -> Connection:
    return settings.save({**WHOLE, "issuer": provider.issuer, **facts})


def come(client: Client, provider: Provider, query: str = "") -> Any:
    """The way to the provider and back; the answer to the callback."""
    away = client.get(START + query)
    assert away.status_code == 302, away.content.decode()
    assert away.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    return back(client, provider.authorize(away.headers["Location"]))


def back(client: Client, found: dict[str, str]) -> Any:
    path = urlsplit(found["redirect_uri"]).path
    query = urlencode({"code": found["code"], "state": found["state"]})
    return client.get(f"{path}?{query}")


def is_inside(client: Client) -> bool:
    return client.get("/tenants/profile").status_code == 200


def refused(client: Client, answer: Any, words: str) -> None:
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not is_inside(client)


def test_a_user_comes_in_and_the_audit_and_the_list_of_devices_know(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    assert START in client.get("/accounts/login/").content.decode()
    answer = come(client, provider, "?next=/tenants/profile")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tenants/profile")
    assert is_inside(client)
    with context.inside(hanbit):
        entry = AuditEntry.objects.get(action="tenants.login.pass")
        assert (entry.subject_id, entry.changes) == (str(bob.pk), {"method": "socialaccount"})
        assert Sitting.objects.filter(user=bob).count() == 1
        kept = SocialAccount.objects.get()
        assert (kept.user_id, kept.uid, kept.provider) == (bob.pk, "b-1", connected.code)
        assert set(kept.extra_data) == {"email", "email_verified"}, "no more than is needed"


def test_the_second_time_the_account_counts_not_the_address(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    come(browse(company=hanbit), provider)
    provider.claims["email"] = "robert@hanbit.example"
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)


def test_only_safe_addresses_are_gone_on_to(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    answer = come(browse(company=hanbit), provider, "?next=https://evil.example/")
    assert answer.headers["Location"] == "/"


WRONG: dict[str, dict[str, Any]] = {
    "another provider": {"iss": "https://evil.example"},
    "another's token": {"aud": "someone-else"},
    "for several, made for another": {"aud": [CLIENT, "b"], "azp": "b"},
    "long over": {"exp": NOW - 600},
    "of tomorrow": {"iat": NOW + 86_400},
    "of another log-in": {"nonce": "wrong"},
    "without a nonce": {"nonce": None},
    "without a subject": {"sub": None},
}


@pytest.mark.parametrize("case", WRONG)
def test_a_proof_that_is_not_ours_opens_nothing(
    case: str, browse: Browse, hanbit: Company, bob: User, provider: Provider,
    connected: Connection,
) -> None:  # fmt: skip
    provider.changed = WRONG[case]
    client = browse(company=hanbit)
    refused(client, come(client, provider), "믿을 수 없었어요")
    with context.inside(hanbit):
        assert AuditEntry.objects.get(action="tenants.login.fail").changes == {"reason": "token"}


@pytest.mark.parametrize(
    ("algorithm", "key"), [("RS256", new_key()), ("HS256", SECRET * 2), ("none", "")]
)
def test_the_signature_is_always_checked(
    algorithm: str, key: Any, browse: Browse, hanbit: Company, bob: User, provider: Provider,
    connected: Connection,
) -> None:  # fmt: skip
    provider.signs_with, provider.algorithm = key or None, algorithm
    if algorithm == "none":
        provider.signs_with = ""
    client = browse(company=hanbit)
    answer = come(client, provider)
    assert answer.status_code == 403
    assert not is_inside(client)


def test_clocks_may_differ_a_little(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    now = int(clock.real_now().timestamp())
    for changed in ({"iat": now + 60}, {"exp": now - 60}):
        provider.changed = changed
        client = browse(company=hanbit)
        come(client, provider)
        assert is_inside(client), changed


def test_a_new_key_of_the_provider_is_found_at_once(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    come(browse(company=hanbit), provider)
    provider.key, provider.kid = new_key(), "two"
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)


def test_a_code_and_a_state_count_once_and_only_in_the_browser_that_asked(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    client, other = browse(company=hanbit), browse(company=hanbit)
    found = provider.authorize(client.get(START).headers["Location"])
    refused(other, back(other, found), "처음부터 다시")
    back(client, found)
    assert is_inside(client)
    third = browse(company=hanbit)
    refused(third, back(third, found), "처음부터 다시")


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": "bob@evil.example"}, "이 회사의 것이 아니에요"),
        ({"email": "bob@sub.hanbit.example"}, "이 회사의 것이 아니에요"),
        ({"email": "eve@daon.example"}, "이 회사의 것이 아니에요"),
        ({"email_verified": False}, "확인되지 않았어요"),
        ({"email": ""}, "메일 주소를 보내지 않았어요"),
        ({"email": "nobody@hanbit.example"}, "아직 이곳의 사용자가 아니에요"),
    ],
)
def test_who_may_not_come_in_is_told_why(
    claims: dict[str, Any], words: str, browse: Browse, hanbit: Company, bob: User,
    provider: Provider, connected: Connection,
) -> None:  # fmt: skip
    provider.claims |= claims
    client = browse(company=hanbit)
    refused(client, come(client, provider), words)


def test_what_only_the_user_page_says_is_asked_for_and_of_the_same_person(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    provider.claims = {"sub": "b-1"}
    provider.userinfo = {"email": bob.email}
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)
    provider.userinfo = {"email": bob.email, "sub": "someone-else"}
    client = browse(company=hanbit)
    assert come(client, provider).status_code == 403


def test_a_deactivated_user_stays_outside(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    come(browse(company=hanbit), provider)
    with context.inside(hanbit):
        users.deactivate(bob)
    client = browse(company=hanbit)
    answer = client.get(come(client, provider).headers["Location"])
    assert "관리자가 로그인을 막았어요" in answer.content.decode()
    assert not is_inside(client)
    with context.inside(hanbit):
        entry = AuditEntry.objects.get(action="tenants.login.fail")
    assert (entry.subject_id, entry.changes) == (str(bob.pk), {"reason": "inactive"})


def test_a_newcomer_becomes_a_user_with_role_and_licences(
    browse: Browse, hanbit: Company, provider: Provider
) -> None:
    with context.inside(hanbit):
        role = AccessRole.objects.create(name="새 사람")
    connect(hanbit, provider, takes_newcomers=True, newcomer_role=role, newcomer_plans=["base"])
    provider.claims = {"sub": "n-1", "email": "new@hanbit.example", "name": "새로운"}
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)
    with context.inside(hanbit):
        user = User.objects.get(email="new@hanbit.example")
        assert (user.name, user.role, user.plans()) == ("새로운", "member", {"base"})
        assert [each.name for each in user.access_roles.all()] == ["새 사람"]
        assert not user.has_usable_password()
    page = client.get("/tenants/profile/password", follow=True).content.decode()
    assert "비밀번호가 없어요" in page


def test_who_is_invited_joins_as_promised(
    browse: Browse, hanbit: Company, ada: User, provider: Provider, connected: Connection
) -> None:
    with context.inside(hanbit):
        users.invite(email="new@hanbit.example", name="초대", role="admin", plans=["full"], by=ada)
    provider.claims = {"sub": "n-1", "email": "new@hanbit.example"}
    client = browse(company=hanbit)
    come(client, provider)
    with context.inside(hanbit):
        user = User.objects.get(email="new@hanbit.example")
        assert (user.name, user.role, user.plans()) == ("초대", "admin", {"full"})
        assert Invitation.objects.get().accepted_at is not None


def test_another_company_s_provider_opens_nothing_here(
    browse: Browse, hanbit: Company, daon: Company, bob: User, eve: User, provider: Provider,
    connected: Connection,
) -> None:  # fmt: skip
    foreign = browse(company=daon)
    assert foreign.get(START).status_code == 404
    connect(daon, provider, domains=["daon.example"])
    found = provider.authorize(browse(company=hanbit).get(START).headers["Location"])
    assert back(foreign, found).status_code == 403
    provider.claims = {"sub": "b-1", "email": bob.email}
    client = browse(company=daon)
    refused(client, come(client, provider), "이 회사의 것이 아니에요")
    with context.inside(daon):
        assert not SocialAccount.objects.exists()


def test_another_provider_begins_without_the_accounts_of_the_old_one(
    browse: Browse, hanbit: Company, bob: User, carol: User, provider: Provider,
    connected: Connection,
) -> None:  # fmt: skip
    come(browse(company=hanbit), provider)
    with running() as other:
        connect(hanbit, other)
        other.claims = {"sub": "b-1", "email": carol.email}
        client = browse(company=hanbit)
        come(client, other)
        with context.inside(hanbit):
            assert SocialAccount.objects.get().user_id == carol.pk


def test_a_second_account_does_not_take_a_user_over(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    come(browse(company=hanbit), provider)
    provider.claims["sub"] = "b-2"
    client = browse(company=hanbit)
    refused(client, come(client, provider), "다른 사용자의 것이에요")


def test_when_the_provider_is_away_that_is_said(
    browse: Browse, hanbit: Company, provider: Provider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    found = provider.authorize(client.get(START).headers["Location"])
    provider.is_away = True
    cache.clear()
    refused(client, client.get(START), "열리지 않아요")
    assert back(client, found).status_code == 403
    cancelled = client.get(f"/accounts/sso/oidc?error=access_denied&state={found['state']}")
    assert cancelled.status_code == 403


class TestOnly:
    """Everybody has to come by the company's account."""

    @pytest.fixture(autouse=True)
    def only(self, hanbit: Company, provider: Provider) -> None:
        connect(hanbit, provider, state="only")

    def log_in(self, client: Client, email: str) -> Any:
        from tests.template import PASSWORD

        return client.post("/accounts/login/", {"login": email, "password": PASSWORD})

    def test_the_log_in_page_has_one_button(self, browse: Browse, hanbit: Company) -> None:
        page = browse(company=hanbit).get("/accounts/login/").content.decode()
        assert 'name="password"' not in page
        assert START in page
        emergency = browse(company=hanbit).get("/accounts/login/?password=1").content.decode()
        assert 'name="password"' in emergency

    def test_a_right_password_opens_nothing_for_members(
        self, browse: Browse, hanbit: Company, bob: User
    ) -> None:
        client = browse(company=hanbit)
        answer = self.log_in(client, bob.email)
        refused(client, answer, "회사 계정으로 로그인")
        with context.inside(hanbit):
            assert AuditEntry.objects.get(action="tenants.login.fail").changes == {
                "reason": "sso_only"
            }

    def test_an_administrator_gets_in_in_an_emergency_and_that_is_noted(
        self, browse: Browse, hanbit: Company, ada: User
    ) -> None:
        client = browse(company=hanbit)
        self.log_in(client, ada.email)
        assert is_inside(client)
        with context.inside(hanbit):
            entry = AuditEntry.objects.get(action="tenants.login.pass")
        assert entry.changes == {"method": "emergency"}

    def test_by_the_account_all_come_in(
        self, browse: Browse, hanbit: Company, bob: User, provider: Provider
    ) -> None:
        client = browse(company=hanbit)
        come(client, provider)
        assert is_inside(client)

    def test_an_invitation_leads_to_the_account(
        self, browse: Browse, hanbit: Company, ada: User
    ) -> None:
        with context.inside(hanbit):
            link = users.invitation_link(
                users.invite(email="n@hanbit.example", name="", role="member", plans=[], by=ada)
            )
        page = browse(company=hanbit).get(urlsplit(link).path).content.decode()
        assert START in page
        assert 'name="password"' not in page


@pytest.mark.parametrize("trusts", [True, False])
def test_the_company_s_rule_of_a_second_factor_holds_unless_the_provider_asks(
    trusts: bool, browse: Browse, hanbit: Company, bob: User, provider: Provider
) -> None:
    connect(hanbit, provider, trusts_factor=trusts)
    with context.inside(hanbit):
        rules.change_login_rules(
            second_factor=True, idle_minutes=None, networks_text="", address="192.0.2.1"
        )
    client = browse(company=hanbit)
    come(client, provider)
    answer = client.get("/tenants/profile")
    assert (answer.status_code == 200) is trusts
    if not trusts:
        assert answer.headers["Location"] == "/tenants/profile/security"


def test_networks_of_the_company_hold_here_too(
    browse: Browse, hanbit: Company, bob: User, provider: Provider, connected: Connection
) -> None:
    with context.inside(hanbit):
        rules.change_login_rules(
            second_factor=False, idle_minutes=None, networks_text="198.51.100.0/24",
            address="198.51.100.7",
        )  # fmt: skip
    client = browse(company=hanbit)
    assert come(client, provider).status_code == 403
    assert not is_inside(client)


def test_the_secret_lies_sealed_and_is_of_no_use_elsewhere(
    hanbit: Company, daon: Company, connected: Connection
) -> None:
    from tenants import sealing

    assert SECRET not in connected.secret
    with context.inside(daon), pytest.raises(InvalidToken):
        sealing.unseal(settings.PURPOSE, connected.secret)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"issuer": "http://10.0.0.1"}, "issuer"),
        ({"issuer": "https://169.254.169.254/latest"}, "issuer"),
        ({"issuer": "https://localhost"}, "issuer"),
        ({"issuer": "file:///etc/passwd"}, "issuer"),
        ({"issuer": ""}, "issuer"),
        ({"client_id": " "}, "client_id"),
        ({"domains": [""]}, "domains"),
        ({"domains": ["kein domain"]}, "domains"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_their_place(
    facts: dict[str, Any], field: str, provider: Provider, inside_hanbit: Company
) -> None:
    with pytest.raises(RuleBroken) as broken:
        settings.save({**WHOLE, "issuer": provider.issuer, **facts})
    assert broken.value.field == field
    assert not Connection.objects.exists()
