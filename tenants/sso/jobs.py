"""What comes back by itself: certificates of SAML providers, which change now and then (P6)."""

from __future__ import annotations

import logging

from dangol.errors import RuleBroken
from tenants.rounds import in_every_company
from tenants.sso.services import settings

log = logging.getLogger(__name__)


def renew() -> None:
    in_every_company(_renew, why="renew certificates of identity providers")


def _renew() -> None:
    """A provider that is away keeps its certificates until the next round."""
    try:
        settings.renew_certificates()
    except RuleBroken as broken:
        log.warning("The provider's metadata was not read: %s", broken)
