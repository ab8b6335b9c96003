"""Connecting a material with whom it is about, and taking that back (A20)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.records.views.found import find
from modules.materials.forms.about import AboutForm
from modules.materials.models import Material
from modules.materials.records import material_record
from modules.materials.services import concerns
from tenants.requests import CompanyRequest

EDIT = material_record.permission("edit")


@requires(EDIT)
@require_POST
def connect(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """With the customer or account that is named, one that the user sees."""
    material = _material(request, pk)
    form = AboutForm(request.POST, user=request.user)
    if not form.is_valid():
        for sentences in form.errors.values():
            messages.error(request, str(sentences[0]))
    elif not form.chosen():
        messages.error(request, _("Write which customer or account it is about."))
    else:
        done = [concerns.connect(material, each) for each in form.chosen()]
        messages.success(request, _("Connected.") if any(done) else _("It was connected already."))
    return redirect(material_record.url_name("page"), pk)


@requires(EDIT)
@require_POST
def disconnect(request: CompanyRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The material is no longer about them."""
    if not concerns.disconnect(_material(request, pk), key):
        raise Http404
    messages.success(request, _("No longer connected."))
    return redirect(material_record.url_name("page"), pk)


def _material(request: CompanyRequest, pk: UUID) -> Material:
    return find(material_record, request.user, pk, "edit")  # type: ignore[return-value]
