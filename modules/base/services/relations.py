"""Customers who know one another: told from both sides (B1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Relation
from tenants.services.records import Services, Taken, Values, set_all

FIELDS = ("customer_id", "other_id", "kind", "memo")
Kind = Relation.Kind
FROM_THERE: dict[str, str] = {
    Kind.INTRODUCER: Kind.INTRODUCED,
    Kind.INTRODUCED: Kind.INTRODUCER,
}
"""{kind: what it is from the other side}; all others are the same."""


def _take_over(relation: Relation, values: Values) -> None:
    set_all(relation, values)
    if relation.customer_id == relation.other_id:
        raise RuleBroken(
            "relation_to_self", _("Choose another customer than the one itself."), field="other"
        )


def _follow(relation: Relation, verb: str, changes: Mapping[str, Any]) -> None:
    """The twin does as the relation does."""
    if verb == "create":
        twin = Relation.objects.create(twin=relation.pk, **_from_there(relation))
        relation.twin = twin.pk
        relation.save(update_fields=["twin"])
    elif verb == "edit":
        _twin_of(relation).update(**_from_there(relation), updated_at=clock.now())
    else:
        _twin_of(relation).update(deleted_at=relation.deleted_at)


def _twin_of(relation: Relation) -> Any:
    return Relation.objects.filter(pk__in=[relation.twin] if relation.twin else [])


def _from_there(relation: Relation) -> dict[str, Any]:
    return {
        "customer_id": relation.other_id,
        "other_id": relation.customer_id,
        "kind": FROM_THERE.get(relation.kind, relation.kind),
        "memo": relation.memo,
    }


relations = Services(
    subject="base.relation",
    model=Relation,
    fields=FIELDS,
    take_over=_take_over,
    follow=_follow,
    taken={
        "base_relation_once": Taken(
            code="relation_taken",
            words=_("These two customers are related in this way already."),
            field="other",
        )
    },
)
