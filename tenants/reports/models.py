"""Reports that users make: a selection of a record type, grouped and added up (A17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Report(models.Model):
    """One report. It keeps what is asked, never what came out: that is read for each viewer."""

    class Share(models.TextChoices):
        MINE = "mine", _("Only me")
        ROLES = "roles", _("Certain roles")
        ALL = "all", pgettext_lazy("whom a report is for", "Everybody")

    class Chart(models.TextChoices):
        NONE = "", _("No chart")
        BAR = "bar", _("Bars")
        LINE = "line", _("Line")
        PIE = "pie", _("Pie")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("Name"), max_length=60)
    note = models.CharField(_("What it is for"), max_length=200, blank=True, default="")
    record = models.CharField(max_length=60)
    """Code of the record type."""
    query = models.TextField(blank=True, default="")
    """Filters and order, as in the list's address."""
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    levels: models.JSONField[Any, Any] = models.JSONField(default=list)
    """What it is grouped by, outermost first: `owner`, `created_at.month`."""
    hows: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """{number column: how it is added up}, as in lists."""
    chart = models.CharField(max_length=4, choices=Chart, blank=True, default=Chart.NONE)
    chart_of = models.CharField(max_length=60, blank=True, default="")
    """The column whose figures are drawn; empty: how many records."""
    shows_rows = models.BooleanField(default=True)
    """Whether the records stand below their groups."""
    share = models.CharField(max_length=5, choices=Share, default=Share.MINE)
    roles: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Ids of the roles that it is shared with."""
    owner: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["owner"], name="reports_owner")]

    def __str__(self) -> str:
        return self.name
