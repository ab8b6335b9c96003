"""Networks from which a company's people may log in (P6)."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

MOST = 200


def checked(text: str) -> list[str]:
    """The networks of a text, one a line, as CIDR; RuleBroken names the line that is none."""
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].strip()
        if not words:
            continue
        try:
            if "%" in words:  # an address of one link, known by that name on one machine only
                raise ValueError(words)
            network = str(ip_network(words, strict=False))
        except ValueError as error:
            raise RuleBroken(
                "network_form",
                _("Line %(line)s, “%(text)s”, is no network; write it like 203.0.113.0/24.")
                % {"line": number, "text": words[:40]},
                field="networks_text",
            ) from error
        if network not in found:
            found.append(network)
    if len(found) > MOST:
        raise RuleBroken(
            "network_count",
            _("There may be %(most)s networks at most; join neighbours into one.") % {"most": MOST},
            field="networks_text",
        )
    return found


def allows(networks: Iterable[str], address: str | None) -> bool:
    """Whether one may come from this address; everybody may while the list is empty."""
    known = [ip_network(network) for network in networks]
    if not known:
        return True
    if address is None:
        return False
    here = ip_address(address)
    mapped = getattr(here, "ipv4_mapped", None)
    here = mapped or here
    return any(here in network for network in known)
