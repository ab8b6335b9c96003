"""Writing to colleagues: new, as an answer, to everybody, or passed on (A26)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dangol import toasts
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n.josa import settled
from dangol.records.page.files import files
from modules.messages.forms.writing import MessageForm
from modules.messages.models import Message
from modules.messages.models.message import LONGEST_SUBJECT
from modules.messages.queries import boxes
from modules.messages.services import sending
from modules.messages.services.sending import CODE
from modules.messages.views.boxes import USE
from tenants.hints.queries import receivers
from tenants.requests import CompanyRequest

MOST_BYTES = 100 * 1024**2


@requires(USE, upload=MOST_BYTES)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: CompanyRequest) -> HttpResponse:
    """The form: empty, or begun from the message `reply` (with `all`) or `forward`."""
    origin = _origin(request)
    if request.method == "POST":
        form = MessageForm(request.POST, user=request.user)
        if form.is_valid():
            answers = origin.pk if origin is not None and "forward" not in request.GET else None
            try:
                uploads = [*request.FILES.getlist("files"), *_carried(request, origin)]
                draft = form.draft(uploads, answers)
                return _sent(request, sending.send(request.user, draft))
            except RuleBroken as broken:
                field = broken.field if broken.field in form.fields else None
                form.add_error(field, broken.message)
        return _drawn(request, form, origin, status=422)
    begun = MessageForm(initial=_begun(request, origin), user=request.user)
    return _drawn(request, begun, origin)


@requires(USE)
@require_POST
def cancel(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Cancels a reserved message."""
    try:
        sending.cancel(request.user, key)
        messages.success(request, _("The reserved message is cancelled."))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect(_to_sent())


@requires(USE)
@require_POST
def take_back(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Takes a message back from those who have not read it."""
    try:
        count = sending.take_back(request.user, key)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        words = ngettext(
            "Taken back from %(count)s colleague.", "Taken back from %(count)s colleagues.", count
        )
        messages.success(request, words % {"count": count})
    return redirect(_to_sent())


def _to_sent() -> str:
    return f"{reverse('messages:box')}?box={boxes.SENT}"


def _origin(request: CompanyRequest) -> Message | None:
    """The message that is answered or passed on, if the user has it."""
    asked = request.GET.get("reply") or request.GET.get("forward") or ""
    try:
        found = boxes.one(request.user, UUID(asked))
    except ValueError:
        return None
    return found[0] if found else None


def _carried(request: CompanyRequest, origin: Message | None) -> list[Any]:
    """The files of a message that is passed on, unless the writer leaves them out."""
    if origin is None or "forward" not in request.GET or "with_files" not in request.POST:
        return []
    kept = files().of(CODE, origin.pk, request.user)
    opened = [files().open(CODE, origin.pk, each.key, small=False) for each in kept]
    return [ContentFile(each.content.read(), name=each.name) for each in opened if each]


def _begun(request: CompanyRequest, origin: Message | None) -> dict[str, Any]:
    """What the form holds at first."""
    if origin is None:
        asked = [code for code in request.GET.getlist("to") if receivers.is_code(code)]
        return {"to": asked, "customer": request.GET.get("customer", "")}
    is_forward = "forward" in request.GET
    mark = _("Fwd") if is_forward else _("Re")
    subject = origin.subject.removeprefix(f"{mark}: ")
    begun = {
        "subject": f"{mark}: {subject}"[:LONGEST_SUBJECT],
        "text": _quoted(origin),
        "customer": origin.customer_id if boxes.about(request.user, origin) else "",
    }
    return begun if is_forward else begun | {"to": _answered(request, origin)}


def _answered(request: CompanyRequest, origin: Message) -> list[str]:
    """The sender; with `all`, everybody else who got it, too, but oneself."""
    keys = [origin.sender_id] if origin.sender_id else []
    if "all" in request.GET or origin.sender_id == request.user.pk:
        keys += [copy.user_id for copy in boxes.deliveries(origin) if copy.taken_back_at is None]
    return [f"u{key}" for key in dict.fromkeys(keys) if key != request.user.pk]


def _quoted(origin: Message) -> str:
    who = origin.sender.name if origin.sender else _("Somebody who left")
    at = timezone.localtime(origin.sent_at or origin.written_at)
    head = _("%(who)s wrote, %(at)s:") % {"who": who, "at": at.strftime("%Y-%m-%d %H:%M")}
    return "\n".join(["", "", head, *(f"> {line}" for line in origin.text.split("\n"))])


def _drawn(
    request: CompanyRequest, form: MessageForm, origin: Message | None, status: int = 200
) -> HttpResponse:
    among = receivers.choices(request.user)
    is_forward = origin is not None and "forward" in request.GET
    facts = {
        "form": form,
        "receivers": form.offered(among),
        "most_files": sending.MOST_FILES,
        "carried": files().of(CODE, origin.pk, request.user) if origin and is_forward else [],
    }
    return render(request, "messages/new.html", facts, status=status)


def _sent(request: CompanyRequest, sent: sending.Sent) -> HttpResponse:
    """Says what became of it; at once sent ones can be taken back by the toast."""
    row, key = sent.message, sent.message.pk
    if row.is_reserved:
        words = [_("The message is reserved.")]
        undo = reverse("messages:cancel", args=[key])
    else:
        told = ngettext("Sent to %(count)s colleague.", "Sent to %(count)s colleagues.", sent.count)
        words, undo = [told % {"count": sent.count}], reverse("messages:take-back", args=[key])
    if sent.skipped:
        left = _("%(names)s does not work here any more and was left out.")
        words.append(left % {"names": ", ".join(sent.skipped)})
    toasts.undoable(request, settled(" ".join(words)), undo)
    return redirect(_to_sent())
