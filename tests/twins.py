"""The same ids in two companies, on purpose: what is found by id alone would show the other's."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dangol import clock
from dangol.imports.plan import RowState
from messaging import addresses
from messaging.models import Message, Send
from modules.base.models import ContactHistory, Customer, Order
from modules.campaign.models import Campaign, Project
from tenants.importing.models import ImportRow, ImportRun
from tenants.people.models import Holiday, User
from tests.template import TWIN


def plant(word: str) -> None:
    """One record of every kind, with the twins' id and `word` in its texts, in this company."""
    User.objects.filter(pk=TWIN).update(name=word)
    customer = Customer.objects.create(
        pk=TWIN,
        name=word,
        company_name=word,
        memo=word,
        email="twin@buyer.example",
        email_key="twin@buyer.example",
        mail_ads=True,
    )
    ContactHistory.objects.create(pk=TWIN, customer=customer, medium="phone", memo=word)
    Order.objects.create(pk=TWIN, customer=customer, number="T-1", amount=1, product=word)
    Holiday.objects.create(pk=TWIN, name=word, repeat="solar", month=11, day=24)
    _plant_import(word)
    _plant_send(word)


def _plant_import(word: str) -> None:
    name = default_storage.save("imports/twin.csv", ContentFile(f"이름\n{word}\n".encode()))
    run = ImportRun.objects.create(
        pk=TWIN,
        record="base.customer",
        file_name=f"{word}.csv",
        stored_name=name,
        encoding="utf-8",
        delimiter=",",
        header=["이름"],
        state=ImportRun.State.DONE,
        rejected=1,
    )
    ImportRow.objects.create(
        run=run, number=1, state=RowState.REJECTED, cells=[word], reason="missing:name"
    )


def _plant_send(word: str) -> None:
    campaign = Campaign.objects.create(pk=TWIN, name=word, description=word)
    send = Send.objects.create(
        pk=TWIN, name=word, channel="email", subject=word, body=word, status=Send.Status.DONE
    )
    Project.objects.create(
        pk=TWIN,
        campaign=campaign,
        name=word,
        send=send,
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=30),
    )
    Message.objects.create(
        pk=TWIN,
        send=send,
        contact_id=TWIN,
        name=word,
        addr_norm="twin@buyer.example",
        addr_hash=addresses.fingerprint("twin@buyer.example"),
        state=Message.State.ACCEPTED,
    )
