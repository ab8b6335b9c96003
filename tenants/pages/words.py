"""What the audit says of arranged pages and their links (V3, A16, A18)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import registry
from dangol.portal.pages import first
from tenants.pages.models import Layout, OutLink, PortalStart
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words


def _page_in_words(code: str) -> str:
    known = {each.code: each.label for each in registry.declarations()}
    return str(known.get(code, first().label))


layout = Vocabulary(
    subject="tenants.layout",
    label=_("Page layout"),
    model=Layout,
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "role": Fact(label=_("Role"), say=str, like="영업 담당"),
    },
    deeds={
        "tenants.layout.edit": _("Page arranged"),
        "tenants.layout.reset": _("Page as at first again"),
    },
)

link = Vocabulary(
    subject="tenants.link",
    label=_("Link to another system"),
    model=OutLink,
    fields=("label", "label_en", "address", "icon", "in_new_tab"),
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "position": Fact(label=pgettext_lazy("position", "Order"), like=[1, 2]),
        "roles": Fact(label=_("Access roles"), say=str, like="영업 담당"),
    },
    deeds={"tenants.link.move": _("Links put in order")},
)

start = Vocabulary(
    subject="tenants.portal_start",
    label=_("Start of the portal"),
    model=PortalStart,
    facts={
        "page": Fact(label=_("Page of the portal"), say=_page_in_words, like="campaign"),
        "role": Fact(label=_("Role"), say=str, like="영업 담당"),
    },
    deeds={
        "tenants.portal_start.edit": _("Start of the portal set"),
        "tenants.portal_start.reset": _("Start of the portal taken back"),
    },
)
