"""Sets of fields: taken over by one click, put away by another (A15, B4, B5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from tenants.customising.queries.sets import sets
from tenants.customising.services import sets as services
from tenants.requests import CompanyRequest

MANAGE = "tenants.field.manage"


@requires(MANAGE)
@require_POST
def set_install(request: CompanyRequest, code: str) -> HttpResponse:
    chosen = sets().get(code)
    if chosen is None:
        raise Http404
    try:
        added = services.install(code)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = ngettext("%(n)s field added: %(set)s.", "%(n)s fields added: %(set)s.", added)
        undo = reverse("tenants:field-set-remove", args=[code])
        undoable(request, words % {"n": added, "set": chosen.label}, undo)
    return redirect(f"{reverse('tenants:field-list')}?of={chosen.record}")


@requires(MANAGE)
@require_POST
def set_remove(request: CompanyRequest, code: str) -> HttpResponse:
    chosen = sets().get(code)
    if chosen is None:
        raise Http404
    try:
        services.put_away(code)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = _("“%(set)s” is put away; the values stay.") % {"set": chosen.label}
        undoable(request, words, reverse("tenants:field-set-install", args=[code]))
    return redirect(f"{reverse('tenants:field-list')}?of={chosen.record}")
