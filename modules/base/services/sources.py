"""The register of sources: kept in step with what customers and accounts carry (B25)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Account, Customer, Source
from tenants import audit
from tenants.services.records import Services, Taken

SUBJECT = "base.source"
FIELDS = ("name", "kind", "obtained", "legal_basis", "is_active", "owner_id", "memo")
CARRIERS: tuple[type[models.Model], ...] = (Customer, Account)
"""What has a source, by its name; those in the trash as well."""
IN_USE = _("Customers or accounts have this source. Merge it into another one instead.")


def carried(source: Any) -> models.Q:
    """Whether anything that is no rubbish carries the name."""
    found = models.Q()
    for rows in (Customer.objects.present(), Account.objects.present()):
        found |= models.Q(models.Exists(rows.filter(source=source)))
    return found


def know(names: Iterable[str]) -> None:
    """Puts names into the register that are not in it, each with its line in the audit."""
    asked = {name for name in names if name}
    if not asked:
        return
    there = Source.objects.present().filter(name__in=asked).values_list("name", flat=True)
    new = [Source(name=name) for name in sorted(asked - set(there))]
    if new:
        Source.objects.bulk_create(new, ignore_conflicts=True)
        audit.record_many(
            f"{SUBJECT}.create", subject=SUBJECT, lines=[(each.pk, each.name) for each in new]
        )


def know_of(ids: Sequence[UUID], model: type[models.Model] = Customer) -> None:
    """The same for the sources that these records have."""
    rows = model._default_manager.filter(pk__in=ids).exclude(source="")
    know(rows.order_by().values_list("source", flat=True).distinct())


def know_of_accounts(ids: Sequence[UUID]) -> None:
    know_of(ids, Account)


def know_after(source: str, verb: str, changes: Mapping[str, Any]) -> None:
    """For services of what has a source: after it was written."""
    if verb in ("create", "restore") or "source" in changes:
        know([source])


def know_rows(rows: Collection[Mapping[str, Any]]) -> None:
    """For files: after these rows were stored."""
    know(str(row.get("source") or "") for row in rows)


def forget(name: str) -> None:
    """Takes a name out of the register for good, unless anything carries it: examples went."""
    Source.objects.filter(name=name).exclude(carried(name)).delete()


@transaction.atomic
def merge(source: Source, into: Source) -> int:
    """Two spellings become one: everything gets the other name; how many customers did.

    RuleBroken for the same one.
    """
    if source.pk == into.pk:
        raise RuleBroken("same_source", _("Choose another source."), field="into")
    gone = sources.locked(source.pk)
    count = _rename(gone.name, into.name)
    gone.deleted_at = clock.now()
    gone.save(update_fields=["deleted_at"])
    changes = {"into": into.name, "customers": count}
    audit.record(
        f"{SUBJECT}.merge", subject=SUBJECT, subject_id=gone.pk, summary=gone.name, changes=changes
    )
    return count


def _rename(old: str, new: str) -> int:
    """Gives all that carry the old name the new one; how many customers."""
    counts = [model._default_manager.filter(source=old).update(source=new) for model in CARRIERS]
    return counts[0]


def _allow(source: Source, verb: str) -> None:
    if verb == "delete" and Source.objects.filter(carried(source.name), pk=source.pk).exists():
        raise RuleBroken("source_in_use", IN_USE)


def _follow(source: Source, verb: str, changes: Mapping[str, Any]) -> None:
    """Whoever carries a source carries its new name, by the same deed."""
    if "name" in changes:
        _rename(changes["name"][0], source.name)


sources = Services(
    subject=SUBJECT,
    model=Source,
    fields=FIELDS,
    owner="owner",
    allow=_allow,
    follow=_follow,
    taken={
        "base_source_name_once": Taken(
            code="name_taken",
            words=_("There is a source “%(value)s” already. Merge this one into it instead."),
            field="name",
        )
    },
)
