"""How a link would look with a real record in it, before it is kept (A18)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.links.naming import LinkField, call
from dangol.records.page.outlinks import check_address, fill


def preview(record: Record, user: Any, address: str, text: str) -> dict[str, str]:
    """`name` of the record, and `href` or the `reason` why there is none.

    `text` names the record; without one the newest that the user may see is taken.
    """
    if not address:
        return {"reason": _("Write the address first.")}
    try:
        check_address(record, address)
        instance = _named(record, user, text) or _newest(record, user)
    except RuleBroken as broken:
        return {"reason": str(broken)}
    except ValidationError as wrong:
        return {"reason": " ".join(wrong.messages)}
    if instance is None:
        return {"reason": _("There is no record yet to try it with.")}
    found = fill(record, instance, record.hidden_from(user), address)
    name = call(record, user, instance)
    if found is None:
        return {"name": name, "reason": _("You may not see a field that this link needs.")}
    return {"name": name, "href": found.href, "reason": found.reason}


def _named(record: Record, user: Any, text: str) -> Any:
    field = LinkField(record.code, required=False)
    field.for_user(user)
    return field.clean(text)


def _newest(record: Record, user: Any) -> Any:
    return record.listed(record.visible_to(user)).order_by("-pk").first()
