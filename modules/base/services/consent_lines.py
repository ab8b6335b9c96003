"""Noting consents in the ledger itself: of any customer, for any purpose (S8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from modules.base import consents
from modules.base.models import ConsentLine, Customer
from modules.base.models.consent import Purpose, Said
from modules.base.services import customers, ledger
from tenants import audit
from tenants.services.records import Services, Values

SUBJECT = "base.consent"
FIELDS = ("customer_id", "purpose", "channel", "said", "at", "source", "proof")
STAYS = _("The ledger keeps what was said as it was. Note what was said since.")


@dataclass(frozen=True, kw_only=True)
class Lines(Services):
    """A line is added and stays: it is neither changed nor removed."""

    @transaction.atomic
    def create(self, values: Values) -> Any:
        """Notes what a customer permitted or refused. RuleBroken for a day to come, for
        advertising without a channel, and where nothing says how one knows."""
        if not str(values.get("source") or "").strip():
            raise RuleBroken("consent_source", _("Write how one knows."), field="source")
        try:
            return _noted(values)
        except RuleBroken as broken:
            at = "at" if broken.field == "on" else broken.field
            raise RuleBroken(broken.code, broken.message, field=at) from broken


def _noted(values: Values) -> ConsentLine:
    if values.get("purpose", Purpose.ADVERTISING) != Purpose.ADVERTISING:
        return _other(values)
    if values["channel"] not in consents.NAMES:
        sentence = _("Choose by what advertising may come.")
        raise RuleBroken("consent_channel", sentence, field="channel")
    customer = customers.set_consent(
        values["customer"].pk, values["channel"], given=values["said"] == Said.GIVEN,
        on=values["at"], source=values["source"], proof=ledger.Proof(values.get("proof") or ""),
    )  # fmt: skip
    line: ConsentLine = newest(customer.pk, values["channel"])
    return line


def newest(customer_id: UUID, channel: str, purpose: str = Purpose.ADVERTISING) -> Any:
    """The customer's last answer, None when there was none."""
    rows = ConsentLine.objects.filter(customer=customer_id, channel=channel, purpose=purpose)
    return rows.exclude(said=Said.REMINDED).order_by("-created_at", "-id").first()


def _other(values: Values) -> ConsentLine:
    """A line for a purpose of the company's own: it stands in the ledger alone."""
    moment = customers.moment_of(values["at"])
    customer = Customer.objects.select_for_update().get(pk=values["customer"].pk)
    channel = values.get("channel") or consents.OTHER
    before = newest(customer.pk, channel, values["purpose"])
    said, actor = values["said"], audit.actor()
    if said != Said.GIVEN and before is not None and before.said == Said.GIVEN:
        said = Said.WITHDRAWN
    line = ConsentLine.objects.create(
        customer=customer, purpose=values["purpose"], channel=channel, said=said,
        at=moment, source=values["source"],
        proof=values.get("proof") or "", way=ledger.present_way(), actor_id=actor.id,
        actor_name=actor.name,
    )  # fmt: skip
    audit.record(
        "base.consent.create", subject=SUBJECT, subject_id=line.pk, summary=customer.name,
        changes={"purpose": line.purpose, "said": line.said},
    )  # fmt: skip
    return line


def _stays(instance: Any, verb: str) -> None:
    raise RuleBroken("consent_stays", STAYS)


lines = Lines(subject=SUBJECT, model=ConsentLine, fields=FIELDS, allow=_stays)
