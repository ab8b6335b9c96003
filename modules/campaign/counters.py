"""Numbers of the status board about campaigns; each counts the list that its click opens (A4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from dangol.portal.board import Count, of_list
from modules.campaign.records import campaign_record


def running(user: Any) -> Count:
    """Campaigns in the state running."""
    return of_list(campaign_record, user, {"state": "running"})


def stopped(user: Any) -> Count:
    """Campaigns with a send that is paused or short of balance: somebody has to act."""
    found = of_list(campaign_record, user, {"sends": "stopped"})
    return replace(found, remark=_("to be resumed"), kind="err", if_any=True)


def drafts(user: Any) -> Count:
    """Campaigns with a project that is still being prepared."""
    return of_list(campaign_record, user, {"sends": "draft"})
