"""Adding many customers in one statement, each with its line in the audit (B2, W1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.copying import columns_of, copy_rows
from dangol.errors import RuleBroken
from modules.base.consents import NAMES
from modules.base.models import Customer
from modules.base.services import ledger, sources
from modules.base.services.customers import SUBJECT, prepared, services
from tenants import audit


@transaction.atomic
def create_many(several: Sequence[dict[str, Any]]) -> list[Customer]:
    """Adds a customer for each set of values, in their order; all of them or none.

    RuleBroken when a code, or another value that no two may have, is taken. A new owner of several
    is told once.
    """
    made = [prepared(values) for values in several]
    moment = clock.now()
    for customer in made:
        customer.created_at = customer.updated_at = moment
    columns = columns_of(Customer)
    names = [field.attname for field in Customer._meta.concrete_fields]
    try:
        with transaction.atomic():
            copy_rows(Customer, columns, ([getattr(c, name) for name in names] for c in made))
    except IntegrityError as error:
        sentence = _("Another customer has one of these values already.")
        raise RuleBroken("value_taken", sentence) from error
    audit.record_many(
        "base.customer.create", subject=SUBJECT, lines=[(each.pk, each.name) for each in made]
    )
    sources.know(each.source for each in made)
    ledger.settle([each.pk for each in made if any(getattr(each, name) for name in NAMES)])
    for owner in Counter(each.owner_id for each in made):
        theirs = [each.pk for each in made if each.owner_id == owner]
        notices.tell(services.handed_over(theirs, len(theirs)), [owner])
    return made
