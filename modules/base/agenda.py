"""What customers bring to somebody's day: birthdays (A4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol.i18n import figures
from dangol.portal.agenda import Line
from modules.base import widgets
from modules.base.models import Customer
from modules.base.records import customer_record


def lines(user: Any, day: date) -> list[Line]:
    """Birthdays of the day."""
    hidden = customer_record.hidden_from(user)
    few, all_of_them = widgets.born_on(user, day)
    return [
        *(_birthday(customer, day, hidden) for customer in few),
        *([_further(all_of_them - len(few))] if all_of_them > len(few) else []),
    ]


def _further(count: int) -> Line:
    """One line for the birthdays that have no line of their own."""
    return Line(
        title=ngettext("%(n)s further birthday", "%(n)s further birthdays", count)
        % {"n": figures.number(count)},
        address=f"{reverse('base:customer-list')}?birth_date.month=this",
        icon="cake",
        remark=_("See the month"),
        stands_for=count,
    )


def _birthday(customer: Customer, day: date, hidden: Collection[str]) -> Line:
    born = customer.birth_date
    age = day.year - born.year if born else 0
    return Line(
        title=customer.name,
        note="" if "company_name" in hidden else customer.company_name,
        address=reverse("base:customer-page", args=[customer.pk]),
        icon="cake",
        remark=_("turns %(age)s") % {"age": age} if age else _("Birthday"),
    )
