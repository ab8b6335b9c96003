"""Setting single sign-on up (P6). Each save is one transaction and one line in the audit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, sealing
from tenants.services import licences
from tenants.sso import discovery, saml
from tenants.sso.models import Connection, new_code

SUBJECT = "tenants.sso"
PURPOSE = "single sign-on"
"""Of the sealed secret."""
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
TOLD = (
    "kind", "state", "name", "domains", "issuer", "client_id", "metadata_url", "mapping",
    "takes_newcomers", "newcomer_plans", "trusts_factor",
)  # fmt: skip
PROVING = ("kind", "issuer", "client_id", "secret", "idp", "mapping", "domains")
"""What a test has proved; changed, it has to be made again."""


def save(values: Mapping[str, Any]) -> Connection:
    """Keeps the settings; what stands at the provider is asked before anything is written.

    RuleBroken when the provider cannot be reached or read, for a mail domain that is none, and for
    closing the password log-in before the connection was seen to work. A provider that is kept may
    be away: that is the day on which passwords have to be opened again.
    """
    wanted = dict(values)
    wanted["domains"] = checked_domains(wanted["domains"])
    licences.checked(wanted["newcomer_plans"])
    if wanted["kind"] == Connection.Kind.OIDC:
        wanted |= _oidc(wanted)
    else:
        wanted |= _saml(wanted)
    return _keep(wanted)


def checked_domains(domains: Sequence[str]) -> list[str]:
    """Mail domains in small letters, each once; RuleBroken for none, and for what is no domain."""
    found = list(dict.fromkeys(each.strip().lower().removeprefix("@") for each in domains))
    found = [each for each in found if each]
    wrong = [each for each in found if not DOMAIN.fullmatch(each)]
    if wrong:
        raise RuleBroken(
            "sso_domain", _("“%(name)s” is no mail domain such as hanbit.co.kr.")
            % {"name": wrong[0][:60]}, field="domains",
        )  # fmt: skip
    if not found:
        raise RuleBroken("sso_domain", _("Enter the mail domain of your company."), field="domains")
    return found


def _oidc(wanted: Mapping[str, Any]) -> dict[str, Any]:
    issuer, client = wanted["issuer"].strip(), wanted["client_id"].strip()
    if not issuer:
        raise RuleBroken("sso_issuer", _("Enter the provider's address."), field="issuer")
    if not client:
        raise RuleBroken("sso_client", _("Enter the client ID."), field="client_id")
    kept = Connection.present()
    if (kept.kind, kept.issuer) != (Connection.Kind.OIDC, issuer):
        discovery.configuration(issuer, anew=True)
    secret = {"secret": wanted["secret"]} if wanted["secret"] else {}
    return {"issuer": issuer, "client_id": client, "metadata_url": "", "idp": {}, **secret}


def _saml(wanted: Mapping[str, Any]) -> dict[str, Any]:
    address, text = wanted["metadata_url"].strip(), wanted["metadata"].strip()
    kept = Connection.present()
    if address:
        idp = _idp_at(address, kept)
    elif text:
        idp = saml.read_metadata(text)
    elif kept.kind == Connection.Kind.SAML and kept.idp and not kept.metadata_url:
        idp = kept.idp
    else:
        raise RuleBroken(
            "sso_metadata", _("Enter the address of the metadata, or paste it."),
            field="metadata_url",
        )  # fmt: skip
    return {"idp": idp, "metadata_url": address, "issuer": "", "client_id": "", "secret": ""}


def _idp_at(address: str, kept: Connection) -> dict[str, Any]:
    """What the metadata there says; what it said before when the kept address does not answer."""
    try:
        return saml.read_metadata(saml.fetched(address), "metadata_url")
    except RuleBroken:
        if (kept.kind, kept.metadata_url) != (Connection.Kind.SAML, address):
            raise
        found: dict[str, Any] = kept.idp
        return found


@transaction.atomic
def _keep(wanted: dict[str, Any]) -> Connection:
    row = Connection.locked()
    before = {name: getattr(row, name) for name in TOLD}
    proved, who = _proof(row), _who(row)
    for name, value in wanted.items():
        if name == "secret":
            if value:
                row.secret = sealing.seal(PURPOSE, value)
        elif name != "metadata":
            setattr(row, name, value)
    if row.kind == Connection.Kind.SAML:
        row.secret = ""
    if proved != _proof(row) or wanted.get("secret"):
        row.tested_at = None
    if who != _who(row):
        SocialAccount.objects.filter(provider=row.code).delete()
        row.code = new_code()
    _check_only(row)
    row.changed_at = clock.now()
    row.save()
    _tell(row, before, has_new_secret=bool(wanted.get("secret")))
    return row


def _proof(row: Connection) -> list[Any]:
    return [getattr(row, name) for name in PROVING if name != "secret"]


def _who(row: Connection) -> tuple[str, str]:
    """Which provider it is: accounts of one are nobody's at another."""
    return row.kind, row.issuer or str(row.idp.get("entity_id", ""))


def _check_only(row: Connection) -> None:
    if row.is_only and row.tested_at is None:
        raise RuleBroken(
            "sso_untested",
            _(
                "Before the password log-in is closed the connection has to be seen to work. Save"
                " with “Company account or password”, test the connection, then close it."
            ),
            field="state",
        )


def _tell(row: Connection, before: dict[str, Any], *, has_new_secret: bool) -> None:
    after = {name: getattr(row, name) for name in TOLD}
    changes: dict[str, Any] = {
        name: [old, after[name]] for name, old in before.items() if old != after[name]
    }
    if has_new_secret:
        changes["secret"] = True
    if changes:
        audit.record("tenants.sso.edit", subject=SUBJECT, subject_id=1, changes=changes)


@transaction.atomic
def passed(connection: Connection) -> None:
    """Notes that it works with the settings of now, unless somebody has just changed them."""
    same = Connection.objects.filter(pk=connection.pk, changed_at=connection.changed_at)
    if same.update(tested_at=clock.now()):
        audit.record("tenants.sso.test", subject=SUBJECT, summary=connection.issuer[:200])


def renew_certificates() -> bool:
    """Reads the metadata anew that stands at an address, and takes over its certificates.

    Only those: another name or log-in address is for an administrator to see.
    """
    kept = Connection.present()
    if not kept.is_open or not kept.metadata_url:
        return False
    idp = saml.read_metadata(saml.fetched(kept.metadata_url), "metadata_url")
    is_same = all(idp[name] == kept.idp.get(name) for name in ("entity_id", "sso_url"))
    return is_same and idp != kept.idp and _renew(kept, idp)


@transaction.atomic
def _renew(kept: Connection, idp: dict[str, Any]) -> bool:
    same = Connection.objects.filter(pk=kept.pk, changed_at=kept.changed_at)
    if not same.update(idp=idp):
        return False
    audit.record("tenants.sso.renew", subject=SUBJECT, subject_id=1)
    return True
