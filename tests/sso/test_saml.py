"""Log-in by SAML 2.0: signed assertions that were asked for, once, here and now (P6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml

from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.services import users
from tenants.sso.models import Connection
from tenants.sso.services import settings
from tests.sso.oidc_provider import running
from tests.sso.saml_provider import ENTITY, LOGIN, SamlProvider
from tests.sso.test_oidc import START, WHOLE, is_inside, refused

pytestmark = pytest.mark.feature("P6")
Browse = Callable[..., Client]
REPLY = "/accounts/sso/saml"


@pytest.fixture
def provider() -> SamlProvider:
    """Bob is logged in there."""
    return SamlProvider(attributes={"email": "bob@hanbit.example", "displayName": "밥"})


@pytest.fixture
def connected(provider: SamlProvider, hanbit: Company) -> Connection:
    return connect(hanbit, provider)


def connect(company: Company, provider: SamlProvider, **facts: Any) -> Connection:
    with context.inside(company):
        return settings.save(
            {**WHOLE, "kind": "saml", "metadata": provider.metadata, "issuer": "", **facts}
        )


def asked(client: Client, provider: SamlProvider, query: str = "") -> dict[str, str]:
    away = client.get(START + query)
    assert away.headers["Location"].startswith(f"{LOGIN}?")
    return provider.request_of(away.headers["Location"])


def post(client: Client, written: str) -> Any:
    """What the provider lets the browser post, from another site: the cookie stays away."""
    stranger = type(client)(client.company)  # type: ignore[attr-defined]
    answer = stranger.post(REPLY, {"SAMLResponse": written, "RelayState": ""})
    if answer.status_code != 303:
        return answer
    return client.get(answer.headers["Location"])


def come(client: Client, provider: SamlProvider, query: str = "") -> Any:
    return post(client, provider.response(asked(client, provider, query)))


def test_a_user_comes_in(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    answer = come(client, provider, "?next=/tenants/profile")
    assert answer.headers["Location"] == "/tenants/profile"
    assert is_inside(client)
    with context.inside(hanbit):
        assert AuditEntry.objects.get(action="tenants.login.pass").subject_id == str(bob.pk)
        assert SocialAccount.objects.get().uid == "u-1"


def test_a_newcomer_has_the_name_that_the_provider_says(
    browse: Browse, hanbit: Company, provider: SamlProvider
) -> None:
    connect(hanbit, provider, takes_newcomers=True)
    provider.attributes = {"mail": "new@hanbit.example", "displayName": "새로운"}
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)
    with context.inside(hanbit):
        assert User.objects.get(email="new@hanbit.example").name == "새로운"


def test_the_administrator_says_what_attributes_are_called(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider
) -> None:
    connect(hanbit, provider, mapping={"email": "urn:x:mail", "uid": "urn:x:id"})
    provider.attributes = {"urn:x:mail": bob.email, "email": "x@evil.example", "urn:x:id": "77"}
    client = browse(company=hanbit)
    come(client, provider)
    assert is_inside(client)
    with context.inside(hanbit):
        assert SocialAccount.objects.get().uid == "77"


WRONG: dict[str, dict[str, Any]] = {
    "for another": {"audience": "https://someone.example"},
    "sent elsewhere": {"destination": "http://daon.localhost/accounts/sso/saml"},
    "to be read elsewhere": {"recipient": "http://daon.localhost/accounts/sso/saml"},
    "by another provider": {"issuer": "https://evil.example"},
    "long over": {"later": timedelta(hours=-2)},
    "of tomorrow": {"later": timedelta(days=1)},
}


@pytest.mark.parametrize("case", WRONG)
def test_a_response_that_is_not_ours_opens_nothing(
    case: str, browse: Browse, hanbit: Company, bob: User, provider: SamlProvider,
    connected: Connection,
) -> None:  # fmt: skip
    provider.facts = WRONG[case]
    client = browse(company=hanbit)
    refused(client, come(client, provider), "믿을 수 없었어요")


def test_clocks_may_differ_a_little(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    for minutes in (-4, 2):
        provider.facts = {"later": timedelta(minutes=minutes)}
        client = browse(company=hanbit)
        come(client, provider)
        assert is_inside(client), minutes


@pytest.mark.parametrize("signs", ["nothing", "response"])
def test_the_assertion_itself_has_to_be_signed(
    signs: str, browse: Browse, hanbit: Company, bob: User, provider: SamlProvider,
    connected: Connection,
) -> None:  # fmt: skip
    provider.signs = signs
    client = browse(company=hanbit)
    refused(client, come(client, provider), "믿을 수 없었어요")


def test_a_signature_of_another_key_or_of_sha1_counts_for_nothing(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    provider.algorithm, provider.digest = Saml.RSA_SHA1, Saml.SHA1
    refused(client, come(client, provider), "믿을 수 없었어요")
    provider.algorithm, provider.digest = Saml.RSA_SHA256, Saml.SHA256
    provider.renew()
    refused(client, come(client, provider), "믿을 수 없었어요")


def test_what_is_changed_after_signing_counts_for_nothing(
    browse: Browse, hanbit: Company, ada: User, bob: User, provider: SamlProvider,
    connected: Connection,
) -> None:  # fmt: skip
    import base64

    client = browse(company=hanbit)
    written = base64.b64decode(provider.response(asked(client, provider))).decode()
    changed = written.replace("bob@hanbit.example", "ada@hanbit.example")
    assert changed != written
    answer = post(client, base64.b64encode(changed.encode()).decode())
    refused(client, answer, "믿을 수 없었어요")


def test_a_second_assertion_beside_the_signed_one_counts_for_nothing(
    browse: Browse, hanbit: Company, ada: User, bob: User, provider: SamlProvider,
    connected: Connection,
) -> None:  # fmt: skip
    """Wrapping: the signature is over Bob, another assertion says Ada."""
    import base64

    client = browse(company=hanbit)
    written = base64.b64decode(provider.response(asked(client, provider))).decode()
    start, end = written.index("<saml:Assertion"), written.index("</samlp:Response>")
    forged = written[start:end].replace("bob@", "ada@").replace('ID="_', 'ID="_x')
    for whole in (
        written[:start] + forged + written[start:],
        written[:end] + forged + written[end:],
    ):
        answer = post(client, base64.b64encode(whole.encode()).decode())
        assert answer.status_code == 403
        assert not is_inside(client)


def test_nobody_comes_in_who_did_not_begin_here(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    """Begun at the provider, or in another browser."""
    client, other = browse(company=hanbit), browse(company=hanbit)
    request = asked(client, provider)
    refused(other, post(other, provider.response(request)), "처음부터 다시")
    unasked = {**request, "id": ""}
    refused(client, post(client, provider.response(unasked)), "처음부터 다시")


def test_a_response_counts_once(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    written = provider.response(asked(client, provider))
    post(client, written)
    assert is_inside(client)
    client.post("/accounts/logout/")
    refused(client, post(client, written), "처음부터 다시")


def test_an_assertion_counts_once_even_for_two_requests_of_one_browser(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    provider.facts = {"assertion": "_always_the_same"}
    come(browse(company=hanbit), provider)
    client = browse(company=hanbit)
    refused(client, come(client, provider), "믿을 수 없었어요")


def test_another_company_s_response_opens_nothing_here(
    browse: Browse, hanbit: Company, daon: Company, bob: User, eve: User, provider: SamlProvider,
    connected: Connection,
) -> None:  # fmt: skip
    connect(daon, provider, domains=["hanbit.example", "daon.example"])
    here, there = browse(company=hanbit), browse(company=daon)
    written = provider.response(asked(here, provider))
    asked(there, provider)
    refused(there, post(there, written), "믿을 수 없었어요")


@pytest.mark.parametrize("written", ["", "kein base64 !!!", "PGE+", "PCFET0NUWVBFIGE+PGEvPg=="])
def test_what_is_no_response_is_refused_with_a_sentence(
    written: str, browse: Browse, hanbit: Company, provider: SamlProvider, connected: Connection
) -> None:
    client = browse(company=hanbit)
    asked(client, provider)
    refused(client, post(client, written), "믿을 수 없었어요")


def test_a_deactivated_user_stays_outside(
    browse: Browse, hanbit: Company, bob: User, provider: SamlProvider, connected: Connection
) -> None:
    with context.inside(hanbit):
        users.deactivate(bob)
    client = browse(company=hanbit)
    come(client, provider)
    assert not is_inside(client)


def test_our_metadata_say_where_and_how(
    browse: Browse, hanbit: Company, provider: SamlProvider, connected: Connection
) -> None:
    text = browse(company=hanbit).get("/accounts/sso/saml/metadata").content.decode()
    assert f'Location="{hanbit.origin}/accounts/sso/saml"' in text
    assert 'WantAssertionsSigned="true"' in text
    assert "SingleLogoutService" not in text


@pytest.mark.parametrize(
    "text",
    ["nothing", "<a/>", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
     f'<EntityDescriptor xmlns="{Saml.NS_MD}" entityID="x"/>'],
)  # fmt: skip
def test_metadata_that_say_nothing_are_refused(text: str, inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as broken:
        settings.save({**WHOLE, "kind": "saml", "metadata": text, "issuer": ""})
    assert broken.value.field == "metadata"


@pytest.mark.parametrize(
    "address", ["http://10.0.0.8/m.xml", "https://169.254.169.254/", "ftp://idp.example/m"]
)
def test_metadata_are_not_fetched_from_within(address: str, inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as broken:
        settings.save({**WHOLE, "kind": "saml", "metadata_url": address, "issuer": ""})
    assert broken.value.field == "metadata_url"


def test_new_certificates_are_taken_over_another_provider_is_not(
    provider: SamlProvider, connected: Connection, hanbit: Company,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from tenants.sso import saml

    monkeypatch.setattr(saml, "fetched", lambda _address: provider.metadata)
    with context.inside(hanbit):
        Connection.objects.update(metadata_url="https://idp.hanbit.example/metadata")
        assert not settings.renew_certificates()
        provider.renew()
        assert settings.renew_certificates()
        monkeypatch.setattr(
            saml, "fetched", lambda _address: provider.metadata.replace(ENTITY, "https://evil")
        )
        assert not settings.renew_certificates()
        assert Connection.present().idp["entity_id"] == ENTITY


def test_metadata_come_from_an_address(provider: SamlProvider, inside_hanbit: Company) -> None:
    with running() as server:
        server.page = provider.metadata
        address = f"{server.issuer}/page"
        made = settings.save({**WHOLE, "kind": "saml", "metadata_url": address, "issuer": ""})
    assert made.idp["sso_url"] == LOGIN
