"""The consent ledger (동의 대장): who permitted what, when, and how one knows (S8, V4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import AppendOnlyModel, RecordModel, sorted_by
from modules.base.consents import CONSENTS, OTHER
from modules.base.models.customer import Customer


class Purpose(models.TextChoices):
    """What is permitted (목적); a company adds others of its own."""

    ADVERTISING = "advertising", _("Advertising")


class Said(models.TextChoices):
    """What a line says."""

    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")
    VOID = "void", pgettext_lazy("consent", "Entry taken back")
    """Nobody is known to have said anything: what was entered before was no answer."""
    REMINDED = "reminded", _("Told again after two years")
    """No answer: they were told what they agreed to, and it goes on."""


ANSWERS = (Said.GIVEN, Said.REFUSED, Said.WITHDRAWN)
"""What people say themselves."""


class Way(models.TextChoices):
    """By what a line came into the ledger."""

    SCREEN = "screen", _("On screen")
    MANY = "many", _("Many at once")
    FILE = "file", pgettext_lazy("consent", "From a file")
    PROGRAM = "program", _("By a program")
    OWN = "own", _("By the customer, in a link")
    MERGE = "merge", pgettext_lazy("consent", "Records merged or parted")
    SYSTEM = "system", _("By itself")
    BEFORE = "before", _("Stood before the ledger")


CHANNELS = [*((each.name, each.label) for each in CONSENTS), (OTHER, _("Without a channel"))]


class ConsentLine(AppendOnlyModel, RecordModel):
    """One answer of one customer about one channel. Written by `services.ledger` alone.

    What a line says stays; only that the person was told of it is filled in later. The line stays
    with the customer's record that it was written of, when that is merged into another one and when
    it is removed for good: then the ledger holds no name, and its proof no file.
    """

    record_code = "base.consent"
    rewritable = ("told_at", "told_by_id", "due_on", "tries")

    customer: models.ForeignKey[Any, Any] = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    purpose = models.CharField(
        pgettext_lazy("consent", "Purpose"), max_length=60, choices=Purpose,
        default=Purpose.ADVERTISING,
    )  # fmt: skip
    channel = models.CharField(_("Channel"), max_length=12, choices=CHANNELS)
    said = models.CharField(pgettext_lazy("consent", "Answer"), max_length=10, choices=Said)
    at = models.DateTimeField(pgettext_lazy("consent", "Answered"))
    """When the person said so; `created_at` is when it was written down."""
    source = models.CharField(pgettext_lazy("consent", "Source"), max_length=60, blank=True)
    proof = models.TextField(pgettext_lazy("consent", "Proof"), max_length=1000, blank=True)
    """In words, or a reference: where the paper lies, which recording, which log."""
    proof_file = models.UUIDField(null=True, editable=False)
    """A file of the customer that proves it."""
    proof_name = models.CharField(
        _("File of the proof"), max_length=150, blank=True, editable=False, default=""
    )
    way = models.CharField(_("Written down"), max_length=10, choices=Way, editable=False)
    actor_id = models.UUIDField(null=True, editable=False)
    actor_name = models.CharField(
        pgettext_lazy("consent", "Noted by"), max_length=60, blank=True, editable=False, default=""
    )
    due_on = models.DateField(_("To be told until"), null=True, editable=False)
    """By law 14 days after the answer; None where nobody is to be told."""
    told_at = models.DateTimeField(pgettext_lazy("consent", "Told"), null=True, editable=False)
    told_by_id = models.UUIDField(null=True, editable=False)
    """The send by which they are told; with it and no `told_at`, it is under way."""
    tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    """How often telling them has failed."""

    class Meta:
        verbose_name = _("Consent")
        verbose_name_plural = _("Consent ledger")
        indexes = [
            models.Index(
                fields=["customer", "channel", "-created_at", "-id"], name="base_consent_latest"
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(told_at=None, due_on__isnull=False),
                name="base_consent_due",
            ),
            models.Index(
                fields=["told_by_id"], condition=Q(told_at=None, told_by_id__isnull=False),
                name="base_consent_telling",
            ),
            *sorted_by("base_consent", "created_at", "at"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} {self.said}"

    @property
    def is_own(self) -> bool:
        """Whether the person answered it themselves, in a link."""
        return self.way == Way.OWN


class Telling(models.Model):
    """How a company tells people of their answers, by law; one row at most (S8)."""

    class Language(models.TextChoices):
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Korean and English")

    DAYS = (
        (0, _("Every day")), (1, _("Mondays")), (2, _("Tuesdays")), (3, _("Wednesdays")),
        (4, _("Thursdays")), (5, _("Fridays")),
    )  # fmt: skip

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    tells_results = models.BooleanField(_("Tell people what became of their answer"), default=False)
    reminds = models.BooleanField(_("Tell them again every two years"), default=False)
    day = models.PositiveSmallIntegerField(_("Sent on"), choices=DAYS, default=0)
    language = models.CharField(
        _("Language of the notices"), max_length=4, choices=Language, default=Language.KOREAN
    )
    sender_name = models.CharField(_("Sender's name"), max_length=40, blank=True, default="")
    sender_address = models.EmailField(_("Sender's mail address"), blank=True, default="")
    sender_number = models.CharField(_("Sender's number"), max_length=20, blank=True, default="")
    texts = models.JSONField(default=dict)
    """{result or reminder, _, subject or body, _, language: text}; what is missing is as usual."""
    ran_on = models.DateField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    """Why the last round sent nothing, in the company's language."""

    def __str__(self) -> str:
        return self.get_day_display()

    @classmethod
    def present(cls) -> Telling:
        """The company's choices, or what is usual."""
        return cls.objects.first() or cls()
