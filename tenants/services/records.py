"""The verbs of record types: each call one transaction and one audit line (U2, U4, V3).

    accounts = Services(subject="base.account", model=Account, fields=FIELDS)

makes, changes, removes and restores accounts. What a type has beyond that it says in `take_over`,
`allow` and `follow`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.bulk import Columns, Concerned
from dangol.records.custom.values import put, refused_if_taken, split
from dangol.records.passing import Passing
from dangol.records.types import of_model
from dangol.registry import Text
from tenants import audit
from tenants.queries.last_change import changed_by

VERBS = ("create", "edit", "delete", "restore", "export")
"""The verbs of the audit lines that are written here."""
RESTORED = _("Another record has “%(value)s” now. Change that one first, then restore.")
FINISHED = _("What is finished keeps the name of who did it.")
Values = dict[str, Any]


def set_all(instance: Any, values: Values) -> None:
    """The default of `Services.take_over`: the values are stored as they are."""
    declared, own = split(values)
    for name, value in declared.items():
        setattr(instance, name, value)
    put(instance, own)


def allow_all(instance: Any, verb: str) -> None:
    """The default of `Services.allow`: no state of a record stands in the way."""


def follow_nothing(instance: Any, verb: str, changes: Mapping[str, Any]) -> None:
    """The default of `Services.follow`: nothing hangs on these records."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is said when the database refuses a value that another record has."""

    code: str
    words: Text
    field: str


@dataclass(frozen=True, kw_only=True)
class Services:
    """The verbs of one record type; the audit names a record by the title of its `Record`.

    subject    its code in the audit
    fields     names of the columns whose changes the audit keeps
    owner      the field with whose it is, "" when records belong to nobody
    passes     which of them a colleague gets when their owner leaves: what is still to be done;
               None where a record tells what its owner did, which nobody else has done
    assigned   the notice by which a new owner hears of it (`dangol.registry.Notice`)
    taken      {unique constraint: what is said when it refuses}
    take_over  (instance, values): sets the values and what follows from them; RuleBroken for values
               that may not stand together
    allow      (instance, verb): RuleBroken when this record may not be changed, deleted, restored
    follow     (instance, verb, changes): what else changes with it, in the same transaction
    """

    subject: str
    model: type[models.Model]
    fields: tuple[str, ...]
    owner: str = ""
    passes: models.Q | None = field(default_factory=models.Q)
    assigned: str = "tenants.assigned"
    taken: Mapping[str, Taken] = field(default_factory=dict)
    take_over: Callable[[Any, Values], None] = set_all
    allow: Callable[[Any, str], None] = allow_all
    follow: Callable[[Any, str, Mapping[str, Any]], None] = follow_nothing

    @property
    def declared(self) -> dict[str, Any]:
        """What a `Record` asks of its services, for its declaration."""
        rows: Any = self.model._default_manager
        return {
            "create": self.create,
            "edit": self.edit,
            "remove": self.remove,
            "restore": self.restore,
            "exported": self.log_export,
            "rows": rows.present,
            "trashed": rows.trashed,
            "changed_by": changed_by(self.subject),
            "pass_on": self.pass_on if self.owner and self.passes is not None else None,
            "passings": self.passings,
            "owner": self.owner,
        }

    @property
    def passings(self) -> tuple[Passing, ...]:
        """What of them is handed over from one person to another (B35)."""
        if not self.owner or self.passes is None:
            return ()
        wanted = self.passes
        return (
            Passing(
                code="own", field=self.owner, told=self.handed_over, rows=lambda: wanted,
                stays=FINISHED if wanted else "",
            ),
        )  # fmt: skip

    @transaction.atomic
    def create(self, values: Values) -> Any:
        """Adds a record. RuleBroken when a value is another's or breaks a rule of the type."""
        instance = self.model()
        self.take_over(instance, values)
        self._save(instance, force_insert=True)
        self.note("create", instance)
        self.follow(instance, "create", {})
        self._tell_owner(instance)
        return instance

    @transaction.atomic
    def edit(self, instance: Any, values: Values, seen: str) -> Any:
        """Changes a record whose `updated_at` was `seen` when the user began ("" does not ask).

        RuleBroken when somebody else changed it meanwhile, and as `create`.
        """
        instance = self.locked(instance.pk)
        self.allow(instance, "edit")
        if seen and instance.updated_at.isoformat() != seen:
            raise RuleBroken(
                "changed_meanwhile",
                _("Somebody else changed this meanwhile. Open it again to see what is new."),
            )
        before = copy(instance)
        self.take_over(instance, values)
        changes = audit.differences(before, instance, list(self.fields))
        if changes:
            instance.updated_at = clock.now()
            self._save(instance)
            self.note("edit", instance, changes)
            self.follow(instance, "edit", changes)
            if f"{self.owner}_id" in changes:
                self._tell_owner(instance)
        return instance

    @transaction.atomic
    def remove(self, instance: Any) -> None:
        """Moves a record to the trash: neither shown nor counted any more."""
        instance = self.locked(instance.pk)
        self.allow(instance, "delete")
        instance.deleted_at = clock.now()
        instance.save(update_fields=["deleted_at"])
        self.note("delete", instance)
        self.follow(instance, "delete", {})

    @transaction.atomic
    def restore(self, instance: Any) -> None:
        """Takes a record out of the trash. RuleBroken when a value was given away meanwhile."""
        instance = self.locked(instance.pk)
        self.allow(instance, "restore")
        instance.deleted_at = None
        self._save(instance, RESTORED, update_fields=["deleted_at"])
        self.note("restore", instance)
        self.follow(instance, "restore", {})

    @transaction.atomic
    def pass_on(
        self, giver: UUID, heir: UUID | None, most: int, among: Collection[UUID] | None = None
    ) -> list[UUID]:
        """Gives at most `most` records of a user who leaves to another, or to nobody; their ids.

        Only what `passes`, or with `among` exactly these as far as they are the giver's still: so
        what was given is taken back, finished meanwhile or not.
        """
        wanted = self.passes if among is None else models.Q(pk__in=among)
        mine = models.Q(**{f"{self.owner}_id": giver}) & (wanted or models.Q())
        rows = self.model._default_manager.select_for_update().filter(mine)
        given = list(rows.order_by("pk")[:most])
        for instance in given:
            setattr(instance, f"{self.owner}_id", heir)
            instance.updated_at = clock.now()  # type: ignore[attr-defined]
            instance.save(update_fields=[self.owner, "updated_at"])
            changes = {f"{self.owner}_id": [str(giver), str(heir) if heir else None]}
            self.note("edit", instance, changes)
        ids = [instance.pk for instance in given]
        if ids:
            notices.tell(self.handed_over(ids, len(ids)), [heir])
        return ids

    def handed_over(self, ids: Sequence[Any], count: int = 1) -> notices.Told:
        """What the new owner of these records is told; of many, `ids` are some."""
        return notices.Told(
            kind=self.assigned, record=self.subject, key=str(ids[0]) if count == 1 else "",
            count=count, facts={"record": self.subject, "query": f"{self.owner}=me"},
        )  # fmt: skip

    def concerned(self, columns: Columns, ids: Sequence[Any], count: int) -> Concerned | None:
        """For `dangol.records.bulk.Bulk.told`: one notice, however many records there are."""
        owner = columns.get(f"{self.owner}_id")
        return (self.handed_over(ids, count), [UUID(str(owner))]) if owner else None

    def _tell_owner(self, instance: Any) -> None:
        """Whose it is now hears of it, unless the owner is only told what they did themselves."""
        if self.owner and self.passes is not None:
            told = self.handed_over([instance.pk])
            notices.tell(told, [getattr(instance, f"{self.owner}_id")])

    @transaction.atomic
    def log_export(self, count: int, query: str, reason: str) -> None:
        """Notes that a list was taken away as a file (decision 20)."""
        audit.record(
            f"{self.subject}.export", subject=self.subject,
            changes={"rows": count, "query": query[:500], "reason": reason},
        )  # fmt: skip

    def locked(self, pk: UUID) -> Any:
        """The record as it is now, held until the transaction ends."""
        return self.model._default_manager.select_for_update().get(pk=pk)

    def note(self, verb: str, instance: Any, changes: Mapping[str, Any] | None = None) -> None:
        """The audit line of the deed."""
        audit.record(
            f"{self.subject}.{verb}",
            subject=self.subject,
            subject_id=instance.pk,
            summary=self._named(instance),
            changes=dict(changes or {}),
        )

    def _named(self, instance: Any) -> str:
        """What the record is called, by the title that its type declares."""
        record = of_model(self.model)
        return str(getattr(instance, record.title) if record else instance)

    def _save(self, instance: Any, words: Text = "", **options: Any) -> None:
        """Saves; the database itself sees to it that two racing users do not take one value.

        `words` are said instead of the type's own when another record has it.
        """
        try:
            with refused_if_taken(instance):
                instance.save(**options)
        except IntegrityError as error:
            for constraint, taken in self.taken.items():
                if constraint in str(error):
                    value = getattr(instance, taken.field)
                    sentence = str(words or taken.words) % {"value": value}
                    raise RuleBroken(taken.code, sentence, field=taken.field) from error
            raise
