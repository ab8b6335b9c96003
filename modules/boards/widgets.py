"""Tiles and numbers of the portal about boards (A8, A24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.portal.board import Count, of_list
from modules.boards.models import Kind, Post, Reading
from modules.boards.records.posts import post_record

LINES = 6


def notices(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The notices on top and the newest; a dot for those not read yet."""
    return _lately(user, Kind.NOTICE)


def knowledge(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was written down last."""
    return _lately(user, Kind.KNOWLEDGE)


def to_confirm(user: Any) -> Count:
    """Posts that the user must still confirm."""
    found = of_list(post_record, user, {"reading": "confirm"})
    return replace(found, remark=_("to be read"), kind="warn", if_any=True)


def _lately(user: Any, kind: Kind) -> Mapping[str, Any]:
    if post_record.hidden_from(user) & {"title", "kind"}:
        return {"lines": []}
    own = Reading.objects.filter(post=OuterRef("pk"), user=user.pk)
    rows = post_record.visible_to(user).filter(kind=kind, state=Post.State.PUBLISHED)
    lines = rows.annotate(is_read=Exists(own)).order_by("-placed_at", "-id")[:LINES]
    return {"lines": list(lines), "more": f"{reverse('boards:post-list')}?kind={kind}"}
