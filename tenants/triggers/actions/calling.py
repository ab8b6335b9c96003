"""Telling another program through one of the company's webhooks (A29, W2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock, remembered
from dangol.about_triggers import Fired, Options
from dangol.api.values import values_of
from dangol.errors import RuleBroken
from dangol.records import Record
from tenants.acting import acting
from tenants.people.models import AccessRole
from tenants.triggers.actions.asking import ActionForm
from tenants.webhooks import tasks
from tenants.webhooks.models import Delivery, Endpoint

KIND = "trigger.fired"


class CallForm(ActionForm):
    """Which webhook."""

    endpoint = forms.ChoiceField(
        label=gettext_lazy("Webhook"),
        help_text=gettext_lazy("It is signed, tried again and kept in the webhook's log."),
        error_messages={"required": gettext_lazy("Add a webhook first: Settings, Interface.")},
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        rows = Endpoint.objects.order_by("name", "pk").values_list("pk", "name")
        self.fields["endpoint"].choices = [  # type: ignore[attr-defined]
            (str(pk), name) for pk, name in rows
        ]


class Call:
    """A delivery to the webhook, which carries it as any other."""

    def form(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> CallForm:
        return CallForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        name = remembered.of("names of webhooks", _names).get(options["endpoint"])
        return _("Call the webhook %(name)s") % {"name": name or _("no longer there")}

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        rows = Endpoint.objects.select_related("role", "user").filter(pk=options["endpoint"])
        endpoint = rows.first()
        if endpoint is None or endpoint.role is None or not endpoint.user.is_active:
            words = _("The webhook, or the role by which it sees records, is gone.")
            raise RuleBroken("webhook_gone", words)
        facts = {
            "endpoint": endpoint, "kind": KIND, "body": _body(endpoint, endpoint.role, fired),
            "object_id": str(fired.instance.pk) if fired.instance is not None else "",
        }  # fmt: skip
        key = uuid5(fired.key, str(endpoint.pk))
        Delivery.objects.get_or_create(key=key, defaults=facts)
        tasks.carry.ring_once_committed()
        return {"name": endpoint.name}

    def told(self, facts: Mapping[str, Any]) -> str:
        return _("Handed over to the webhook %(name)s") % {"name": facts.get("name", "")}


def _names() -> dict[str, str]:
    return {str(pk): name for pk, name in Endpoint.objects.values_list("pk", "name")}


def _body(endpoint: Endpoint, role: AccessRole, fired: Fired) -> str:
    """What the webhook's role may see of it."""
    record = fired.record
    reader = acting(endpoint.user, role)
    data: dict[str, Any] = {"trigger": str(fired.trigger), "name": fired.name}
    if fired.instance is None:
        data |= {"type": record.code, "count": fired.count}
    else:
        seen = record.visible_to(reader).filter(pk=fired.instance.pk).first()
        if seen is None:
            words = _("The role of the webhook may not see this record.")
            raise RuleBroken("webhook_closed", words)
        values = values_of(record, reader)
        data |= {
            "type": record.code,
            "id": str(seen.pk),
            "record": {name: value.read(seen) for name, value in values.items()},
        }
    told = {"type": KIND, "timestamp": clock.now().isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False)


call = Call()
