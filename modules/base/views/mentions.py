"""Calling colleagues in a note: whom one can call, and who will be told (U9)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires, user_can
from dangol.records.text import clean_paragraph
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.people.models import User
from tenants.queries import mentions
from tenants.requests import CompanyRequest

OFFERED = 500


@requires("base.contact.create")
@never_cache
@require_GET
def mention_rows(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """The colleagues that one can call; the field finds among them by letters and 초성."""
    get_object_or_404(customer_record.visible_to(request.user), pk=pk)
    people = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
    found = people.select_related("department").order_by("name", "pk")[:OFFERED]
    return render(request, "base/parts/colleagues.html", {"colleagues": found})


@requires("base.contact.create")
@never_cache
@require_POST
def mention_reach(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Who will be told of the note as it stands, and who may not see the customer."""
    customer = get_object_or_404(customer_record.visible_to(request.user), pk=pk)
    memo = clean_paragraph(request.POST.get("memo", "")[:4000])
    called = [user for user in mentions.in_text(memo) if user.pk != request.user.pk]
    told = [user for user in called if _may_see(user, customer)]
    shut_out = [user.name for user in called if user not in told]
    facts = {"told": told, "names": ", ".join(user.name for user in told), "shut_out": shut_out}
    return render(request, "base/parts/reach.html", facts)


def _may_see(user: User, customer: Customer) -> bool:
    """As the notice itself asks."""
    if not user_can(user, "base.customer.view"):
        return False
    is_named = customer_record.title not in customer_record.hidden_from(user)
    return is_named and customer_record.visible_to(user).filter(pk=customer.pk).exists()
