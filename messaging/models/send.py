"""A send (발송): one text for many people, and the money set aside for it (S2, S5, decision 12)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id


class Send(models.Model):
    """One text on one channel for the people of one audience.

    Its state is changed only by compare-and-set in `messaging.services.transitions`. How far it is
    stands in the rows of `Message`; `tally` only remembers the last count of them.
    """

    class Kind(models.TextChoices):
        BULK = "bulk", _("Bulk")
        TEST = "test", _("Test")
        NOTICE = "notice", pgettext_lazy("send", "Notice")

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class Status(models.TextChoices):
        """As users see them (decision 13), and the draft before them."""

        DRAFT = "draft", _("Draft")
        RESERVED = "reserved", _("Reserved")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        INSUFFICIENT = "insufficient", _("Insufficient balance")
        LIMITED = "limited", _("Send-limited")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        """Why a send stands as it does."""

        NONE = "", ""
        NIGHT = "night", _("Night hours")
        QUOTA = "quota", _("Send limit reached")
        HOURS = "hours", _("Outside its hours")
        MAINTENANCE = "maintenance", pgettext_lazy("send", "Maintenance")
        BY_USER = "by_user", _("Paused by a user")
        MISSED_WINDOW = "missed_window", _("Start time missed")
        SUSPENDED = "suspended", _("Company suspended")
        PROVIDER_DOWN = "provider_down", _("Provider not reachable")
        SENDER_REFUSED = "sender_refused", _("Sender address refused")
        SENDER_NOT_VERIFIED = "sender_unverified", _("Sender not verified")
        FAILED = "failed", _("Stopped by an error")

    class Funding(models.TextChoices):
        FULL = "full", _("All or nothing")
        COVERED = "covered", _("As far as the account goes")

    TERMINAL = (Status.DONE, Status.CANCELLED)
    OPEN = (Status.WAITING, Status.RUNNING, Status.LIMITED, Status.INSUFFICIENT, Status.PAUSED)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BULK)
    test_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="tests", editable=False
    )
    channel = models.CharField(max_length=8, choices=Channel)
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    """Plain text with merge fields such as {{ name }}; the HTML part of a mail is made from it."""
    advertising = models.BooleanField(default=False)
    """Whether the law's rules for advertising apply: consent, label, opt-out, night hours."""
    sender_name = models.CharField(max_length=40, blank=True, default="")
    sender_address = models.EmailField(max_length=254, blank=True, default="")
    sender_number = models.CharField(max_length=20, blank=True, default="")
    opt_out_number = models.CharField(max_length=20, blank=True, default="")
    """무료수신거부 번호 that an advertising text message must carry."""
    audience = models.JSONField(default=dict)
    """The query that `messaging.ports.Audience` understands."""

    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    reason = models.CharField(max_length=20, choices=Reason, blank=True, default=Reason.NONE)
    detail = models.CharField(max_length=200, blank=True, default="")
    epoch = models.PositiveIntegerField(default=0)
    """Grows with each pause, resume and cancel: work begun in an older epoch stops."""
    next_at = models.DateTimeField(null=True)
    """When a limited send goes on by itself."""
    scheduled_at = models.DateTimeField(null=True, blank=True)
    grace = models.DurationField(default=timedelta(hours=1))
    """A reservation that comes later than this pauses instead of sending."""
    hours_from = models.TimeField(null=True, blank=True)
    """In Korea; with `hours_to`, which may be past midnight, the hours in which it leaves."""
    hours_to = models.TimeField(null=True, blank=True)
    per_hour = models.PositiveIntegerField(default=0)
    """Messages an hour at most; 0 is without limit."""
    speed_tokens = models.FloatField(default=0, editable=False)
    """Messages that might leave at `speed_at`: the bucket behind `per_hour`."""
    speed_at = models.DateTimeField(null=True, editable=False)

    funding = models.CharField(max_length=8, choices=Funding, default=Funding.FULL)
    expected = models.PositiveIntegerField(default=0)
    """People who would get it, counted at the start."""
    price_ceiling = models.PositiveIntegerField(default=0)
    """Won set aside for each of them."""
    expand_cursor = models.UUIDField(null=True)
    expand_done = models.BooleanField(default=False)
    duplicates = models.PositiveIntegerField(default=0)
    """People left out because their address had a row already."""
    tally = models.JSONField(default=dict)
    """{state: rows} when last counted: a cache for the progress of large sends, never the truth."""

    created_by = models.UUIDField(null=True)
    created_by_name = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="messaging_send_newest"),
            models.Index(
                fields=["status"],
                name="messaging_send_open",
                condition=~models.Q(status__in=["draft", "done", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_test(self) -> bool:
        return self.kind == self.Kind.TEST

    @property
    def is_free(self) -> bool:
        """Test mails cost nothing; test text messages do (decision 10)."""
        return self.is_test and self.channel == self.Channel.EMAIL


class Hold(models.Model):
    """Won that the account set aside for one send; its id is the id that the meter gave.

    amount = captured + released + what is still held, at every moment.
    """

    id = models.UUIDField(primary_key=True)
    send = models.ForeignKey(Send, on_delete=models.PROTECT, related_name="holds")
    number = models.PositiveIntegerField()
    """1 for the send's first hold; part of the key under which the meter knows it."""
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["send", "number"], name="messaging_hold_number"),
            models.CheckConstraint(
                condition=models.Q(captured__gte=0, released__gte=0)
                & models.Q(amount__gte=models.F("captured") + models.F("released")),
                name="messaging_hold_not_overdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.send_id} #{self.number}: {self.amount}"

    @property
    def held(self) -> int:
        """Won still set aside."""
        return self.amount - self.captured - self.released
