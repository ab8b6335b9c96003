"""The checks beside a text: each passes, deserves a look, or must be put right (G17, S6, S8).

What must be put right is what the engine itself refuses (`problems.content`); the rest helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dangol import clock
from dangol.i18n import figures
from messaging.content import advertising, forms, text
from messaging.models import Send
from messaging.ports import audience, meter
from modules.campaign.queries import problems, reach
from modules.campaign.queries.previews import Preview

LONG_SUBJECT = 40
"""Characters; longer ones are cut off on phones."""
COLUMNS = {
    "name": "name",
    "company": "company_name",
    "title": "title",
    "mobile": "mobile",
    "email": "email",
    "grade": "grade",
}
"""{merge field: the column behind it}."""
Look = Literal["pass", "look", "fix"]


@dataclass(frozen=True)
class Check:
    """One line: `field` is the name of the input it is about, "" for none."""

    look: Look
    title: str
    words: str
    field: str = ""


def checks(send: Send, preview: Preview, found: list[problems.Problem]) -> list[Check]:
    """All lines for a draft; `found` are the engine's objections to it."""
    open_problems = {each.field: each for each in found}
    lines = [*_fixes(found)]
    lines += [
        each
        for each in (*_sender(send), *_content(send, preview), *_people(send, preview))
        if each.field not in open_problems
    ]
    order = {"fix": 0, "look": 1, "pass": 2}
    return sorted(lines, key=lambda each: order[each.look])


def _fixes(found: list[problems.Problem]) -> Iterator[Check]:
    titles = {
        "body": pgettext("message", "Text"),
        "subject": _("Subject"),
        "sender_name": _("Sender"),
        "sender_address": _("Sender"),
        "sender_number": _("Sender"),
        "opt_out_number": _("Opting out"),
    }
    for each in found:
        title = titles.get(each.field, pgettext("message", "Text"))
        yield Check("fix", title, each.sentence, each.field or "body")


def _sender(send: Send) -> Iterator[Check]:
    if send.channel == Send.Channel.EMAIL:
        yield Check("pass", _("Sender"), send.sender_address, "sender_address")
    else:
        yield Check("pass", _("Sender"), figures.phone(send.sender_number), "sender_number")
    if not send.advertising:
        words = _("Sent as information. Is it advertising? Then switch it on.")
        yield Check("look", advertising.LABEL, words, "advertising")
        return
    if send.channel == Send.Channel.EMAIL:
        yield Check("pass", advertising.LABEL, _("Put before the subject by itself."))
        yield Check("pass", _("Opting out"), _("One click at the foot ends it (RFC 8058)."))
    else:
        yield Check("pass", advertising.LABEL, _("Put at the head of the text by itself."))
        number = figures.phone(send.opt_out_number)
        words = _("%(number)s stands at the end of the text.") % {"number": number}
        yield Check("pass", _("Opting out"), words, "opt_out_number")


def _content(send: Send, preview: Preview) -> Iterator[Check]:
    if send.channel != Send.Channel.EMAIL:
        yield _length(preview)
        return
    count = {"count": figures.number(len(preview.subject))}
    if len(preview.subject) > LONG_SUBJECT:
        words = _("%(count)s characters; phones cut it off.") % count
        yield Check("look", _("Subject"), words, "subject")
    else:
        yield Check("pass", _("Subject"), _("%(count)s characters") % count, "subject")
    yield _links(send)


def _length(preview: Preview) -> Check:
    """Of a text message: for the recipient that is shown, and what others may get."""
    facts = {"bytes": figures.number(preview.bytes), "price": figures.won(preview.unit_price)}
    if preview.problem:
        return Check("look", _("Length"), preview.problem, "body")
    if preview.form == "lms":
        long = _("%(bytes)s bytes: goes as an LMS for %(price)s each.") % facts
        return Check("look", _("Length"), long, "body")
    if preview.dear_form == "lms":
        price = {"price": figures.won(meter().unit_price("lms"))}
        some = _("With long names some get an LMS for %(price)s each.") % price
        return Check("look", _("Length"), some, "body")
    short = _("%(bytes)s bytes: an SMS for %(price)s.") % facts
    return Check("pass", _("Length"), short, "body")


def _links(send: Send) -> Check:
    links = sum(isinstance(node, text.Link) for node in text.parse(send.body))
    if not links:
        return Check("pass", _("Links"), _("None in the text."), "body")
    words = ngettext("%(n)s, clicks are counted.", "%(n)s, clicks are counted.", links)
    return Check("pass", _("Links"), words % {"n": links}, "body")


def _people(send: Send, preview: Preview) -> Iterator[Check]:
    counts = reach.count(send.audience, send.channel, advertising=send.advertising)
    facts = {"count": figures.number(counts.reachable), "left": figures.number(counts.refused)}
    if not counts.reachable:
        yield Check("look", _("Recipients"), _("Nobody is left to send to."))
    elif send.advertising:
        words = _("All %(count)s agreed; %(left)s who did not are left out.")
        yield Check("pass", _("Consent"), words % facts)
    yield from _empty_fields(send)
    if send.advertising and send.channel == Send.Channel.SMS:
        words = _("From 21:00 to 08:00 it waits for those without consent at night.")
        look: Look = "look" if advertising.is_night(clock.now()) else "pass"
        yield Check(look, _("Night hours"), words)


def _empty_fields(send: Send) -> Iterator[Check]:
    """How many recipients have nothing to put where the text asks for it."""
    labels = audience().merge_fields()
    codes = [code for code in forms.form_of(send).fields if code in labels and code in COLUMNS]
    if not codes:
        return
    willing = reach.HAS_ADDRESS[send.channel]
    if send.advertising:
        willing &= reach.willing(send.channel)
    missing = (
        reach.matching(send.audience)
        .filter(willing)
        .aggregate(**{code: Count("pk", filter=_is_empty(COLUMNS[code])) for code in codes})
    )
    for code, people in missing.items():
        if people:
            words = ngettext(
                "%(count)s recipient has none; nothing stands there.",
                "%(count)s recipients have none; nothing stands there.",
                people,
            )
            title = _("Merge field “%(label)s”") % {"label": labels[code]}
            yield Check("look", title, words % {"count": figures.number(people)}, "body")
    if not any(missing.values()):
        words = _("Every recipient has a value.")
        yield Check("pass", _("Merge fields"), words, "body")


def _is_empty(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) if column == "grade" else Q(**{column: ""})
