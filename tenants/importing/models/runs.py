"""Imports of records from files: the run, and the one end state of each of its rows (U5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from dangol.imports.plan import OnDuplicate, RowState
from dangol.imports.replacing import Replacement

if TYPE_CHECKING:
    from tenants.people.models import User


REVERTED_FOR = timedelta(days=30)
"""How long an import can be taken back."""


class Revert(models.TextChoices):
    """How far taking an import back is; "" while nobody wants it."""

    COUNTING = "counting", _("Being looked at")
    COUNTED = "counted", _("To be confirmed")
    RUNNING = "running", _("Being taken back")
    DONE = "done", _("Taken back")


class GoesOn(models.TextChoices):
    """When a checked import starts by itself; one that a person brought has "" instead."""

    CLEAN = "clean", _("When every row can be read")
    ALWAYS = "always", _("Always; rows that cannot be read are left out")
    NEVER = "never", _("Never: a person looks at it first")


class ImportRun(models.Model):
    """One file on its way into the records of a type.

    `rows_done` is the cursor: rows before it have their `ImportRow`, rows after it have nothing.
    Both move in the transaction that writes the records, so a killed worker loses no row and
    does none twice.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be chosen")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("To be confirmed")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=200)
    """Where the storage keeps the file, in UTF-8, resident numbers masked; "" once removed."""
    encoding = models.CharField(max_length=10)
    """Of the file as uploaded: utf-8, utf-8-sig or cp949; the error file is written in it again."""
    delimiter = models.CharField(max_length=1)
    sheets = models.JSONField(default=list)
    """Of a workbook: its visible sheets, each as `files.Table` tells it; [] for a CSV file."""
    sheet = models.CharField(max_length=100, blank=True)
    """The sheet that is imported."""
    header = ArrayField(models.TextField())
    mapping = models.JSONField(default=dict)
    """{field: column number} as confirmed; columns without a field are left out."""
    on_duplicate = models.CharField(
        _("Records that are already here"),
        max_length=6,
        choices=OnDuplicate,
        default=OnDuplicate.SKIP,
    )
    keys = models.JSONField(default=list)
    """Codes of what a row and its record have in common (`matches.keys_of`); [] for the usual."""
    usual = models.JSONField(default=dict, db_default={})
    """{field: text that all new records of the file get}, of those that no column fills."""
    goes_on = models.CharField(max_length=6, choices=GoesOn, blank=True, default="", db_default="")
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    problem = models.CharField(max_length=200, blank=True)
    """Why the run stopped, as a code."""
    masked = models.PositiveIntegerField(default=0)
    """How many resident registration numbers were masked before anything was stored."""
    rows_total = models.PositiveIntegerField(default=0)
    check_no = models.PositiveIntegerField(default=0)
    """Raised by every dry run that is asked for or begins: an older one finds it changed, stops."""
    rows_checked = models.PositiveIntegerField(default=0)
    will_create = models.PositiveIntegerField(default=0)
    will_update = models.PositiveIntegerField(default=0)
    will_skip = models.PositiveIntegerField(default=0)
    will_reject = models.PositiveIntegerField(default=0)
    """What the dry run found, kept up to date by every repair; together the rows checked."""
    replacements = models.JSONField(default=list)
    """What is replaced in the cells of the file while it is read, in this order
    (`replacing.Replacement`); rows that people mended have it in their cells already."""
    replaced = models.PositiveIntegerField(default=0)
    """Rows that can be read and that replacements change; the dry run counts them."""
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    is_noted = models.BooleanField(default=False)
    """Each record that it makes or changes has a line of its own in the audit (`Intake.notes`)."""
    is_journaled = models.BooleanField(default=True)
    """What it overwrites is kept (`ImportChange`), so that it can be taken back."""
    revert = models.CharField(max_length=8, choices=Revert, blank=True, default="")
    revert_at = models.PositiveIntegerField(default=0)
    """The last row that was looked at on the way back."""
    reverted = models.PositiveIntegerField(default=0)
    """Records that will be, or were, as before; `kept` those that stay as they are."""
    kept = models.PositiveIntegerField(default=0)
    reverted_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    """Last time a worker finished a part; an old one on a running import means that it stalled."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["record", "-uploaded_at"], name="importing_uploaded"),
            models.Index(
                fields=["touched_at"],
                name="importing_running",
                condition=models.Q(state__in=["checking", "running"]),
            ),
            models.Index(
                fields=["touched_at"],
                name="importing_reverting",
                condition=models.Q(revert__in=["counting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def as_replaced(self, cells: list[str]) -> list[str]:
        """The cells of the file after all replacements; the very list where nothing changes."""
        for facts in self.replacements:
            cells = Replacement(**facts).cells(cells)
        return cells

    @property
    def is_open(self) -> bool:
        """Whether columns, repairs and the file itself may still change."""
        return self.state in (self.State.UPLOADED, self.State.CHECKING, self.State.CHECKED)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_busy(self) -> bool:
        """Whether a worker is at it, so that the screen asks for the numbers again."""
        return not self.is_over or self.revert in (Revert.COUNTING, Revert.RUNNING)

    @property
    def may_revert(self) -> bool:
        """Whether it can be taken back: within its days, and with something to take back."""
        if self.finished_at is None or not self.is_journaled or not self.created + self.updated:
            return False
        return self.revert != Revert.DONE and clock.now() < self.finished_at + REVERTED_FOR

    @property
    def percent_reverted(self) -> int:
        return 100 * self.revert_at // self.rows_total if self.rows_total else 100

    @property
    def will_import(self) -> int:
        """Rows that will become or change a record."""
        return self.will_create + self.will_update

    @property
    def percent_checked(self) -> int:
        return 100 * self.rows_checked // self.rows_total if self.rows_total else 100

    @property
    def percent(self) -> int:
        return 100 * self.rows_done // self.rows_total if self.rows_total else 100


class ImportRow(models.Model):
    """What became of one row of the file; exactly one for each row, by its primary key."""

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    number = models.PositiveIntegerField()
    """1 for the first row below the header."""
    state = models.CharField(max_length=8, choices=RowState)
    record_id = models.UUIDField(null=True)
    """The record created, updated or found here already."""
    reason = models.CharField(max_length=80, blank=True)
    """Of a rejected row: code of the reason, and after a colon the field."""
    said = models.CharField(max_length=200, blank=True)
    """The form's own sentence, where no catalogue has the reason."""
    cells = ArrayField(models.TextField(), null=True)
    """Of a rejected row: its cells as they stood in the file, resident numbers masked."""

    class Meta:
        indexes = [
            models.Index(
                fields=["run", "number"],
                name="importing_row_rejected",
                condition=models.Q(state="rejected"),
            ),
            models.Index(
                fields=["record_id"],
                name="importing_row_made",
                condition=models.Q(state="created"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class ImportProblem(models.Model):
    """A row that the dry run could not read, with what people did about it before the import.

    Rows that can be read have none. The import takes `mended` instead of the file's cells, and
    rejects what is still bad or `left_out`. A later dry run keeps what people did.
    """

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="problems", db_index=False
    )
    number = models.PositiveIntegerField()
    """1 for the first row below the header."""
    reason = models.CharField(max_length=80, blank=True)
    """As of ImportRow; empty once the row was mended."""
    said = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=8, choices=RowState)
    """What will become of the row as it is now."""
    cells = ArrayField(models.TextField())
    """As they stand in the file, resident numbers masked."""
    mended = ArrayField(models.TextField(), null=True)
    """The cells after repair; None while nothing was changed by hand."""
    is_changed = models.BooleanField(default=False)
    """By hand or by a replacement, `now` differs from the file."""
    left_out = models.BooleanField(default=False)
    """The user skips this row."""

    class Meta:
        indexes = [models.Index(fields=["run", "reason", "number"], name="importing_problem_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.reason}"

    @property
    def now(self) -> list[str]:
        """The cells as they would be imported."""
        return self.run.as_replaced(self.cells) if self.mended is None else self.mended
