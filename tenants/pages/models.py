"""Arrangements of record pages and portals, and the links that stand on pages (A3, A16, A18)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class Layout(models.Model):
    """The arrangement (화면 배치) of one record type, for one role or for everybody."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type, such as base.customer."""
    role = models.ForeignKey(
        "people.AccessRole", null=True, on_delete=models.CASCADE, related_name="+"
    )
    """None is everybody without an arrangement of their role."""
    arrangement = models.JSONField(null=True)
    """As `dangol.records.page.layouts.written` says it; None is the declared one."""
    before = models.JSONField(null=True)
    """What the last change replaced, so that it can be taken back."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "role"], nulls_distinct=False, name="pages_layout_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.role_id or ''}"


class PortalStart(models.Model):
    """How a page of the portal (포털) stands at first, for one role or for everybody (A3)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    page = models.CharField(max_length=40, blank=True)
    """Code of the module whose page it is; "" for the first page."""
    role = models.ForeignKey(
        "people.AccessRole", null=True, on_delete=models.CASCADE, related_name="+"
    )
    """None is everybody without a start of their role."""
    layout = models.JSONField(null=True)
    """As `dangol.portal.layout.Layout.as_json` says it; None is the declared one."""
    before = models.JSONField(null=True)
    """What the last change replaced, so that it can be taken back."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "role"], nulls_distinct=False, name="pages_portal_start_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.role_id or ''}"


class OutLink(models.Model):
    """A link (연결 링크) from the records of a type to another system."""

    class Icon(models.TextChoices):
        """Names of Lucide icons."""

        ARROW = "external-link", _("Arrow")
        DATABASE = "database", _("Database")
        RECEIPT = "receipt", _("Receipt")
        PARCEL = "package", _("Parcel")
        PLACE = "map-pin", _("Place")
        GLOBE = "globe", _("Globe")
        GLASS = "search", _("Magnifying glass")
        DOCUMENT = "file-text", _("Document")
        CALENDAR = "calendar", _("Calendar")
        CHAT = "message-circle", _("Speech bubble")
        PHONE = "phone", _("Telephone")
        MAIL = "mail", _("Letter")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(_("Record type"), max_length=60)
    """Code of the record type, such as base.customer."""
    label = models.CharField(_("Name"), max_length=40)
    label_en = models.CharField(_("Name in English"), max_length=40, blank=True, default="")
    address = models.CharField(_("Address"), max_length=500)
    """A template as `dangol.records.page.outlinks` reads it."""
    icon = models.CharField(_("Icon"), max_length=40, choices=Icon.choices, default=Icon.ARROW)
    in_new_tab = models.BooleanField(_("Open in a new tab"), default=True)
    roles = ArrayField(models.UUIDField(), default=list)
    """Ids of the roles that see it; none is everybody. One that is gone opens it to nobody."""
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    """When it was removed, for undoing; None for what pages show."""

    class Meta:
        indexes = [models.Index(fields=["record", "position"], name="pages_outlink_of")]

    def __str__(self) -> str:
        return self.label
