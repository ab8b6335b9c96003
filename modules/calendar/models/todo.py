"""To-dos (할일): what somebody is to do, until when, about whom (A25)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Account, Customer
from modules.calendar.models.appointment import Importance


class Todo(RecordModel):
    """One thing to do. `done_at` follows from its state."""

    record_code = "calendar.todo"

    class State(models.TextChoices):
        """상태."""

        OPEN = "open", pgettext_lazy("to-do", "To do")
        DOING = "doing", pgettext_lazy("to-do", "Doing")
        DONE = "done", pgettext_lazy("to-do", "Done")

    title = models.CharField(_("To-do"), max_length=100, db_collation=PLAIN)
    state = models.CharField(
        pgettext_lazy("to-do", "State"), max_length=5, choices=State, default=State.OPEN
    )
    due_on = models.DateField(_("Due"), null=True, blank=True)
    done_at = models.DateTimeField(pgettext_lazy("to-do", "Done at"), null=True, editable=False)
    importance = models.CharField(
        _("Importance"), max_length=6, choices=Importance, default=Importance.NORMAL
    )
    owner = owner_field()
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer, verbose_name=_("Customer"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="todos",
    )  # fmt: skip
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, verbose_name=_("Account"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="todos",
    )  # fmt: skip
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("To-do")
        verbose_name_plural = _("To-dos")
        indexes = [
            *sorted_by("calendar_todo", "title", "state", "due_on", "done_at", "created_at"),
            models.Index(fields=["owner", "state", "due_on"], name="calendar_todo_day"),
            *search_indexes("calendar_todo", title="title", words=("title", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.title
