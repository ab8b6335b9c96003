"""Mail senders of a company, in its own schema (S1). Its text numbers are shared rows of
`messaging.dispatch`, since the provider decides about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id

GRACE = timedelta(hours=72)
"""How long a domain whose records are gone may still send."""


class MailDomain(models.Model):
    """A mail domain (메일 도메인), whose owner proves it by records in the DNS.

    WAITING   not proven yet
    VERIFIED  proven: mails leave from it, signed with its key
    LOSING    was proven, and its records are gone: still good for `GRACE`
    LOST      gone for longer: nothing leaves from it
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Records missing")
        VERIFIED = "verified", _("Verified")
        LOSING = "losing", _("Records gone")
        LOST = "lost", _("Stopped")

    GOOD = (State.VERIFIED, State.LOSING)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200, unique=True)
    """In small letters, as the DNS writes it: xn-- for other letters than Latin ones."""
    token = models.CharField(max_length=40)
    """What a record of the domain must say, so that it is this company's."""
    selector = models.CharField(max_length=20)
    public_key = models.TextField()
    """Base64 of the DER, as its record carries it."""
    private_key = models.TextField()
    """PEM, sealed with this company's key."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    lost_at = models.DateTimeField(null=True)
    """Since when records that it needs are gone."""
    findings = models.JSONField(default=dict)
    """{kind of record: what was found}, as `messaging.senders.judging` writes it."""
    checked_at = models.DateTimeField(null=True)
    """When the DNS answered last."""
    asked_at = models.DateTimeField(null=True)
    """When it was asked last, whether or not it answered."""
    is_example = models.BooleanField(default=False)
    """Of demo data: such a domain is nobody's, so nobody asks the DNS about it by itself."""
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        """Whether mails may leave from it now."""
        return self.state in self.GOOD

    @property
    def stops_at(self) -> Any:
        """When a domain whose records are gone stops; None for the others."""
        return self.lost_at + GRACE if self.state == self.State.LOSING and self.lost_at else None


class MailAddress(models.Model):
    """A sender address (발신 주소) with the name that recipients read.

    Mails leave from it while its domain is verified. Confirmed by a mail alone, it only takes the
    replies to the address that all companies share.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    address = models.EmailField(max_length=254, unique=True)
    name = models.CharField(_("Sender's name"), max_length=40)
    confirmed_at = models.DateTimeField(null=True)
    """When somebody opened the link in the mail that was sent there."""
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class Preferences(models.Model):
    """What new drafts begin with: one row for the company."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    mail = models.ForeignKey(MailAddress, on_delete=models.SET_NULL, null=True, related_name="+")
    """None for the shared address."""
    number = models.UUIDField(null=True)
    """Id of the `SenderNumber`."""
    replies_to = models.EmailField(max_length=254, blank=True, default="")
    """Where replies to the shared address go; "" for the first administrator."""

    def __str__(self) -> str:
        return f"{self.mail or 'shared'}, {self.number or '—'}"

    @classmethod
    def present(cls) -> Preferences:
        """The company's row, or one with nothing chosen."""
        return cls.objects.select_related("mail").filter(pk=cls.ONLY).first() or cls()
