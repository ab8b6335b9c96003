"""How a company has set up its house: look, working hours, holidays, rules of log-in (P6, P7)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


def lunch_break() -> list[int]:
    """12:00 to 13:00, in minutes since midnight."""
    return [720, 780]


def office_hours() -> list[list[int] | None]:
    """Monday to Friday 09:00 to 18:00, in minutes since midnight; the weekend is free."""
    return [[540, 1080]] * 5 + [None, None]


class House(models.Model):
    """The one row of a company's settings. Name and time zone stand in `tenants.Company`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    colour = models.CharField(max_length=7, default="#3b5bd9")
    """As chosen, #rrggbb; `tenants.colours` makes it readable."""
    logo_key = models.UUIDField(null=True)
    """Part of the logo's file names; a new logo has a new one. None without a logo."""
    hours = models.JSONField(default=office_hours)
    """Seven entries from Monday on: [start, end] in minutes since midnight, or None for free."""
    lunch = models.JSONField(null=True, default=lunch_break)
    """[start, end] in minutes since midnight, taken out of each day; None for no break."""
    fiscal_month = models.PositiveSmallIntegerField(default=1)
    """Month in which the fiscal year starts."""
    second_factor = models.BooleanField(default=False)
    """Whether everybody needs a second factor to work."""
    idle_minutes = models.PositiveSmallIntegerField(null=True)
    """After so long without use a session ends; None for never."""
    networks = ArrayField(models.CharField(max_length=43), default=list)
    """Networks (CIDR) from which people may log in; empty for everywhere."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="people_house_one_row"),
            models.CheckConstraint(
                condition=models.Q(fiscal_month__range=(1, 12)), name="people_house_fiscal_month"
            ),
        ]

    def __str__(self) -> str:
        return f"house {self.changed_at:%F %T}"

    @classmethod
    def present(cls) -> House:
        """The company's settings; the usual ones, unsaved, while nobody has changed them."""
        return cls.objects.filter(pk=1).first() or cls()

    @classmethod
    def locked(cls) -> House:
        """The row for changing, inside a transaction; made first when it is not there yet."""
        House.objects.bulk_create([House()], ignore_conflicts=True)
        return cls.objects.select_for_update().get(pk=1)


class Holiday(models.Model):
    """A day off of the company's own, once or every year (P7)."""

    class Repeat(models.TextChoices):
        ONCE = "once", _("Once")
        SOLAR = "solar", _("Every year")
        LUNAR = "lunar", _("Every year by the lunar calendar")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=60)
    repeat = models.CharField(max_length=5, choices=Repeat, default=Repeat.ONCE)
    year = models.PositiveSmallIntegerField(null=True)
    """Of a day that comes once; None for one that repeats."""
    month = models.PositiveSmallIntegerField()
    """Of the lunar calendar when it repeats by that."""
    day = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repeat", "year", "month", "day"],
                nulls_distinct=False,
                name="people_holiday_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WorkedHoliday(models.Model):
    """A public holiday on which this company works all the same."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return self.day.isoformat()


class Sitting(models.Model):
    """One log-in of one user on one device, for as long as it lasts (P6).

    The session itself is Django's; this row says where it is and when it was last used, so that
    its user can find and end it. It is refreshed every few minutes, not with each request.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="sittings")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, default="")
    """What the browser calls itself."""

    class Meta:
        indexes = [models.Index(fields=["user", "-seen_at"], name="people_sitting_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.address}"
