"""What groups of conditions select, and the same in words (U1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.filters import groups
from dangol.records.filters.base import LONGEST, MOST, Condition, Filter, Operator
from dangol.records.filters.groups import ANY, WHERE, Group, Leaf, Node

OPERATOR = Operator(code="", sign="", words="", parameters=(WHERE,), control="groups")


def group_condition(
    text: str, filters: Sequence[Filter], model: type[Model], user: object
) -> Condition:
    """The groups as one condition. RuleBroken when any part of them cannot be used.

    One that is left out would change what the others mean: so it is all of them or none.
    """
    words, q = _read(groups.read_group(text), filters, model, user)
    return Condition(name=WHERE, label=_("Groups"), operator=OPERATOR, words=words, q=q)


def unknown_filter(name: str) -> RuleBroken:
    """The answer to a parameter that is no open filter: the same for unknown and hidden ones."""
    sentence = _("There is no filter “%(name)s”; it was left out.") % {"name": name[:30]}
    return RuleBroken("filter_unknown", sentence, field=name)


def filter_of(leaf: Leaf, filters: Sequence[Filter]) -> Filter:
    """The filter that a condition is written for."""
    names = set(leaf.values)
    for each in filters:
        if names <= set(each.parameters):
            return each
    open_names = {name for each in filters for name in each.parameters}
    raise unknown_filter(next((name for name in leaf.values if name not in open_names), ""))


def _read(node: Node, filters: Sequence[Filter], model: type[Model], user: object) -> tuple[str, Q]:
    if isinstance(node, Leaf):
        return _condition(node, filters, model, user)
    read = [(part, *_read(part, filters, model, user)) for part in node.parts]
    joined = _(" or ") if node.kind == ANY else _(" and ")
    words = joined.join(
        f"({said})" if isinstance(part, Group) and len(part.parts) > 1 < len(read) else said
        for part, said, _q in read
    )
    return words, reduce(or_ if node.kind == ANY else and_, (q for _part, _said, q in read))


def _condition(
    leaf: Leaf, filters: Sequence[Filter], model: type[Model], user: object
) -> tuple[str, Q]:
    each = filter_of(leaf, filters)
    values = {
        name: [value.replace("\x00", "")[:LONGEST] for value in leaf.values.get(name, [])[:MOST]]
        for name in each.parameters
    }
    found = each.conditions(model, values, user)
    if not found:
        sentence = _("%(field)s: write what it is compared with.") % {"field": each.label(model)}
        raise RuleBroken("filter_value", sentence, field=each.field)
    q = reduce(and_, (condition.q for condition in found))
    return _(" and ").join(condition.sentence for condition in found), q
