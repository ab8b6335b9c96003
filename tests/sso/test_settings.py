"""The screen on which an administrator sets single sign-on up (P6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.sso.models import Connection
from tests.sso.oidc_provider import CLIENT, SECRET, Provider, new_key, running
from tests.sso.saml_provider import ENTITY, SamlProvider
from tests.sso.test_oidc import START, back, come

pytestmark = pytest.mark.feature("P6")
Browse = Callable[..., Client]
SCREEN = "/tenants/company/sign-on"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        found.claims = {"sub": "a-1", "email": "ada@hanbit.example", "name": "에이다"}
        yield found


def filled(provider: Provider, **facts: Any) -> dict[str, Any]:
    return {
        "kind": "openid_connect", "issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET,
        "domains_text": "@Hanbit.example, hanbit.example", "state": "off", **facts,
    }  # fmt: skip


def row(company: Company) -> Connection:
    with context.inside(company):
        return Connection.present()


def test_from_nothing_to_closed_passwords(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    page = client.get(SCREEN).content.decode()
    assert f"{hanbit.origin}/accounts/sso/oidc" in page
    early = client.post(SCREEN, filled(provider, state="only"))
    assert early.status_code == 422
    assert "연결이 되는지 먼저" in early.content.decode()
    assert client.post(SCREEN, filled(provider)).status_code == 302
    assert "아직 시험하지 않았어요" in client.get(SCREEN).content.decode()
    assert browse(company=hanbit).get(START).status_code == 404, "it is off for everybody else"
    answer = come(client, provider, "?test=1")
    assert answer.headers["Location"] == SCREEN
    found = client.get(SCREEN).content.decode()
    assert "ada@hanbit.example" in found
    assert "연결이 잘 돼요" in found
    assert client.get("/tenants/profile").status_code == 200, "still logged in as before"
    assert client.post(SCREEN, filled(provider, secret="", state="only")).status_code == 302
    assert row(hanbit).is_only
    with context.inside(hanbit):
        deeds = AuditEntry.objects.filter(subject="tenants.sso").order_by("pk")
        assert [each.action.rpartition(".")[2] for each in deeds] == ["edit", "test", "edit"]
        assert SECRET not in str([each.changes for each in deeds])
    assert "통합 로그인" in client.get("/tenants/audit/").content.decode()


def test_a_test_tells_why_one_would_not_come_in(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider, domains_text="other.example"))
    come(client, provider, "?test=1")
    assert "이 회사의 것이 아니에요" in client.get(SCREEN).content.decode()
    assert row(hanbit).tested_at is None


def test_only_an_administrator_can_test_and_set_it(
    browse: Browse, hanbit: Company, ada: User, bob: User, provider: Provider
) -> None:
    browse(ada).post(SCREEN, filled(provider))
    assert browse(bob).get(SCREEN).status_code == 403
    assert browse(bob).get(f"{START}?test=1").status_code == 404
    assert browse(bob).post(SCREEN, filled(provider, state="on")).status_code == 403


def test_the_secret_is_never_shown_and_kept_when_left_empty(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider, state="on"))
    assert SECRET not in client.get(SCREEN).content.decode()
    sealed = row(hanbit).secret
    client.post(SCREEN, filled(provider, secret="", state="on", name="한빛 계정"))
    assert row(hanbit).secret == sealed
    assert "한빛 계정" in browse(company=hanbit).get("/accounts/login/").content.decode()


def test_what_was_written_stays_when_the_provider_does_not_answer(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    provider.is_away = True
    answer = browse(ada).post(SCREEN, filled(provider, name="한빛 계정"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "OpenID Connect 정보를 받지 못했어요" in page
    assert "한빛 계정" in page
    assert row(hanbit).issuer == ""


def test_a_changed_provider_has_to_be_tested_anew(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider, state="on"))
    come(client, provider, "?test=1")
    assert row(hanbit).tested_at
    client.post(SCREEN, filled(provider, state="on", map_email="upn"))
    assert row(hanbit).tested_at is None


def test_saml_by_pasted_metadata(browse: Browse, hanbit: Company, ada: User) -> None:
    client = browse(ada)
    page = client.get(f"{SCREEN}?kind=saml").content.decode()
    assert f"{hanbit.origin}/accounts/sso/saml/metadata" in page
    posted = {"kind": "saml", "domains_text": "hanbit.example", "state": "on"}
    assert client.post(SCREEN, posted).status_code == 422
    answer = client.post(SCREEN, {**posted, "metadata": SamlProvider().metadata})
    assert answer.status_code == 302
    assert ENTITY in client.get(SCREEN).content.decode()
    assert client.post(SCREEN, posted).status_code == 302, "what is kept stays"
    assert row(hanbit).idp["entity_id"] == ENTITY


@pytest.mark.parametrize("state", ["off", "on"])
def test_passwords_can_be_opened_again_on_the_day_the_provider_is_away(
    state: str, browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider, state="on"))
    come(client, provider, "?test=1")
    client.post(SCREEN, filled(provider, secret="", state="only"))
    provider.is_away = True
    assert client.post(SCREEN, filled(provider, secret="", state=state)).status_code == 302
    assert row(hanbit).state == state


def test_kept_saml_stays_when_its_metadata_cannot_be_had(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client, address = browse(ada), f"{provider.issuer}/page"
    provider.page = SamlProvider().metadata
    posted = {"kind": "saml", "domains_text": "hanbit.example", "metadata_url": address}
    assert client.post(SCREEN, {**posted, "state": "on"}).status_code == 302
    provider.page = "<html>gone</html>"
    assert client.post(SCREEN, {**posted, "state": "off"}).status_code == 302
    assert (row(hanbit).state, row(hanbit).idp["entity_id"]) == ("off", ENTITY)
    other = {**posted, "metadata_url": f"{address}?new", "state": "off"}
    assert client.post(SCREEN, other).status_code == 422


def test_metadata_with_a_certificate_that_is_none_is_refused(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    good = SamlProvider()
    bare = "".join(good.certificate.splitlines()[1:-1])
    posted = {"kind": "saml", "domains_text": "hanbit.example", "state": "on"}
    for wrong in ("nonsense", bare[: len(bare) // 2]):
        damaged = good.metadata.replace(bare, wrong)
        answer = browse(ada).post(SCREEN, {**posted, "metadata": damaged})
        assert answer.status_code == 422
        assert "인증서를 읽을 수 없어요" in answer.content.decode()


def broken(provider: Provider, how: str) -> None:
    if how == "away":
        provider.is_away = True
    elif how == "key":
        provider.signs_with = new_key()
    else:
        provider.changed = {"aud": "someone-else"}


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("away", "지금 답하지 않아요"),
        ("key", "증명할 수 없었어요"),
        ("party", "증명할 수 없었어요"),
    ],
)
def test_a_test_that_fails_comes_back_to_the_settings_and_says_why(
    how: str, words: str, browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider))
    client.get(SCREEN)
    away = client.get(f"{START}?test=1")
    broken(provider, how)
    answer = back(client, provider.authorize(away.headers["Location"]))
    assert (answer.status_code, answer.headers["Location"]) == (302, SCREEN)
    page = client.get(SCREEN).content.decode()
    assert words in page
    assert "관리자에게 알리세요" not in page
    assert row(hanbit).tested_at is None


def test_a_wrong_secret_is_told_as_that(
    browse: Browse, hanbit: Company, ada: User, provider: Provider
) -> None:
    client = browse(ada)
    client.post(SCREEN, filled(provider, secret="another"))
    come(client, provider, "?test=1")
    assert "비밀 키를 받아들이지 않았어요" in client.get(SCREEN).content.decode()


def test_nobody_else_is_told_more_than_that_they_do_not_come_in(
    browse: Browse, hanbit: Company, ada: User, bob: User, provider: Provider
) -> None:
    browse(ada).post(SCREEN, filled(provider, secret="another", state="on"))
    stranger = browse(company=hanbit)
    answer = come(stranger, provider, "?test=1")
    assert answer.status_code == 403
    assert "관리자에게 알리세요" in answer.content.decode()
