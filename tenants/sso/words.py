"""What the audit says of single sign-on (V3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenants.sso.models import Connection
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import PLANS

NAMES = {"email": _("Mail address"), "name": _("Name"), "uid": _("Permanent key")}


def mapping_in_words(mapping: dict[str, Any]) -> str:
    """Which attribute says what."""
    return ", ".join(f"{NAMES[name]}: {said}" for name, said in mapping.items() if name in NAMES)


sso = Vocabulary(
    subject="tenants.sso",
    label=_("Single sign-on"),
    model=Connection,
    facts={
        "kind": Fact(label=_("Standard"), words=dict(Connection.Kind.choices)),
        "state": Fact(label=_("State"), words=dict(Connection.State.choices)),
        "name": Fact(label=_("Button")),
        "domains": Fact(label=_("Mail domains"), is_list=True),
        "issuer": Fact(label=_("Provider")),
        "client_id": Fact(label=_("Client ID")),
        "secret": Fact(label=_("Client secret renewed"), like=True),
        "metadata_url": Fact(label=_("Address of the metadata")),
        "mapping": Fact(
            label=_("Attributes"), say=mapping_in_words, like={"email": "mail", "uid": "sub"}
        ),
        "takes_newcomers": Fact(label=_("Newcomers become users"), like=True),
        "newcomer_plans": PLANS,
        "trusts_factor": Fact(label=_("Second factor at the provider"), like=True),
    },
    deeds={
        "tenants.sso.edit": _("Single sign-on changed"),
        "tenants.sso.test": _("Single sign-on tested"),
        "tenants.sso.renew": _("Certificates of the provider renewed"),
    },
)
