"""Help of a screen: found by its address, in one's language, for those who may open it (A9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from dangol.views import help_drawer
from tenants.people.models import User

pytestmark = pytest.mark.feature("A9")

Browse = Callable[..., Client]


@pytest.fixture
def texts(tmp_path: Path, settings: LazySettings) -> Path:
    """A folder of templates beside the real ones."""
    found = [dict(each) for each in settings.TEMPLATES]
    found[0]["DIRS"] = [tmp_path, *found[0]["DIRS"]]
    settings.TEMPLATES = found
    return tmp_path


def write(folder: Path, name: str, language: str, text: str) -> None:
    path = folder / help_drawer.path_of(name, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_help_of_a_screen_is_found_by_its_address(
    texts: Path, ada: User, browse: Browse
) -> None:
    write(texts, "tenants:profile", "ko", "<p>이름은 동료가 보는 이름이에요.</p>")
    client = browse(ada)
    page = client.get("/help", {"at": "/tenants/profile?x=1"}).content.decode()
    assert "이름은 동료가 보는 이름이에요." in page
    part = client.get("/help", {"at": "/tenants/profile"}, headers={"hx-request": "true"})
    assert "이름은 동료가 보는 이름이에요." in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_missing_language_falls_back_to_the_other(texts: Path) -> None:
    write(texts, "tenants:test", "en", "<p>Only English.</p>")
    assert help_drawer.text_of("tenants:test", "ko") == "help/en/tenants/test.html"
    assert help_drawer.text_of("tenants:nothing", "ko") == ""


def test_help_is_closed_where_the_screen_is(bob: User, ada: User, browse: Browse) -> None:
    assert browse(bob).get("/help", {"at": "/tenants/users/"}).status_code == 404
    assert browse(ada).get("/help", {"at": "/tenants/users/"}).status_code == 200
    for at in ("", "/no/such/place", "https://evil.example/"):
        assert browse(ada).get("/help", {"at": at}).status_code == 404


def test_every_screen_carries_the_way_to_its_help(ada: User, browse: Browse) -> None:
    page = browse(ada).get("/tenants/profile").content.decode()
    assert 'href="/help?at=/tenants/profile"' in page
