"""A toast of the server carries the way back, and never to another host (U4)."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string
from django.test import RequestFactory

from dangol import toasts

pytestmark = pytest.mark.feature("U4")


def drawn(text: str, undo: str) -> str:
    request = RequestFactory().get("/")
    shelf = CookieStorage(request)
    setattr(request, "_messages", shelf)  # noqa: B010  (where Django's middleware puts it)
    toasts.undoable(request, text, undo)
    return render_to_string("parts/toasts.html", {"messages": shelf, "request": request})


def test_the_next_page_offers_to_undo() -> None:
    page = drawn("옮겼어요.", "/base/customers/1/restore")
    assert "옮겼어요." in page
    assert 'method="post" action="/base/customers/1/restore"' in page


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_an_address_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="path of our own"):
        drawn("x", address)
