"""The customer's own page about advertising: open to whoever holds the link, else 404 (S8)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dangol.access import anyone
from dangol.records.merged import survivors
from messaging import links
from modules.base.consents import CONSENTS
from modules.base.models import Customer
from modules.base.services import customers
from tenants import context

SOURCE = "unsubscribe_page"


@csrf_exempt
@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def own_answers(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what the customer agreed to and changes nothing; POST withdraws what they name.

    The token is the proof: it comes from a message to the customer, without a log-in.
    """
    found = links.read(token, links.ANSWERS, context.company().pk)
    if found is None:
        raise Http404
    pk = survivors(Customer, {found.message_id}).get(found.message_id, found.message_id)
    customer = Customer.objects.present().filter(pk=pk).first()
    if customer is None:
        raise Http404
    if request.method == "POST":
        named = tuple(each.name for each in CONSENTS if request.POST.get(each.name))
        if named:
            customers.withdraw_consent(customer.pk, named, source=SOURCE)
            customer.refresh_from_db()
    given = [
        (each, getattr(customer, f"{each.name}_at")) for each in CONSENTS
        if getattr(customer, each.name)
    ]  # fmt: skip
    facts = {
        "company": context.company(), "given": given, "done": request.method == "POST",
    }  # fmt: skip
    return render(request, "base/answers.html", facts)
