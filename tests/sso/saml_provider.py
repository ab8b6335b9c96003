"""A little SAML provider of the tests' own: it signs assertions with a real key by xmlsec."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from dangol import clock
from tests.sso.oidc_provider import new_key

ENTITY = "https://idp.hanbit.example/saml"
LOGIN = "https://idp.hanbit.example/saml/login"


@dataclass
class SamlProvider:
    """Who logs in there, and what is wrong with the response.

    facts    what is replaced in the response: audience, recipient, destination, issuer, and so on
    """

    facts: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    name_id: str = "u-1"
    signs: str = "assertion"
    algorithm: str = Saml.RSA_SHA256
    digest: str = Saml.SHA256

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Another key with its certificate."""
        key = new_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.hanbit.example")])
        now = clock.real_now()
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
        made = made.public_key(key.public_key()).serial_number(1)
        made = made.not_valid_before(now).not_valid_after(now + timedelta(days=9))
        self.certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.key = pem.decode()

    @property
    def metadata(self) -> str:
        bare = "".join(self.certificate.splitlines()[1:-1])
        return (
            f'<md:EntityDescriptor xmlns:md="{Saml.NS_MD}" entityID="{ENTITY}">'
            f'<md:IDPSSODescriptor protocolSupportEnumeration="{Saml.NS_SAMLP}">'
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{Saml.NS_DS}"><ds:X509Data>'
            f"<ds:X509Certificate>{bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            f'</md:KeyDescriptor><md:SingleSignOnService Binding="{Saml.BINDING_HTTP_REDIRECT}"'
            f' Location="{LOGIN}"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        )

    def request_of(self, address: str) -> dict[str, str]:
        """What the browser brings to the log-in page there."""
        packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        root = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
        return {
            "id": root.get("ID") or "",
            "reply": root.get("AssertionConsumerServiceURL") or "",
            "entity": root.findtext(f"{{{Saml.NS_SAML}}}Issuer") or "",
        }

    def response(self, asked: dict[str, str]) -> str:
        """What the browser posts back, as base64."""
        now = clock.real_now() + self.facts.get("later", timedelta())
        said = {
            "request": asked["id"], "destination": asked["reply"], "recipient": asked["reply"],
            "audience": asked["entity"], "issuer": ENTITY, "now": _time(now),
            "before": _time(now - timedelta(seconds=30)),
            "after": _time(now + timedelta(minutes=5)),
            "assertion": f"_{uuid4().hex}", "response": f"_{uuid4().hex}",
            "name_id": self.name_id, **self.facts,
        }  # fmt: skip
        assertion = _assertion(said, self.attributes)
        if self.signs == "assertion":
            assertion = self._signed(assertion)
        whole = _response(said, assertion)
        if self.signs == "response":
            whole = self._signed(whole)
        return base64.b64encode(whole.encode()).decode()

    def _signed(self, xml: str) -> str:
        signed = Utils.add_sign(
            xml, self.key, self.certificate,
            sign_algorithm=self.algorithm, digest_algorithm=self.digest,
        )  # fmt: skip
        return str(signed.decode() if isinstance(signed, bytes) else signed)


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _assertion(said: dict[str, Any], attributes: dict[str, str]) -> str:
    asked = f' InResponseTo="{said["request"]}"' if said["request"] else ""
    listed = "".join(
        f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue>'
        "</saml:Attribute>"
        for name, value in attributes.items()
    )
    return (
        f'<saml:Assertion xmlns:saml="{Saml.NS_SAML}" ID="{said["assertion"]}" Version="2.0"'
        f' IssueInstant="{said["now"]}"><saml:Issuer>{said["issuer"]}</saml:Issuer>'
        f'<saml:Subject><saml:NameID Format="{Saml.NAMEID_PERSISTENT}">{said["name_id"]}'
        f'</saml:NameID><saml:SubjectConfirmation Method="{Saml.CM_BEARER}">'
        f'<saml:SubjectConfirmationData NotOnOrAfter="{said["after"]}"'
        f' Recipient="{said["recipient"]}"{asked}/></saml:SubjectConfirmation></saml:Subject>'
        f'<saml:Conditions NotBefore="{said["before"]}" NotOnOrAfter="{said["after"]}">'
        f"<saml:AudienceRestriction><saml:Audience>{said['audience']}</saml:Audience>"
        f"</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement"
        f' AuthnInstant="{said["now"]}" SessionIndex="_s"><saml:AuthnContext>'
        f"<saml:AuthnContextClassRef>{Saml.AC_PASSWORD}</saml:AuthnContextClassRef>"
        f"</saml:AuthnContext></saml:AuthnStatement>"
        f"<saml:AttributeStatement>{listed}</saml:AttributeStatement></saml:Assertion>"
    )


def _response(said: dict[str, Any], assertion: str) -> str:
    asked = f' InResponseTo="{said["request"]}"' if said["request"] else ""
    return (
        f'<samlp:Response xmlns:samlp="{Saml.NS_SAMLP}" xmlns:saml="{Saml.NS_SAML}"'
        f' ID="{said["response"]}" Version="2.0" IssueInstant="{said["now"]}"'
        f' Destination="{said["destination"]}"{asked}><saml:Issuer>{said["issuer"]}</saml:Issuer>'
        f'<samlp:Status><samlp:StatusCode Value="{Saml.STATUS_SUCCESS}"/></samlp:Status>'
        f"{assertion}</samlp:Response>"
    )
