"""Correcting an error by one click (B23)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.cleansing.records import fault_record
from modules.cleansing.services import faults


@requires("cleansing.fault.edit")
@require_POST
def fault_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Writes the right value into the customer, and closes the error."""
    fault = get_object_or_404(fault_record.visible_to(request.user, "edit"), pk=pk)
    try:
        faults.correct(fault)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = {"name": fault.customer.name}
        messages.success(request, _("%(name)s is corrected.") % words)
    return redirect("cleansing:fault-page", pk)
