"""What a campaign's page does besides the record kit's screens (G3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from modules.campaign.records import campaign_record
from modules.campaign.services import campaigns


@requires("campaign.campaign.approve")
@require_POST
def campaign_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approves, starts, ends or closes a campaign, and comes back to where the user was."""
    campaign = get_object_or_404(campaign_record.visible_to(request.user), pk=pk)
    try:
        campaigns.move(campaign, request.POST.get("to", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = {"state": campaign.get_state_display()}
        messages.success(request, _("The campaign's state is now: %(state)s.") % words)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("campaign:campaign-page", args=[pk])
    return redirect(back)


@requires("campaign.campaign.delete")
@require_POST
def campaign_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Into the trash, unless a send of it is still to come; the list offers to undo it."""
    campaign = get_object_or_404(campaign_record.visible_to(request.user), pk=pk)
    try:
        campaigns.remove(campaign)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("campaign:campaign-page", pk)
    text = _("“%(name)s” is in the trash now.") % {"name": campaign.name}
    undoable(request, text, reverse("campaign:campaign-restore", args=[pk]))
    return redirect("campaign:campaign-list")
