"""What a company has added to its record types (사용자 정의 필드), and its codes (코드)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id


class CodeTable(models.Model):
    """A list of codes to choose from: one that a module declares, or one of the company's own.

    A declared one has a row only once the company has changed something about it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60, unique=True)
    """`module.noun` of a declared one, `own.<letters>` of the company's."""
    label = models.CharField(_("Name"), max_length=60)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.label


class CodeEntry(models.Model):
    """One code. Records keep `value`; what it is called may change."""

    id = models.UUIDField(primary_key=True, default=new_id)
    table = models.ForeignKey(CodeTable, on_delete=models.CASCADE, related_name="entries")
    value = models.CharField(max_length=60)
    label = models.CharField(_("Name"), max_length=60)
    label_en = models.CharField(_("Name in English"), max_length=60, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    colour = models.CharField(_("Colour"), max_length=8, blank=True, default="")
    """A kind of `status`, in lists whose codes have a colour; "" is grey."""
    is_offered = models.BooleanField(_("Offered"), default=True)
    """Whether it can be chosen; records that have it keep it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "value"], name="customising_code_once")
        ]

    def __str__(self) -> str:
        return self.label


class FieldDefinition(models.Model):
    """One field of a record type that the company has added.

    Its values stand in the rows of the record type, under `name`.
    """

    class Index(models.TextChoices):
        """How far the index is by which lists are sorted."""

        NONE = "none", pgettext_lazy("index", "None")
        WANTED = "wanted", pgettext_lazy("index", "Being built")
        READY = "ready", pgettext_lazy("index", "Ready")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    name = models.CharField(max_length=12, unique=True)
    code = models.CharField(_("Name for programs"), max_length=40, blank=True, default="")
    """What the interface calls it; "" for `name`."""
    kind = models.CharField(max_length=12)
    label = models.CharField(_("Name"), max_length=40)
    label_en = models.CharField(_("Name in English"), max_length=40, blank=True, default="")
    help = models.CharField(_("Help below the field"), max_length=200, blank=True, default="")
    section = models.CharField(_("Group"), max_length=40, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    is_required = models.BooleanField(_("Must be filled"), default=False)
    is_unique = models.BooleanField(_("No two records with the same value"), default=False)
    in_list = models.BooleanField(_("Column of the list for everybody"), default=False)
    is_searched = models.BooleanField(_("Found by the search"), default=False)
    index = models.CharField(max_length=8, choices=Index.choices, default=Index.NONE)
    default = models.JSONField(null=True)
    rules = models.JSONField(default=dict)
    table = models.ForeignKey(
        CodeTable, null=True, on_delete=models.RESTRICT, related_name="fields"
    )
    formula = models.TextField(blank=True, default="")
    shown_when = models.JSONField(null=True)
    """{field, compare, values} of `dangol.records.custom.definitions.Condition`."""
    required_when = models.JSONField(null=True)
    origin = models.CharField(max_length=100, blank=True, default="", db_default="")
    """`<set>/<field>` of the set that it came with; "" for one that the company made."""
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)
    """When it was put away; its values are still there, and come back with it."""

    class Meta:
        indexes = [models.Index(fields=["record", "position"], name="customising_field_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "code"],
                condition=~models.Q(code=""),
                name="customising_field_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.label
