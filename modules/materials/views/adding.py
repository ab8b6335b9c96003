"""Several files at once as materials (A20)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from modules.materials.about import LABELS
from modules.materials.forms.about import AboutForm
from modules.materials.intake.reading import LARGEST
from modules.materials.records import material_record
from modules.materials.services import taking
from tenants.requests import CompanyRequest

CREATE = material_record.permission("create")
MOST_BYTES = 100 * 1024**2
"""Of one request."""
ASKED = ("kind", "origin", "owner")
"""What is asked once for all of the files; what a file says itself comes from the file."""


@requires(CREATE, upload=MOST_BYTES)
@require_http_methods(["GET", "POST"])
def add(request: CompanyRequest) -> HttpResponse:
    """The form, and what became of the files: those that came in, and a sentence for the others."""
    user = request.user
    if request.method != "POST":
        begun = {name: request.GET[name] for name in LABELS if name in request.GET}
        form = form_for(material_record, user, only=ASKED)
        return _drawn(request, form, AboutForm(initial=begun, user=user))
    form = form_for(material_record, user, request.POST, only=ASKED)
    about = AboutForm(request.POST, user=user)
    if not (form.is_valid() & about.is_valid()):
        return _drawn(request, form, about, status=422)
    try:
        uploads = request.FILES.getlist("files")
        taken = taking.take_in(uploads, user, form.values(), about.chosen())
    except RuleBroken as broken:
        return _drawn(request, form, about, problem=str(broken), status=422)
    if len(taken.made) == 1 and not taken.left:
        material, known = taken.made[0]
        messages.success(request, _("Saved."))
        if known:
            messages.warning(request, known)
        return redirect(material_record.url_name("page"), material.pk)
    fresh = form_for(material_record, user, only=ASKED)
    return _drawn(request, fresh, AboutForm(user=user), taken=taken, status=_status(taken))


def _status(taken: taking.Taken) -> int:
    return 200 if taken.made else 422


def _drawn(
    request: CompanyRequest, form: Any, about: AboutForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    facts = {
        "form": form,
        "about": about,
        "most": taking.MOST,
        "limit": LARGEST // 1024**2,
        "title": _("Add files"),
        **more,
    }
    return render(request, "materials/add.html", facts, status=status)
