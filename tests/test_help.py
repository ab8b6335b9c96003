"""Every screen of a company has its help, in both languages (A9)."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from dangol.addresses import Address, addresses
from dangol.views.help_drawer import names_of, path_of

pytestmark = [pytest.mark.feature("A9"), pytest.mark.feature("A19")]

FILES = ("-csv", "-export", "-file", "-file-small", "-json", "-pdf", "-rejected")
"""Ends of names of addresses that answer with a file."""
PIECES = (
    "-beside",
    "-board",
    "-cell",
    "-choices",
    "-day",
    "-filters",
    "-group",
    "-kinds",
    "-mentions",
    "-menu",
    "-peek",
    "-reading",
    "-place",
    "-preview",
    "-progress",
    "-reach",
    "-related",
    "-replace",
    "-rows",
    "-running",
    "-scan-progress",
    "-similar",
    "-swipe",
    "-views",
)
"""Ends of names of addresses that answer with a piece of another screen."""
NO_SCREEN = {
    "help": "is the help itself",
    "palette": "is a list of what one looks for, on whichever screen",
    "account_reauthenticate": "asks one question, outside the frame",
    "mfa_reauthenticate": "asks one question, outside the frame",
    "mfa_reauthenticate_webauthn": "asks one question, outside the frame",
    "tenants:notice-count": "is a number of the frame",
    "tenants:notice-open": "leads to what a notice is about",
    "tenants:hint-open": "leads to the screen that was shown",
    "tenants:export": "leads to a line on the screen of exports",
    "tenants:import-run": "leads to the import's own page",
    "tenants:run-list": "leads to the list whose records were changed",
    "portal-tile": "is a piece of the portal",
    "calendar:whereabouts": "leads to a day of the calendar",
    "campaign:project-page": "leads to the step that is next",
}


def screens() -> list[Address]:
    return [
        address
        for address in addresses()
        if address.site == "company"
        and "GET" in address.methods
        and not address.public
        and not address.view.access.for_programs
        and address.name not in NO_SCREEN
        and not address.name.endswith((*FILES, *PIECES))
    ]


def has_help(name: str, language: str) -> bool:
    for each in names_of(name):
        try:
            get_template(path_of(each, language))
        except TemplateDoesNotExist:
            continue
        return True
    return False


def lacking(language: str) -> list[str]:
    return [each.name for each in screens() if not has_help(each.name, language)]


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_screen_has_its_help(language: str) -> None:
    assert lacking(language) == []


def test_many_screens_are_looked_at() -> None:
    assert len(screens()) > 40


def test_what_is_said_to_be_no_screen_is_an_address() -> None:
    assert set(NO_SCREEN) <= {address.name for address in addresses()}
