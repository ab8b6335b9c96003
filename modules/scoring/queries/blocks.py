"""Each score of a customer in words: what was found, which rule applies, how many points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dangol import access, clock
from dangol.access import Scope
from dangol.i18n import days, figures
from dangol.records import Look
from modules.base.marks import grade_mark
from modules.base.models.grade import Grade
from modules.base.models.scores import Lifecycle
from modules.base.reactions import Reaction, reactions
from modules.base.score_drawings import lifecycle_fact
from modules.scoring.months import moved
from modules.scoring.queries.wording import grade_words, stage_words
from modules.scoring.rules import KINDS, YEARS, Rules

CLOSED = "·"
"""Stands where the reader may not see what was found."""


@dataclass(frozen=True)
class Line:
    """One fact, the rule for it, and its points."""

    label: str
    fact: str
    rule: str = ""
    points: str = ""


@dataclass(frozen=True)
class Block:
    """One score: its name, what it is, how it came about."""

    label: str
    value: str
    lines: list[Line] = field(default_factory=list)
    sum: str = ""
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """A customer's scores for one reader. `row` is that of `sql.scores`."""

    customer: Any
    rules: Rules
    row: dict[str, Any]
    user: Any
    hidden: Collection[str]
    as_of: date
    sees_orders: bool


def life(seen: Seen) -> Block:
    """The stage, its borders, and what comes next if nothing is bought."""
    rules = seen.rules
    borders = _(
        "new for %(new)s months after the first order, then existing; buys again from"
        " %(repeat)s orders on; dormant after %(dormant)s and churned after %(churned)s months"
        " without an order"
    ) % {
        "new": rules.new_months, "repeat": rules.repeat_orders, "dormant": rules.dormant_months,
        "churned": rules.churned_months,
    }  # fmt: skip
    lines = [Line(_("Orders"), _orders(seen), borders)]
    return Block(
        label=str(seen.customer._meta.get_field("lifecycle").verbose_name),
        value=lifecycle_fact(Look(user=seen.user, instance=seen.customer)),
        lines=lines,
        note=_next(seen) if seen.sees_orders else "",
    )


def _orders(seen: Seen) -> str:
    if not seen.sees_orders:
        return CLOSED
    if seen.row["first_on"] is None:
        return _("never ordered")
    return _("first %(first)s, last %(last)s, %(count)s in all") % {
        "first": days.full_day(seen.row["first_on"]), "last": days.full_day(seen.row["last_on"]),
        "count": figures.number(seen.row["orders"]),
    }  # fmt: skip


def _next(seen: Seen) -> str:
    """When the stage ends by itself."""
    first, last, rules = seen.row["first_on"], seen.row["last_on"], seen.rules
    stage = seen.row["lifecycle"]
    if first is None or stage == Lifecycle.CHURNED:
        return ""
    if stage == Lifecycle.DORMANT:
        day, becomes = moved(last, rules.churned_months), Lifecycle.CHURNED
    else:
        day, becomes = moved(last, rules.dormant_months), Lifecycle.DORMANT
        settled = moved(first, rules.new_months)
        if stage == Lifecycle.NEW and settled < day:
            again = seen.row["orders"] >= rules.repeat_orders
            day, becomes = settled, Lifecycle.REPEAT if again else Lifecycle.EXISTING
    sentence = _("Without another order: %(stage)s from %(day)s on.")
    return sentence % {"stage": stage_words(becomes), "day": days.full_day(day)}


def profit(seen: Seen) -> Block:
    """Recency, frequency and money."""
    label = str(seen.customer._meta.get_field("profit").verbose_name)
    row, rules = seen.row, seen.rules
    if row["profit"] is None:
        return Block(label=label, value="", note=_("Whoever never ordered has none."))
    ago = (seen.as_of - row["last_on"]).days
    recent = ngettext("%(n)s order", "%(n)s orders", row["recent_orders"]) % {
        "n": figures.number(row["recent_orders"])
    }
    within = _("in %(months)s months:") % {"months": rules.rfm_months}
    facts = (
        ngettext("%(n)s day ago", "%(n)s days ago", ago) % {"n": figures.number(ago)},
        f"{within} {recent}",
        f"{within} {figures.won(row['recent_amount'])}",
    )
    borders = (
        _("5 up to %(days)s days, then 4, 3, 2, 1") % {"days": _list(rules.recency)},
        _("one more from %(orders)s orders on") % {"orders": _list(rules.frequency)},
        _("one more from %(won)s won on") % {"won": _list(rules.money)},
    )
    names = (_("Recency (R)"), _("Frequency (F)"), _("Money (M)"))
    lines = [
        Line(name, fact if seen.sees_orders else CLOSED, border, str(row[step]))
        for name, fact, border, step in zip(names, facts, borders, "rfm", strict=True)
    ]
    weights = _("RFM %(rfm)s, weighed %(weights)s") % {
        "rfm": row["rfm"], "weights": _list(rules.rfm_weights, " : ")
    }  # fmt: skip
    return Block(label=label, value=_points(row["profit"]), lines=lines, sum=weights)


def loyalty(seen: Seen) -> Block:
    """By years with purchases, or by reactions."""
    label = str(seen.customer._meta.get_field("loyalty").verbose_name)
    row, rules = seen.row, seen.rules
    if row["loyalty"] is None:
        return Block(label=label, value="", note=_("Whoever never ordered has none."))
    if rules.loyalty_by == YEARS:
        last = seen.as_of.year
        fact = f"{last - rules.years + 1}–{last}: {row['purchase_years']}"
        weights = _("each year with an order counts, weighed %(weights)s") % {
            "weights": _list(range(1, rules.years + 1), " : ")
        }
        lines = [Line(_("Purchases by year"), fact, weights, str(row["loyalty"]))]
    else:
        lines = list(_deeds(seen, "loyalty"))
    return Block(
        label=label,
        value=_points(row["loyalty"]),
        lines=lines,
        sum=_borders(_("Grade"), rules.loyalty_borders, row["loyalty_grade"]),
    )


def interest(seen: Seen) -> Block:
    return _reacted(seen, "interest")


def favour(seen: Seen) -> Block:
    return _reacted(seen, "favour")


def _reacted(seen: Seen, kind: str) -> Block:
    window = _("Reactions of the last %(months)s months") % {"months": seen.rules.window}
    return Block(
        label=str(seen.customer._meta.get_field(kind).verbose_name),
        value=_points(seen.row[kind]),
        lines=list(_deeds(seen, kind)),
        sum=window,
    )


def _deeds(seen: Seen, kind: str) -> Iterable[Line]:
    """A line for each reaction that gives points or took place."""
    counts = seen.row["reactions"]
    for each in reactions():
        count, points = counts.get(each.code, 0), seen.rules.given(each.code)[KINDS.index(kind)]
        if not points:
            continue
        rule = _("%(points)s for each") % {"points": f"{points:+d}"}
        if not _may_read(seen.user, each):
            yield Line(str(each.label), CLOSED, rule, CLOSED)
        else:
            yield Line(str(each.label), figures.number(count), rule, f"{count * points:+d}")


def _may_read(user: Any, reaction: Reaction) -> bool:
    return access.scope_of(user, reaction.permission) is Scope.ALL


def grade(seen: Seen) -> Block:
    """Profit contribution and loyalty together, and whether somebody chose otherwise."""
    customer, row, rules = seen.customer, seen.row, seen.rules
    label = str(customer._meta.get_field("grade").verbose_name)
    note = ""
    if customer.grade_is_manual:
        by_rule = grade_words(row["computed_grade"]) or _("none")
        note = _("Set by hand; by rule it would be %(grade)s.") % {"grade": by_rule}
    if row["points"] is None:
        nothing = note or _("Whoever never ordered has no grade by rule.")
        return Block(label=label, value=grade_mark(customer, "grade"), note=nothing)
    whole = sum(rules.grade_weights)
    named = zip(("profit", "loyalty"), rules.grade_weights, strict=True)
    is_open = {"profit", "loyalty"}.isdisjoint(seen.hidden)
    lines = [
        Line(
            str(customer._meta.get_field(name).verbose_name),
            str(row[name] or 0),
            _("weighed %(share)s of %(whole)s") % {"share": weight, "whole": whole},
            f"{(row[name] or 0) * weight / whole:.1f}",
        )
        for name, weight in named
        if is_open
    ]
    points = _points(row["points"]) if is_open else CLOSED
    return Block(
        label=label,
        value=grade_mark(customer, "grade"),
        lines=lines,
        sum=_borders(points, rules.grade_borders, row["computed_grade"]),
        note=note,
    )


def care(seen: Seen) -> Block:
    """Last contact, interval, and the day that follows."""
    customer, rules = seen.customer, seen.rules
    if customer.contact_interval:
        rule, interval = _("own interval"), customer.contact_interval
    else:
        by_grade = _("by grade A+, A, B, C, none: %(days)s days")
        rule = by_grade % {"days": _list(rules.intervals)}
        interval = rules.days().get(customer.grade)
    words = _("no cycle")
    if interval:
        words = ngettext("%(n)s day", "%(n)s days", interval) % {"n": figures.number(interval)}
    if not {"grade", "contact_interval"}.isdisjoint(seen.hidden):
        rule = words = CLOSED
    due = customer.next_contact_on
    return Block(
        label=str(customer._meta.get_field("next_contact_on").verbose_name),
        value=days.full_day(due) if due else "",
        lines=[Line(_("Last contact"), _last_contact(seen), rule, words)],
        note=_("The contact is overdue.") if due and due < clock.today() else "",
    )


def _last_contact(seen: Seen) -> str:
    if "last_contacted_at" in seen.hidden:
        return CLOSED
    last = seen.customer.last_contacted_at
    if last is None:
        return _("never; added %(day)s") % {"day": days.full_day(seen.customer.created_at)}
    return days.full_day(last)


BLOCKS: dict[str, Callable[[Seen], Block]] = {
    "lifecycle": life, "grade": grade, "profit": profit, "loyalty": loyalty, "interest": interest,
    "favour": favour, "next_contact_on": care,
}  # fmt: skip
"""{field: what explains it}, in the order in which they stand."""


def _points(points: int) -> str:
    return pgettext("score", "%(points)s points") % {"points": points}


def _borders(what: str, borders: Iterable[int], grade: int | None) -> str:
    names = [grade_words(value) for value in Grade.values]
    told = ", ".join(
        _("%(grade)s from %(points)s") % {"grade": name, "points": border}
        for name, border in zip(names, borders, strict=False)
    )
    return f"{what} → {grade_words(grade)} ({told})"


def _list(values: Iterable[int], between: str = " · ") -> str:
    return between.join(figures.number(value) for value in values)
