"""Everything that stands in the way of a send, each as one sentence with the place to put it right.

What the engine itself refuses is asked of the engine, so a rule that it gains is shown here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import clock
from dangol.errors import RuleBroken
from dangol.i18n import days, figures
from messaging.content import advertising, cp949, forms, text
from messaging.models import Send
from messaging.ports import meter
from messaging.senders.queries import allowed
from messaging.services import sends
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import reach

CAMPAIGN, AUDIENCE, CONTENT, ACCOUNT, SENDING = (
    "campaign",
    "audience",
    "content",
    "account",
    "sending",
)
"""The places where something can be put right."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or that the user should know.

    place  one of the places above; field the name of the input there
    stops  whether the send cannot start before it is put right
    """

    code: str
    sentence: str
    place: str
    field: str = ""
    stops: bool = True


def now(project: Project, *, funding: str = Send.Funding.FULL) -> list[Problem]:
    """What stands in the way of starting the project now."""
    found = later(project)
    if not any(each.stops and each.place == CONTENT for each in found):
        cost = sends.estimate(project.send)
        found += [*_money(cost, funding), *_limit(cost), *_night(project.send)]
    return found


def later(project: Project) -> list[Problem]:
    """What stands in the way of reserving it: its money and limits are asked when it starts."""
    if not project.is_draft:
        sentence = _("This project has been started already. Look at its progress.")
        return [Problem("started_already", sentence, SENDING)]
    return [*_campaign(project.campaign), *_recipients(project), *content(project.send)]


def content(send: Send) -> list[Problem]:
    """What is wrong with sender, subject and text: asks the engine again and again, each time with
    what it objected to put right, until it has nothing left to say."""
    probe = copy(send)
    found: list[Problem] = []
    while (broken := _objection(probe)) is not None:
        if broken.code in allowed.CODES:  # asked last: the sender is not put right by words
            if broken.field not in {each.field for each in found}:
                found.append(Problem(broken.code, str(broken), CONTENT, broken.field or ""))
            break
        found.append(Problem(broken.code, str(broken), CONTENT, broken.field or ""))
        if broken.field is None or len(found) > len(REPAIRS) + 1:
            break
        repair = REPAIRS.get(broken.code, _filled)
        setattr(probe, broken.field, repair(getattr(probe, broken.field)))
    return found


def _objection(send: Send) -> RuleBroken | None:
    try:
        forms.check(send)
    except RuleBroken as broken:
        return broken
    return None


def _filled(value: str) -> str:
    return "-"


def _without_fields(value: str) -> str:
    return re.sub("[{}｛｝]", "", text.FIELD.sub("", value)) or "-"


def _carried(value: str) -> str:
    """The text without the characters that text messages cannot carry."""
    while True:
        try:
            return cp949.encode(value).decode("cp949")
        except cp949.Unencodable as error:
            value = value.replace(error.character, "")


REPAIRS: dict[str, Callable[[str], str]] = {
    "empty_body": _filled,
    "empty_subject": _filled,
    "sender_name_missing": _filled,
    "sender_address_missing": _filled,
    "sender_number_missing": _filled,
    "opt_out_missing": _filled,
    "too_long": _filled,
    "unknown_merge_field": _without_fields,
    "broken_merge_field": _without_fields,
    "unencodable": _carried,
}
"""{code of the engine's objection: how to silence it}."""


def _campaign(campaign: Campaign) -> Iterator[Problem]:
    if campaign.state == Campaign.State.PLANNED:
        yield Problem(
            "not_approved", _("The campaign is not approved yet. Approve it first."), CAMPAIGN
        )
    elif not campaign.may_send:
        yield Problem("over", _("The campaign is over. Start it again to send."), CAMPAIGN)


def _recipients(project: Project) -> Iterator[Problem]:
    if project.audience_count is None:
        yield Problem(
            "no_recipients", _("The recipients are not chosen yet. Choose them."), AUDIENCE
        )
        return
    try:
        reached = reach.of_send(project.send)
    except RuleBroken as broken:
        yield Problem(broken.code, str(broken), AUDIENCE)
        return
    if not reached.reachable:
        yield Problem(
            "no_recipients",
            _("Nobody is left to send to: no address, no consent, or unsubscribed. Choose others."),
            AUDIENCE,
        )


def _money(cost: sends.Estimate, funding: str) -> Iterator[Problem]:
    """Full funding needs all of the cost, covered funding at least one message's price."""
    if cost.is_covered:
        return
    facts = {
        "cost": figures.won(cost.cost),
        "available": figures.won(cost.account.available),
        "missing": figures.won(cost.missing),
    }
    if cost.account.available < cost.unit_price:
        sentence = _("The message account is empty (%(available)s available). Top it up to send.")
        yield Problem("account_empty", sentence % facts, ACCOUNT)
    elif funding == Send.Funding.FULL:
        sentence = _(
            "The account covers %(available)s of %(cost)s. Top up %(missing)s, or send only what "
            "the account covers."
        )
        yield Problem("account_short", sentence % facts, ACCOUNT)


def _limit(cost: sends.Estimate) -> Iterator[Problem]:
    """How many the send limits still let through: asked by taking and giving back."""
    moment = clock.now()
    with transaction.atomic():
        left = meter().take_quota(cost.form, cost.people, moment)
        meter().return_quota(cost.form, left, moment)
    if left >= cost.people:
        return
    opens = days.moment(meter().quota_opens_at(cost.form, moment))
    if left:
        sentence = ngettext(
            "The send limit lets %(left)s more message out now; the rest follows by itself from "
            "%(opens)s.",
            "The send limit lets %(left)s more messages out now; the rest follows by itself from "
            "%(opens)s.",
            left,
        )
    else:
        sentence = _("The send limit is reached; the messages go out by themselves from %(opens)s.")
    facts = {"left": figures.number(left), "opens": opens}
    yield Problem("limit_reached", sentence % facts, SENDING, stops=False)


def _night(send: Send) -> Iterator[Problem]:
    if send.advertising and send.channel == Send.Channel.SMS and advertising.is_night(clock.now()):
        yield Problem(
            "night",
            _("It is night: who gave no consent for the night gets the message from 08:00."),
            SENDING,
            stops=False,
        )
