"""Moving an appointment to other times by drag, and taking that back (A25)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from modules.calendar.models import Appointment
from modules.calendar.services import series
from modules.calendar.services.appointments import appointments


@transaction.atomic
def move(
    appointment: Any, day: date | None, starts: datetime, ends: datetime, *, is_all_day: bool
) -> tuple[Appointment, dict[str, Any]]:
    """The appointment at its new times, of a series `day` alone; and what `take_back` needs."""
    values = {"starts_at": starts, "ends_at": ends, "is_all_day": is_all_day}
    if appointment.repeat:
        if day is None:
            raise RuleBroken("no_day", _("Say which day of the series it is."))
        single = series.change(appointment, day, values, series.ONE)
        version = single.updated_at.isoformat()
        return single, {
            "pk": str(appointment.pk), "single": str(single.pk), "day": day.isoformat(),
            "version": version,
        }  # fmt: skip
    before = {
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "is_all_day": appointment.is_all_day,
    }
    moved: Appointment = appointments.edit(appointment, values, "")
    kept = {"pk": str(moved.pk), "before": before, "version": moved.updated_at.isoformat()}
    return moved, kept


@transaction.atomic
def take_back(appointment: Appointment, kept: dict[str, Any]) -> None:
    """Puts it back where it was. RuleBroken when something was done with it since."""
    pk = kept.get("single", kept["pk"])
    moved = Appointment.objects.select_for_update().present().filter(pk=pk).first()
    if moved is None or moved.updated_at.isoformat() != kept["version"]:
        raise RuleBroken(
            "done_since", _("This can no longer be undone; something else was done since.")
        )
    if "single" in kept:
        appointments.remove(moved)
        series.unskip(appointment, kept["day"])
        return
    before = dict(kept["before"])
    for name in ("starts_at", "ends_at"):
        before[name] = datetime.fromisoformat(before[name])
    appointments.edit(moved, before, "")
