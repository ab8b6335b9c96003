"""SAML 2.0 as this company speaks it: signed assertions only, asked for by ourselves only (P6).

Addresses come from the company, never from the request: a response for another company's address
fits neither audience nor recipient here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography import x509
from django.urls import reverse
from django.utils.translation import gettext as _
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from dangol.errors import RuleBroken
from tenants import context
from tenants.sso.models import Connection
from tenants.sso.transport import session

LONGEST = 1024 * 1024
"""Letters of metadata."""


def entity_id() -> str:
    """What we are called at the provider; also where our metadata is."""
    return context.company().origin + reverse("sso_saml_metadata")


def reply_address() -> str:
    """Where the provider sends its response."""
    return context.company().origin + reverse("sso_saml")


def auth_of(connection: Connection, posted: dict[str, str] | None = None) -> OneLogin_Saml2_Auth:
    """For asking the provider, or for reading what it `posted` to the reply address."""
    origin = urlsplit(reply_address())
    request = {
        "https": "on" if origin.scheme == "https" else "off",
        "http_host": origin.netloc,
        "script_name": origin.path,
        "get_data": {},
        "post_data": posted or {},
    }
    return OneLogin_Saml2_Auth(request, settings_of(connection.idp))


def settings_of(idp: dict[str, Any]) -> dict[str, Any]:
    """What the library is told: strict, SHA-2, and an assertion that is signed itself."""
    return {
        "strict": True,
        "security": {
            "wantAssertionsSigned": True,
            "wantMessagesSigned": False,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
        },
        "sp": {
            "entityId": entity_id(),
            "assertionConsumerService": {
                "url": reply_address(), "binding": Saml.BINDING_HTTP_POST,
            },
            "NameIDFormat": Saml.NAMEID_UNSPECIFIED,
        },
        "idp": {
            "entityId": idp.get("entity_id", ""),
            "singleSignOnService": {
                "url": idp.get("sso_url", ""), "binding": Saml.BINDING_HTTP_REDIRECT,
            },
            "x509certMulti": {"signing": idp.get("certificates", [])},
        },
    }  # fmt: skip


def fetched(address: str) -> str:
    """The metadata at an address that the administrator gave. RuleBroken when it cannot be had."""
    try:
        with session() as asking:
            answer = asking.get(address)
            answer.raise_for_status()
            return answer.text
    except requests.RequestException as error:
        raise RuleBroken(
            "sso_unreachable",
            _(
                "%(address)s cannot be reached. Look at the address; it has to be reachable from"
                " the internet by https. Or paste the metadata below."
            )
            % {"address": address},
            field="metadata_url",
        ) from error


def read_metadata(text: str, field: str = "metadata") -> dict[str, Any]:
    """{"entity_id", "sso_url", "certificates"}. RuleBroken when it is no provider's metadata."""
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        idp = Parser.parse(text.encode()).get("idp", {})
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:
        raise RuleBroken(
            "sso_metadata",
            _("This is not the metadata of an identity provider: XML with an EntityDescriptor."),
            field=field,
        ) from error
    many = idp.get("x509certMulti", {}).get("signing", [])
    found = {
        "entity_id": idp.get("entityId", ""),
        "sso_url": idp.get("singleSignOnService", {}).get("url", ""),
        "certificates": many or [one for one in [idp.get("x509cert")] if one],
    }
    _check(found, field)
    return found


def _check(found: dict[str, Any], field: str) -> None:
    words = {
        "entity_id": _("its name (entityID)"),
        "sso_url": _("a log-in address for redirects (HTTP-Redirect)"),
        "certificates": _("a certificate that it signs by"),
    }
    lacks = [str(word) for name, word in words.items() if not found[name]]
    if lacks:
        raise RuleBroken(
            "sso_metadata", _("The metadata lacks: %(what)s.") % {"what": ", ".join(lacks)},
            field=field,
        )  # fmt: skip
    if not all(_is_certificate(each) for each in found["certificates"]):
        raise RuleBroken(
            "sso_metadata",
            _("A certificate in the metadata cannot be read. Copy the metadata once more, whole."),
            field=field,
        )
    if urlsplit(found["sso_url"]).scheme not in ("https", "http"):
        raise RuleBroken("sso_metadata", _("The log-in address is no web address."), field=field)


def _is_certificate(text: str) -> bool:
    try:
        x509.load_pem_x509_certificate(Utils.format_cert(text).encode())
    except ValueError:
        return False
    return True
