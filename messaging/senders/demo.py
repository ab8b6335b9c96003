"""Senders of a demo company (X1): a domain and a number that count, since nobody could prove a
domain that does not exist. They are marked, and nobody asks the DNS about them by itself."""

from __future__ import annotations

from datetime import timedelta

import typst
from django.core.files.base import ContentFile

from dangol import clock
from messaging.dispatch.models import SenderNumber
from messaging.senders.judging import KINDS, PASS, Finding, wanted
from messaging.senders.models import MailAddress, MailDomain, Preferences
from messaging.senders.services import domains, numbers
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Role

NUMBER = "023397020"
WAITING = "02-339-7021"
"""Of the block that is kept free for films and books."""
DOCUMENT = b"""#set page(width: 210mm, height: 297mm)
= Example of a certificate of service

This page belongs to the demo data. It stands for the certificate of a telecom company.
"""


class Furnished:
    """`tenants.ports.Demo`: a company whose senders are ready."""

    def furnish(self, company: Company) -> None:
        if company.is_provider or SenderNumber.objects.filter(company=company).exists():
            return
        number = vouch_for_number(company, NUMBER, label="대표 번호")
        with context.inside(company):
            vouch_for_domain(f"{company.address}.example")
            address = MailAddress.objects.create(
                address=f"news@{company.address}.example", name=company.name[:40]
            )
            Preferences.objects.update_or_create(
                pk=Preferences.ONLY, defaults={"mail": address, "number": number.pk}
            )
            _hand_in(company)


def _hand_in(company: Company) -> None:
    """One more number, which waits for the staff, with a document that says what it is."""
    admin = User.objects.filter(role=Role.ADMIN).order_by("created_at").first()
    if admin is not None:
        numbers.ask(
            WAITING, label="매장 안내", holder=company.name, by=admin,
            documents=[ContentFile(typst.compile(DOCUMENT), name="example-certificate.pdf")],
        )  # fmt: skip


def vouch_for_domain(name: str) -> MailDomain:
    """A domain that counts as verified without the DNS: made up, and never looked at by itself."""
    row = domains.add(name)
    records = wanted(row)
    row.findings = {kind: Finding(PASS, value=records[kind].value).as_json() for kind in KINDS}
    row.state, row.is_example = MailDomain.State.VERIFIED, True
    row.save(update_fields=["findings", "state", "is_example"])
    return row


def vouch_for_number(company: Company, digits: str, *, label: str = "") -> SenderNumber:
    """An approved number, as the provider's staff would approve it; on the platform."""
    row = SenderNumber(
        company=company, number=digits, holder=company.name, label=label,
        asked_by_name=company.name, decision=SenderNumber.State.APPROVED,
        decided_at=clock.now(), expires_on=clock.today() + timedelta(days=730),
    )  # fmt: skip
    row.save(force_insert=True)
    return row
