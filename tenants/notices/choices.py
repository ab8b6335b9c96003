"""What users chose about their notices: kinds by channels, quiet hours (U9).

Kept as one preference. What somebody left alone follows the declaration, also when that changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from dangol import clock, preferences, registry
from dangol.registry import Channel
from tenants.working_time import NoWorkingTime, add_working_minutes

if TYPE_CHECKING:
    from tenants.people.models import User

CODE = "notices"
CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True)
class Choices:
    """One user's choices.

    kinds   {kind: {channel: yes or no}}, only what differs from the declaration
    quiet   while the company does not work mails wait and the browser says nothing
    digest  whether the mail of the morning comes at all
    """

    kinds: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    quiet: bool = True
    digest: bool = True

    def channels(self, kind: registry.Notice) -> frozenset[Channel]:
        """Where this kind is told to the user."""
        own = self.kinds.get(kind.code, {})
        return frozenset(c for c in CHANNELS if own.get(c, c in kind.channels))

    def is_awake(self) -> bool:
        """Whether the browser may tell the user something now."""
        return self.due(clock.now()) <= clock.now()

    def due(self, moment: datetime) -> datetime:
        """When something that happened at `moment` may disturb the user."""
        if not self.quiet:
            return moment
        try:
            return add_working_minutes(moment, 0)
        except NoWorkingTime:
            return moment


def read(user: User) -> Choices:
    """What the user chose."""
    return _choices(preferences.read(user, CODE))


def of_many(kept: Mapping[Any, Any], user: User) -> Choices:
    """The same from preferences that were read for several users at once."""
    return _choices(kept.get(user.pk))


def keep(user: User, kinds: Mapping[str, Mapping[str, bool]], *, quiet: bool, digest: bool) -> None:
    """Sets all of it; of the kinds only what differs from the declaration stays."""
    declared = registry.notices()
    own = {
        code: different
        for code, channels in kinds.items()
        if (
            different := {
                channel: wanted
                for channel, wanted in channels.items()
                if wanted != (channel in declared[code].channels)
            }
        )
    }
    preferences.keep(user, CODE, {"kinds": own, "quiet": quiet, "digest": digest})


def stop_digest(user: User) -> None:
    """No mail of the morning any more; everything else stays as it is."""
    preferences.change(user, CODE, lambda kept: {**_as_dict(kept), "digest": False})


def _choices(kept: Any) -> Choices:
    found = _as_dict(kept)
    kinds = found.get("kinds")
    return Choices(
        kinds=kinds if isinstance(kinds, dict) else {},
        quiet=found.get("quiet", True) is True,
        digest=found.get("digest", True) is True,
    )


def _as_dict(kept: Any) -> dict[str, Any]:
    return kept if isinstance(kept, dict) else {}


def later(user_choices: Choices, pause: Any) -> datetime:
    """When something of now is due, after a pause in which more of the same may join it."""
    return user_choices.due(clock.now() + pause)
