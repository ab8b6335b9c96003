"""Moving an account to another place of the map: dated ratings, one audit line (C8)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Account, AccountRating
from modules.base.services.accounts import RATED, accounts

LONGEST = 200


@transaction.atomic
def move(account: Account, credit: int, favour: int, why: str = "") -> Account:
    """Rates the account anew as of today, with the reason; RuleBroken where nothing changes."""
    values = {"credit": credit, "favour": favour}
    if not set(values.values()) <= set(Account.Credit.values):
        raise RuleBroken("no_place", _("Choose a place from A to E on both axes."))
    changed = [kind for kind in RATED if getattr(account, kind) != values[kind]]
    if not changed:
        raise RuleBroken("same_place", _("The account stands there already."))
    moved: Account = accounts.edit(account, values, "")
    if why:
        AccountRating.objects.present().filter(
            account=account, kind__in=changed, rated_on=clock.today()
        ).update(memo=why[:LONGEST])
    return moved
