"""One appointment on one day: looked at, changed, moved, removed (A25)."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol import clock
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.records import rights
from dangol.records.forms.base import form_for
from dangol.records.parts import Look
from dangol.records.views.found import facts, find
from dangol.toasts import undoable
from modules.calendar.models import Appointment
from modules.calendar.queries.notices import involving
from modules.calendar.records import appointment_record
from modules.calendar.services import moving, series
from modules.calendar.services.appointments import appointments, at
from modules.calendar.views.schedule import back

FACTS = (
    "kind", "place", "owner", "participants", "customer", "account", "importance", "visibility",
    "repeat", "memo",
)  # fmt: skip


@requires("calendar.appointment.view")
@require_GET
def occurrence(request: HttpRequest, pk: UUID, day: str) -> HttpResponse:
    """What the appointment is on this day; in the calendar a panel, else a page."""
    found, on = _found(request, pk, day)
    user = request.user
    look = Look(user=user, instance=found, hidden=appointment_record.hidden_from(user))
    starts = at(on, found.starts_at) if found.repeat else found.starts_at
    page = {
        "appointment": found,
        "title": found.title,
        "day": on.isoformat(),
        "when": _when(starts, starts + found.lasts, found.is_all_day),
        "facts": facts(appointment_record, look, FACTS),
        "may": {verb: rights.may(appointment_record, user, verb, found) for verb in WRITING},
        "page_url": reverse("calendar:appointment-page", args=[pk]),
    }
    is_panel = request.headers.get("HX-Request") == "true"
    template = "calendar/occurrence_panel.html" if is_panel else "calendar/occurrence.html"
    return render(request, template, page)


@requires("calendar.appointment.view")
@require_GET
def whereabouts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leads to the day of an appointment that somebody was told of, there or cancelled."""
    found = involving(request.user, [str(pk)]).first()
    if found is None:
        raise Http404
    return redirect(f"{reverse('calendar:schedule')}?day={found.first_on.isoformat()}")


@requires("calendar.appointment.edit")
@require_http_methods(["GET", "POST"])
def occurrence_edit(request: HttpRequest, pk: UUID, day: str) -> HttpResponse:
    """The form of one day of a series: for this day, for those that follow, or for all."""
    found, on = _found(request, pk, day, "edit")
    if not found.repeat:
        return redirect("calendar:appointment-edit", pk)
    which = _which(request)
    shown = copy(found)
    shown.starts_at = at(on, found.starts_at)
    shown.ends_at = shown.starts_at + found.lasts
    form = form_for(appointment_record, request.user, request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            held = series.change(found, on, form.values(), which)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect(_calendar(held))
    page = {
        "form": form, "title": found.title, "day": on, "which": which, "ways": _ways(),
        "appointment": found,
    }  # fmt: skip
    return render(
        request, "calendar/occurrence_edit.html", page, status=422 if form.is_bound else 200
    )


@requires("calendar.appointment.delete")
@require_POST
def occurrence_delete(request: HttpRequest, pk: UUID, day: str) -> HttpResponse:
    """Removes one day of a series, it and those that follow, or all; the toast undoes it."""
    found, on = _found(request, pk, day, "delete")
    try:
        if found.repeat:
            kept = series.remove(found, on, _which(request))
        else:
            appointments.remove(found)
            kept = {"all": True}
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("calendar:schedule")
    token = _signer(request).sign_object({"pk": str(pk), **kept})
    text = _("“%(name)s” is removed.") % {"name": found.title}
    undoable(request, text, reverse("calendar:occurrence-restore", args=[token]))
    return redirect(f"{reverse('calendar:schedule')}?day={on.isoformat()}")


@requires("calendar.appointment.delete")
@require_POST
def occurrence_restore(request: HttpRequest, token: str) -> HttpResponse:
    """Takes a removal back."""
    kept = _opened(request, token)
    pk = UUID(kept.pop("pk"))
    rows = (appointment_record.trash_of, appointment_record.visible_to)
    found = next(filter(None, (each(request.user).filter(pk=pk).first() for each in rows)), None)
    if found is None:
        raise Http404
    try:
        series.put_back(found, kept)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Undone."))
    return back(request)


@requires("calendar.appointment.edit")
@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Drags an appointment to other times; of a series, that day alone. Answers JSON."""
    found = find(appointment_record, request.user, pk, "edit")
    posted = request.POST
    try:
        starts, ends = _moment(posted.get("starts", "")), _moment(posted.get("ends", ""))
        on = date.fromisoformat(posted["day"]) if posted.get("day") else None
    except ValueError:
        return _sentence(_("The time could not be read. Drag it again."))
    locked = set(appointment_record.locked_for(request.user))
    if locked & {"starts_at", "ends_at"}:
        return _sentence(_("Your role may read this, not change it."))
    try:
        moved, kept = moving.move(found, on, starts, ends, is_all_day=posted.get("whole") == "1")
    except RuleBroken as broken:
        return _sentence(str(broken))
    words = {"name": moved.title, "when": _when(moved.starts_at, moved.ends_at, moved.is_all_day)}
    undo = reverse("calendar:move-undo", args=[_signer(request).sign_object(kept)])
    return JsonResponse({"sentence": _("%(name)s: %(when)s") % words, "undo": undo})


@requires("calendar.appointment.edit")
@require_POST
def move_undo(request: HttpRequest, token: str) -> HttpResponse:
    """Takes a drag back, unless something was done with it since."""
    kept = _opened(request, token)
    found = find(appointment_record, request.user, UUID(kept["pk"]), "edit")
    try:
        moving.take_back(found, kept)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Undone."))
    return back(request)


WRITING = ("edit", "delete")


def _found(
    request: HttpRequest, pk: UUID, day: str, verb: str = "view"
) -> tuple[Appointment, date]:
    """The appointment, and the day that the address names; 404 when nothing of it is then."""
    found: Any = find(appointment_record, request.user, pk, verb)
    try:
        on = date.fromisoformat(day)
        if found.repeat:
            series.check_day(found, on)
    except (ValueError, RuleBroken) as error:
        raise Http404 from error
    return found, on


def _which(request: HttpRequest) -> str:
    asked = request.POST.get("which", "") or request.GET.get("which", "")
    return asked if asked in series.WHICH else series.ONE


def _ways() -> list[tuple[str, str]]:
    return [
        (series.ONE, _("This one")),
        (series.FOLLOWING, _("This and following")),
        (series.ALL, _("All")),
    ]


def _when(starts: datetime, ends: datetime, is_all_day: bool) -> str:
    first, last = (each.astimezone(clock.KOREA) for each in (starts, ends))
    if is_all_day:
        one = first.date() == last.date()
        return days.day(first) if one else f"{days.day(first)} – {days.day(last)}"
    if first.date() == last.date():
        return f"{days.moment(first)} – {last:%H:%M}"
    return f"{days.moment(first)} – {days.moment(last)}"


def _calendar(appointment: Appointment) -> str:
    return f"{reverse('calendar:schedule')}?day={appointment.first_on.isoformat()}"


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=clock.KOREA)


def _sentence(text: str) -> JsonResponse:
    return JsonResponse({"sentence": text}, status=422)


def _signer(request: HttpRequest) -> signing.Signer:
    """What one user may take back is of no use to another."""
    return signing.Signer(salt=f"calendar.undo.{request.user.pk}")


def _opened(request: HttpRequest, token: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = _signer(request).unsign_object(token)
    except signing.BadSignature as error:
        raise Http404 from error
    return found
