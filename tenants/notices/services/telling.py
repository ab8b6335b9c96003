"""Telling people what happened, in the transaction of the deed itself (U9).

No audit line: the deed has its own, and being told changes nothing of the company.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from dangol import clock, registry
from dangol.notices import Told
from tenants import audit
from tenants.notices import badge, choices, kinds
from tenants.notices.kinds import SEVERAL
from tenants.notices.models import Notice
from tenants.people.models import Preference, User

FOLDS = timedelta(minutes=10)
"""The same again within this time is one notice with a count, as long as it is unread."""
BRIEF = timedelta(seconds=5)
"""The browser tells sooner, and says nothing at all in quiet hours: it would be old news."""
CROWD = 5
"""So many things of one kind and doer within `FOLDS` are one notice about several."""
PAUSE = timedelta(seconds=60)
"""Mails wait so long: for more of the same, and for the doer to undo it."""


class KeptNotices:
    """Implements `dangol.notices.Notices` in the company's schema."""

    def tell(self, told: Told, to: Collection[Any]) -> None:
        users = _told_by_others(to)
        if users:
            self._tell(told, users)

    @transaction.atomic
    def _tell(self, told: Told, users: Collection[User]) -> None:
        kind = registry.notices()[told.kind]
        kept = dict(
            Preference.objects.filter(user__in=users, code=choices.CODE).values_list(
                "user_id", "value"
            )
        )
        badge.forget(user.pk for user in users)
        for user in users:
            if told.key in kinds.names(user, kind, told.record, [told.key]):
                _tell(user, kind, told, choices.of_many(kept, user))

    @transaction.atomic
    def take_back(self, told: Told, to: Collection[Any]) -> None:
        users = sorted(set(to) - {None})
        badge.forget(users)
        for user_id in users:
            _take_back(user_id, told)


def _told_by_others(to: Collection[Any]) -> list[User]:
    """Those of them who work here and did not do it themselves, always in the same order."""
    ids = set(to) - {None, audit.actor().user_id}
    if not ids:
        return []
    active = User.objects.filter(pk__in=ids, is_active=True)
    return list(active.prefetch_related("licences", "access_roles").order_by("pk"))


def _tell(user: User, kind: registry.Notice, told: Told, chosen: choices.Choices) -> None:
    """Adds a notice, or counts one more in that of a moment ago.

    Two at the very same moment may become two notices: a lock here could let the deed itself wait.
    """
    channels = chosen.channels(kind) - set(told.without)
    if not channels:
        return
    folded = _joined(user.pk, told).filter(at__gte=clock.now() - FOLDS)
    found = folded.values_list("pk", flat=True).first()
    if found is None or not _counted(found, told):
        _add(user, kind, _gathered(user, kind, told), channels, chosen)


def _counted(notice: UUID, told: Told) -> bool:
    """Whether the notice counts it too: another worker may have gathered it away meanwhile."""
    return bool(
        Notice.objects.filter(pk=notice).update(
            count=F("count") + told.count, at=clock.now(), facts=dict(told.facts)
        )
    )


def _gathered(user: User, kind: registry.Notice, told: Told) -> Told:
    """The same, or together with those of a moment ago once they are a crowd, which go.

    An import that gives somebody a thousand records one by one tells them once. Those that another
    worker is gathering are left to it, so that each is counted once.
    """
    if not kind.many:
        return told
    near = _by_doer(user.pk, told).filter(at__gte=clock.now() - FOLDS, facts=dict(told.facts))
    rows = list(near.order_by("-at").select_for_update(skip_locked=True)[:CROWD])
    if len(rows) < CROWD:
        return told
    Notice.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return replace(told, key=SEVERAL, count=told.count + sum(row.count for row in rows))


def _add(
    user: User, kind: registry.Notice, told: Told, channels: Collection[str],
    chosen: choices.Choices,
) -> None:  # fmt: skip
    due = choices.later(chosen, PAUSE)
    Notice.objects.create(
        user=user,
        kind=kind.code,
        record=told.record,
        object_id=told.key,
        actor_id=audit.actor().user_id,
        facts=dict(told.facts),
        count=told.count,
        in_app="app" in channels,
        mail_at=due if "mail" in channels else None,
        push_at=clock.now() + BRIEF if "push" in channels and chosen.is_awake() else None,
        in_digest="digest" in channels and chosen.digest,
    )


def _take_back(user_id: UUID, told: Told) -> None:
    found = _joined(user_id, told).select_for_update().first()
    if found is None:
        return
    if found.count <= told.count:
        found.delete()
    else:
        found.count -= told.count
        found.save(update_fields=["count"])


def _joined(user_id: Any, told: Told) -> Any:
    """What this adds to: the unread notice of the same thing, else that of several such things."""
    several = Q(object_id=SEVERAL, facts=dict(told.facts))
    same = Q(object_id=told.key) | several if told.key else several
    return _by_doer(user_id, told).filter(same).order_by("-object_id", "-at")


def _by_doer(user_id: Any, told: Told) -> Any:
    """The user's unread notices of this kind and type, by the same doer."""
    return Notice.objects.filter(
        user_id=user_id,
        kind=told.kind,
        record=told.record,
        actor_id=audit.actor().user_id,
        read_at=None,
    )
