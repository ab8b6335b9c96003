"""What the tables of all record types share: id, times, the trash, an owner (U2, U4).

No table stands here: a record type inherits the columns and names its own indexes.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from dangol.records.custom.values import Customised

PLAIN = "C"
"""Sort order by code point: for Hangul that is the dictionary's, and every server has the same."""
M = TypeVar("M", bound=models.Model)


class RecordQuerySet(models.QuerySet[M]):
    """Records by state."""

    def present(self) -> Self:
        """Those not in the trash."""
        return self.filter(deleted_at=None)

    def trashed(self) -> Self:
        """Those in the trash."""
        return self.exclude(deleted_at=None)


RecordManager = models.Manager.from_queryset(RecordQuerySet)


class RecordModel(Customised):
    """One record, with the fields that the company added. Only its services write."""

    id = models.UUIDField(primary_key=True, default=new_id)
    created_at = models.DateTimeField(_("Added"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("Changed"), default=clock.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    """When it went to the trash; None for everything that is shown, counted or addressed."""

    objects: ClassVar[Any] = RecordManager()

    class Meta:
        abstract = True


class MergeableQuerySet(RecordQuerySet[M]):
    """Records of which one may have been merged into another: it lies in no trash, for it is there
    no more; taking the merge back is another door."""

    def trashed(self) -> Self:
        return super().trashed().filter(merged_into=None)


MergeableManager = models.Manager.from_queryset(MergeableQuerySet)


class MergeableModel(RecordModel):
    """A record that can turn out to be another one, and be merged into it (B21)."""

    merged_into = models.UUIDField(null=True, editable=False)
    """The record of the same table that stands for it now; `deleted_at` is set as well, so that
    everything which shows, counts or addresses records passes it over."""

    objects: ClassVar[Any] = MergeableManager()

    class Meta:
        abstract = True


class AppendOnlyModel(models.Model):
    """A table that only grows: what it says was so, and stays.

    The company's own role in the database may read it and add to it. It may neither remove a row
    nor rewrite one, but for the columns in `rewritable`, which are filled in later
    (`tenants.services.schemas`). Rows stay with the record that they were written of, also when
    that turns out to be another one (B21).
    """

    rewritable: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


OWNER = _("Owner")


def owner_field(label: Any = OWNER) -> models.ForeignKey[Any, Any]:
    """The user whose record it is. Its index, on (owner, id), is the model's."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )


def sorted_by(prefix: str, *fields: str, condition: models.Q | None = None) -> list[models.Index]:
    """An index for each column that a list sorts by, ties broken by id; `<prefix>_<field>`."""
    return [
        models.Index(fields=[name, "id"], name=f"{prefix}_{name}"[:30], condition=condition)
        for name in fields
    ]
