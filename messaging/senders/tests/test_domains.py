"""A domain is proven by its records: what is there, what is missing, what is wrong (S1, T7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.senders.judging import merged_spf, wanted
from messaging.senders.models import MailAddress, MailDomain
from messaging.senders.queries import allowed
from messaging.senders.services import domains
from messaging.senders.tests.conftest import put
from messaging.services import steering
from messaging.tests.conftest import make_draft
from messaging.tests.work import as_platform, run_pumps, travel
from tenants.models import Company, Errand
from tenants.notices.models import Notice
from tenants.people.models import AuditEntry, User
from tests.providers.nameserver import NameServer

pytestmark = [pytest.mark.feature("S1"), pytest.mark.feature("T7")]
State = MailDomain.State


def states(row: MailDomain) -> dict[str, str]:
    return {kind: found["state"] for kind, found in row.findings.items()}


def code(row: MailDomain, kind: str) -> str:
    return str(row.findings[kind]["code"])


def look(row: MailDomain) -> MailDomain:
    return domains.check(row)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shop.Example", "shop.example"), ("https://shop.example/about", "shop.example"),
        ("news@shop.example", "shop.example"), ("한빛.한국", "xn--5i4bz1k.xn--3e0b707e"),
    ],
)  # fmt: skip
def test_a_domain_is_read_as_the_dns_writes_it(text: str, name: str) -> None:
    try:
        assert domains.read_name(text) == name.replace(
            "xn--5i4bz1k", text.encode("idna").decode().split(".")[0]
        )
    except UnicodeError:
        pytest.fail("not read")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("shop", "domain_form"), ("shop..kr", "domain_form"), ("a b.kr", "domain_form"),
        ("naver.com", "domain_of_provider"), ("mail.dangol.example", "domain_ours"),
        ("1.2.3.4", "domain_form"), ("", "domain_form"), ("x" * 300 + ".kr", "domain_form"),
    ],
)  # fmt: skip
def test_what_nobody_can_prove_is_refused(text: str, problem: str, inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as broken:
        domains.add(text)
    assert broken.value.code == problem


def test_with_its_records_set_a_domain_is_verified(dns: NameServer, domain: MailDomain) -> None:
    put(dns, domain)
    row = look(domain)
    assert set(states(row).values()) == {"pass"}
    assert row.state == State.VERIFIED
    MailAddress.objects.create(address="news@shop.example", name="가게")
    assert "news@shop.example" in {each.value for each in allowed.choices("email")}
    assert AuditEntry.objects.filter(action="messaging.domain.move").exists()


def test_without_records_each_is_missing_and_nothing_may_leave(
    dns: NameServer, domain: MailDomain
) -> None:
    row = look(domain)
    assert set(states(row).values()) == {"missing"}
    assert (row.state, row.checked_at is not None) == (State.WAITING, True)
    MailAddress.objects.create(address="news@shop.example", name="가게")
    with pytest.raises(RuleBroken) as broken:
        allowed.check(Send(channel="email", sender_address="news@shop.example"))
    assert broken.value.code == "sender_unverified"


def test_ownership_and_dkim_are_needed_and_the_rest_is_advised(
    dns: NameServer, domain: MailDomain
) -> None:
    put(dns, domain, "owner", "dkim")
    row = look(domain)
    assert states(row) == {
        "owner": "pass", "dkim": "pass", "spf": "missing", "dmarc": "missing",
    }  # fmt: skip
    assert row.state == State.VERIFIED
    put(dns, domain, "owner", "spf", "dmarc")
    dns.set(wanted(domain)["dkim"].host)
    assert look(domain).state == State.LOSING


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("v=DKIM1; k=rsa; p=", "dkim_revoked"), ("v=DKIM1; k=rsa; p=AAAA", "dkim_other"),
        ("v=DKIM1; k=ed25519; p={key}", "dkim_other"), ("hello", "dkim_other"),
    ],
)  # fmt: skip
def test_a_dkim_record_that_is_wrong_says_how(
    value: str, problem: str, dns: NameServer, domain: MailDomain
) -> None:
    put(dns, domain)
    dns.set(wanted(domain)["dkim"].host, value.replace("{key}", domain.public_key))
    row = look(domain)
    assert (states(row)["dkim"], code(row, "dkim")) == ("wrong", problem)
    assert row.state == State.WAITING


def test_a_dkim_record_may_be_written_in_pieces_and_with_blanks(
    dns: NameServer, domain: MailDomain
) -> None:
    put(dns, domain)
    key = f"{domain.public_key[:100]} {domain.public_key[100:]}"
    dns.set(wanted(domain)["dkim"].host, f"k=rsa;p={key}; t=s")
    assert states(look(domain))["dkim"] == "pass"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (["v=spf1 include:_spf.google.com -all"], "spf_without_us"),
        (["v=spf1 a -all", "v=spf1 mx ~all"], "spf_many"),
        (["v=spf1 include:_spf.dangol.example +all"], "spf_open"),
        (["v=spf1 include:_spf.dangol.example " + "include:a.kr " * 10 + "~all"], "spf_lookups"),
    ],
)  # fmt: skip
def test_an_spf_record_that_is_wrong_says_how(
    values: list[str], problem: str, dns: NameServer, domain: MailDomain
) -> None:
    dns.set("shop.example", "google-site-verification=1", *values)
    row = look(domain)
    assert (states(row)["spf"], code(row, "spf")) == ("wrong", problem)


def test_the_spf_record_to_set_keeps_what_is_there() -> None:
    found = ["v=spf1 include:_spf.google.com ip4:203.0.113.7 -all"]
    assert merged_spf(found) == (
        "v=spf1 include:_spf.dangol.example include:_spf.google.com ip4:203.0.113.7 -all"
    )
    assert merged_spf(["v=spf1 a ~all", "v=spf1 a mx +all"]) == (
        "v=spf1 include:_spf.dangol.example a mx ~all"
    )


@pytest.mark.parametrize(
    ("values", "state", "problem"),
    [
        (["v=DMARC1; p=reject; rua=mailto:a@shop.example"], "pass", ""),
        (["v=DMARC1; rua=mailto:a@shop.example"], "wrong", "dmarc_policy"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "wrong", "dmarc_many"),
        (["hello"], "wrong", "dmarc_other"),
    ],
)  # fmt: skip
def test_a_dmarc_record_is_judged(
    values: list[str], state: str, problem: str, dns: NameServer, domain: MailDomain
) -> None:
    dns.set("_dmarc.shop.example", *values)
    row = look(domain)
    assert (states(row)["dmarc"], code(row, "dmarc")) == (state, problem)


def test_the_policy_of_the_domain_above_holds_too(dns: NameServer, inside_hanbit: Company) -> None:
    row = domains.add("mail.shop.example")
    dns.set("_dmarc.shop.example", "v=DMARC1; p=quarantine")
    assert states(look(row))["dmarc"] == "pass"


def test_another_companys_token_is_no_proof(dns: NameServer, domain: MailDomain) -> None:
    put(dns, domain)
    dns.set("shop.example", "dangol-verification=somebody-else")
    row = look(domain)
    assert (states(row)["owner"], code(row, "owner")) == ("wrong", "owner_other")
    dns.set("shop.example", "dangol-verification=somebody-else", wanted(domain)["owner"].value)
    assert states(look(domain))["owner"] == "pass"


def test_a_name_server_that_fails_says_nothing_about_the_records(
    dns: NameServer, domain: MailDomain
) -> None:
    """SERVFAIL and silence are no missing records: what held before holds on."""
    put(dns, domain)
    assert look(domain).state == State.VERIFIED
    seen = MailDomain.objects.get(pk=domain.pk).checked_at
    dns.broken.add("shop.example")
    row = look(domain)
    assert (states(row)["owner"], states(row)["spf"]) == ("unknown", "unknown")
    assert (row.state, row.lost_at, row.checked_at) == (State.VERIFIED, None, seen)
    dns.broken.clear()
    dns.down.add(wanted(domain)["dkim"].host)
    row = look(domain)
    assert (states(row)["dkim"], row.state) == ("unknown", State.VERIFIED)


def test_no_name_server_at_all_changes_nothing(settings: object, domain: MailDomain) -> None:
    settings.DNS_SERVER = "127.0.0.1:9"  # type: ignore[attr-defined]  # nobody listens there
    row = look(domain)
    assert set(states(row).values()) == {"unknown"}
    assert (row.state, row.checked_at) == (State.WAITING, None)


def test_a_domain_that_loses_its_records_has_three_days_and_its_administrators_are_told(
    dns: NameServer, inside_hanbit: Company, domain: MailDomain, people: object
) -> None:
    put(dns, domain)
    look(domain)
    MailAddress.objects.create(address="news@shop.example", name="가게")
    send = make_draft(3, sender_address="news@shop.example")
    dns.set("shop.example")
    row = look(domain)
    assert row.state == State.LOSING
    told = Notice.objects.filter(kind="messaging.domain.failing")
    assert told.count() == 1
    allowed.check(send)  # still good
    with travel(inside_hanbit, timedelta(hours=71)):
        assert look(domain).state == State.LOSING
    with travel(inside_hanbit, timedelta(hours=73)):
        assert look(domain).state == State.LOST
        assert told.count() == 2
        with pytest.raises(RuleBroken):
            steering.start(send)
        put(dns, domain)
        assert look(domain).state == State.VERIFIED
        steering.start(send)


def test_what_is_being_sent_pauses_when_its_domain_is_taken_away(
    dns: NameServer, inside_hanbit: Company, domain: MailDomain, people: object
) -> None:
    put(dns, domain)
    look(domain)
    MailAddress.objects.create(address="news@shop.example", name="가게")
    send = steering.start(make_draft(3, sender_address="news@shop.example"))
    other = steering.start(make_draft(3))
    domains.remove(MailDomain.objects.get(pk=domain.pk))
    send.refresh_from_db()
    other.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.SENDER_NOT_VERIFIED)
    assert (send.detail, other.status) == ("news@shop.example", Send.Status.WAITING)
    with pytest.raises(RuleBroken) as broken:
        steering.resume(send)
    assert broken.value.code == "sender_unverified"


def test_a_pump_asks_once_more_before_each_slice(
    dns: NameServer, inside_hanbit: Company, domain: MailDomain, people: object
) -> None:
    put(dns, domain)
    look(domain)
    MailAddress.objects.create(address="news@shop.example", name="가게")
    send = steering.start(make_draft(3, sender_address="news@shop.example"))
    MailDomain.objects.filter(pk=domain.pk).update(state=State.LOST)
    run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.SENDER_NOT_VERIFIED)
    assert not send.messages.filter(state="accepted").exists()


def test_the_job_looks_at_what_is_due_and_at_nothing_else(
    dns: NameServer, inside_hanbit: Company, domain: MailDomain
) -> None:
    def promised() -> list[str]:
        work = "messaging.senders.services.domains.check_by_key"
        rows = Errand.objects.filter(work=work).values_list("args", flat=True)
        return [args[0] for args in as_platform(lambda: list(rows))]

    domains._promise()
    assert promised() == [str(domain.pk)]  # the vouched-for domain of the tests is nobody's
    domains.check_by_key(str(domain.pk))
    asked = len(dns.asked)
    assert asked
    domains.check_by_key(str(domain.pk))  # promised twice, looked at once
    assert len(dns.asked) == asked
    put(dns, domain)
    with travel(inside_hanbit, timedelta(hours=2)):
        domains.check_by_key(str(domain.pk))
    assert MailDomain.objects.get(pk=domain.pk).state == State.VERIFIED
    assert Notice.objects.filter(kind="messaging.domain.verified").count() == 1


def test_the_page_shows_what_to_set_what_is_there_and_what_to_do(
    dns: NameServer, domain: MailDomain, client: Client
) -> None:
    dns.set("shop.example", "v=spf1 include:_spf.google.com -all")
    address = f"/messaging/senders/domains/{domain.pk}/"
    before = client.get(address).content.decode()
    for record in wanted(domain).values():
        assert record.value in before.replace("&#x27;", "'")
    assert "아직 확인하지 않음" in before
    answer = client.post(f"{address}check", follow=True).content.decode()
    assert "v=spf1 include:_spf.dangol.example include:_spf.google.com -all" in answer
    assert "v=spf1 include:_spf.google.com -all" in answer
    assert "잘못됨" in answer
    assert "없음" in answer
    again = client.post(f"{address}check", follow=True).content.decode()
    assert "방금 확인했어요" in again
    dns.broken.add("shop.example")
    cache.clear()
    assert "확인하지 못함" in client.post(f"{address}check", follow=True).content.decode()


def test_a_domain_is_added_and_removed_by_form(client: Client, ada: User) -> None:
    wrong = client.post("/messaging/senders/domains/new", {"name": "gmail.com"})
    assert wrong.status_code == 422
    assert "메일 서비스" in wrong.content.decode()
    answer = client.post("/messaging/senders/domains/new", {"name": "새가게.example"})
    assert answer.status_code == 302
    page = answer["Location"]
    assert client.get(page).status_code == 200
    assert client.get(f"{page}remove").status_code == 200
    assert client.post(f"{page}remove")["Location"] == "/messaging/senders/"
    assert client.get(page).status_code == 404
