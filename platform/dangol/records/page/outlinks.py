"""Links from a record's page to other systems, as the company has defined them (A18).

An address is a template: https://erp.example/customers/{code}. A value goes in percent-encoded, so
it stays one part of the address whatever it holds. A link that needs a field which is hidden from
the reader is not there for them; one whose field is empty is named, with the reason why it leads
nowhere. `tenants` keeps the templates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from dangol.records.forms import prints

if TYPE_CHECKING:
    from dangol.records.declaration import Record

CODE, ID = "links", "id"
LONGEST = 500
WEB, PLAIN = ("http", "https"), ("tel", "mailto")
"""Schemes of links: those with the name of a server, and those without."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
_LETTERS = re.compile(r"[!-~]+")


@dataclass(frozen=True, kw_only=True)
class OutLink:
    """One link as it was defined."""

    label: str
    address: str
    icon: str
    in_new_tab: bool = True


@dataclass(frozen=True)
class Filled:
    """A template with a record's values in it: an address, or why there is none."""

    href: str = ""
    reason: str = ""


class OutLinks(Protocol):
    """Keeps the links of the company."""

    def of(self, record: str, user: Any) -> Sequence[OutLink]:
        """Those that this user's roles show, in their order; mostly without a statement."""

    def add_address(self, record: str, user: Any) -> str:
        """Where one more is defined; "" for those who may not."""


_kept: list[OutLinks] = []


def register_outlinks(outlinks: OutLinks) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [outlinks]


def panel(record: Record, user: Any, instance: Any) -> Mapping[str, Any]:
    """The block of links on a record's page."""
    hidden = record.hidden_from(user)
    found = [
        {"link": each, "href": filled.href, "reason": filled.reason}
        for each in _kept[0].of(record.code, user)
        if (filled := fill(record, instance, hidden, each.address)) is not None
    ]
    return {"links": found, "add": _kept[0].add_address(record.code, user)}


def fields_in(address: str) -> list[str]:
    """The fields that a template asks for."""
    return _FIELD.findall(address)


def fields_of(record: Record) -> dict[str, Any]:
    """{name: label} of what a template may ask for."""
    names = [name for each in record.sections_for(None) for name in each.all_fields]
    return {ID: gettext_lazy("Id"), **{name: record.label_of(name) for name in names}}


def fill(record: Record, instance: Any, hidden: Collection[str], address: str) -> Filled | None:
    """The address for this record; None when it needs a field that is hidden or gone."""
    known, parts = fields_of(record), {}
    at = "@" if address.startswith("mailto:") else ""
    for name in fields_in(address):
        if name in hidden or name not in known:
            return None
        value = instance.pk if name == ID else getattr(instance, prints.column_of(record, name))
        text = _text(prints.plain(value))
        if not text:
            return Filled(reason=_("“%(field)s” is empty.") % {"field": known[name]})
        parts[name] = quote(text, safe=at)
    href = _FIELD.sub(lambda found: parts[found[1]], address)
    if _climbs(href):
        return Filled(reason=_("A value of this record does not fit into the address."))
    return Filled(href=href)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in value.values())
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return "" if value is None else str(value).strip()


def _climbs(href: str) -> bool:
    """Whether browsers would leave a folder on the way: no encoding keeps them from it."""
    return not {".", ".."}.isdisjoint(urlsplit(href).path.split("/"))


def check_address(record: Record, address: str) -> None:
    """RuleBroken, with what to do, unless this is a template that leads out safely."""
    if len(address) > LONGEST or not _LETTERS.fullmatch(address):
        raise _wrong(
            _("Write the address without spaces and in plain letters, up to %(most)s of them.")
            % {"most": LONGEST}
        )
    scheme, colon, rest = address.partition(":")
    if not colon or scheme not in (*WEB, *PLAIN):
        raise _wrong(_("The address must begin with https://, http://, tel: or mailto:."))
    if scheme in WEB:
        rest = _after_host(address)
    elif not rest.strip("/"):
        raise _wrong(_("Write after %(scheme)s: whom it reaches.") % {"scheme": scheme})
    if set(_FIELD.sub("", rest)) & set("{}"):
        raise _wrong(_("A brace is open or alone. Write fields like {code}."))
    known = fields_of(record)
    unknown = next((name for name in fields_in(address) if name not in known), None)
    if unknown is not None:
        raise _wrong(
            _("There is no field {%(name)s} in this record type. Choose one of the list.")
            % {"name": unknown[:40]}
        )


def _after_host(address: str) -> str:
    """What follows the server's name; RuleBroken for a name that is none, or holds a field."""
    try:
        host = urlsplit(address).netloc
    except ValueError:
        host = ""
    if not _HOST.fullmatch(host):
        raise _wrong(_("Write the name of the other system plainly, such as https://erp.example/…"))
    return address[address.index(host) + len(host) :]


def _wrong(sentence: str) -> RuleBroken:
    return RuleBroken("link_address", sentence, field="address")
