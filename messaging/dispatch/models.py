"""Shared tables of the engine: where workers find the work of all companies (S3, S4)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.i18n import figures
from dangol.ids import new_id
from tenants.models import Company


class Ticket(models.Model):
    """Leave for one pump to work on one send: the queue of record behind the doorbell.

    A send has one ticket per lane as long as anything about it is open. Times are the platform's,
    not those of a company whose clock runs ahead.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    send = models.UUIDField()
    lane = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=8)
    next_at = models.DateTimeField(null=True)
    """Nothing to do before; None waits for the sweeper to find a cause."""
    served_at = models.DateTimeField(null=True)
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """Connections to the provider that failed in a row."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "send", "lane"], name="dispatch_ticket_lane")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="dispatch_ticket_due",
                condition=Q(next_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.send} lane {self.lane}"


class ProviderAccount(models.Model):
    """One way out for one channel (S1).

    Of those that are neither paused nor down, the ones with the smallest priority share the work;
    the others stand by. An account is down for a while after its provider was not to be reached.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class Kind(models.TextChoices):
        ENVIRONMENT = "environment", _("As the environment says")
        SMTP = "smtp", _("SMTP")
        SES = "ses", _("Amazon SES")
        SNS = "sns", _("Amazon SNS")
        GATEWAY = "gateway", _("Text gateway")
        SINK = "sink", _("File")

    KINDS_OF: ClassVar[dict[str, tuple[str, ...]]] = {
        Channel.EMAIL: (Kind.ENVIRONMENT, Kind.SMTP, Kind.SES, Kind.SINK),
        Channel.SMS: (Kind.ENVIRONMENT, Kind.SNS, Kind.GATEWAY, Kind.SINK),
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=40, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ENVIRONMENT)
    priority = models.PositiveSmallIntegerField(default=100)
    """Smaller is tried first."""
    paused = models.BooleanField(default=False)
    rate = models.PositiveIntegerField(default=0)
    """Messages per second over all companies; 0 is without limit."""
    per_domain = models.PositiveSmallIntegerField(default=0)
    """Lines of one worker to any one mail domain; 0 is without limit."""
    config = models.JSONField(default=dict, blank=True)
    """What its kind needs, as `messaging.channels.settings` reads it; nothing secret."""
    secret = models.TextField(blank=True, default="")
    """Password or key, sealed with this installation's key."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row its provider was not to be reached."""
    down_until = models.DateTimeField(null=True, blank=True)
    down_reason = models.CharField(max_length=200, blank=True, default="")
    heard_at = models.DateTimeField(null=True, blank=True)
    """When its provider last reported back by itself, to the minute."""
    tokens = models.FloatField(default=0)
    """Messages that may leave at `refilled_at`: the bucket behind `rate`."""
    refilled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "priority"], name="dispatch_account_choice")]

    def __str__(self) -> str:
        return self.name or str(self.get_channel_display())

    def is_down(self, now: datetime) -> bool:
        """Whether it rests after failures, at a moment of the platform's clock."""
        return self.down_until is not None and self.down_until > now


class ProviderReport(models.Model):
    """What a provider reported by itself and is not applied yet (S7): an inbox of all companies.

    It goes in the transaction that applies it. `key` is the provider's name of the report.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    account = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    body = models.JSONField()
    """The entries, as `messaging.feedback.receiving` writes them."""
    received_at = models.DateTimeField(default=clock.real_now)
    next_at = models.DateTimeField(default=clock.real_now)
    """When it is to be applied; later and later while it cannot be."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How often it could not be applied."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="dispatch_report_once")
        ]
        indexes = [models.Index(fields=["company", "next_at"], name="dispatch_report_next")]

    def __str__(self) -> str:
        return f"{self.account} {self.key}"


class Maintenance(models.Model):
    """The hours of each day in which nothing leaves the platform (A36); no row: there are none."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    begins = models.TimeField()
    """In Korea."""
    ends = models.TimeField()
    """Past midnight when it is before `begins`."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="dispatch_maintenance_one"),
            models.CheckConstraint(
                condition=~Q(begins=models.F("ends")), name="dispatch_maintenance_not_all_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"


class SenderNumber(models.Model):
    """A number that a company's texts come from (발신번호), registered with a document (S1, T7).

    The law wants each number registered before it is used, so a company asks and the provider's
    staff decides. The company's role may add a row that waits, and take one back; nothing else.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("sender number", "Being looked at")
        APPROVED = "approved", pgettext_lazy("sender number", "Approved")
        REFUSED = "refused", pgettext_lazy("sender number", "Refused")
        EXPIRED = "expired", pgettext_lazy("sender number", "Expired")
        WITHDRAWN = "withdrawn", pgettext_lazy("sender number", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=12)
    """Digits."""
    label = models.CharField(_("Used for"), max_length=40, blank=True, default="")
    holder = models.CharField(_("Holder of the number"), max_length=60)
    """Whose name stands on the document."""
    decision = models.CharField(max_length=10, choices=State, default=State.WAITING)
    """What the provider's staff said last; see `state`."""
    reason = models.CharField(max_length=200, blank=True, default="")
    """Why it was refused or withdrawn by the staff."""
    expires_on = models.DateField(null=True)
    """Last day on which it may be used."""
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=60, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by_name = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    told_for = models.DateField(null=True)
    """The `expires_on` about which the company was told beforehand."""
    taken_back_at = models.DateTimeField(null=True)
    """When the company took it back; the only column that its role may write."""

    class Meta:
        indexes = [
            models.Index(fields=["company", "number"], name="dispatch_number_own"),
            models.Index(fields=["decision", "asked_at"], name="dispatch_number_queue"),
        ]

    def __str__(self) -> str:
        return figures.phone(self.number)

    @property
    def state(self) -> str:
        """Where it stands today."""
        if self.taken_back_at is not None:
            return self.State.WITHDRAWN
        is_over = self.expires_on is not None and self.expires_on < clock.today()
        if self.decision == self.State.APPROVED and is_over:
            return self.State.EXPIRED
        return self.decision

    @property
    def state_words(self) -> str:
        return str(self.State(self.state).label)
