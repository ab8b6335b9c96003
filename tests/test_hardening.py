"""What every answer carries, and what the log-in does with guesses (V2)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client, RequestFactory
from django.urls import reverse
from redis.exceptions import RedisError

from tenants.middleware import client_address
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("V2")


def test_no_script_from_elsewhere_and_none_inside_the_page(
    ada: User, browse: Callable[..., Client]
) -> None:
    answer = browse(ada).get(reverse("tenants:profile"))
    policy = answer["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'self'"
    assert rules["script-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def test_cookies_belong_to_one_host_and_are_hidden_from_scripts(
    hanbit: Company, browse: Callable[..., Client]
) -> None:
    client = browse(company=hanbit)
    client.post(
        reverse("account_login"), {"login": "ada@hanbit.example", "password": "correct-horse-9"}
    )
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["domain"] == ""
    assert session["httponly"]
    assert session["samesite"] == "Lax"


def test_a_form_without_its_token_is_refused(hanbit: Company) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": hanbit.host})
    answer = client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403


def test_an_unknown_host_is_no_company(browse: Callable[..., Client], db: None) -> None:
    assert Client(headers={"host": "nobody.localhost"}).get("/").status_code == 404
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


def test_guessing_passwords_is_slowed_down(hanbit: Company, browse: Callable[..., Client]) -> None:
    client = browse(company=hanbit)
    guess = {"login": "ada@hanbit.example", "password": "wrong-horse-9"}
    answers = [client.post(reverse("account_login"), guess) for _ in range(12)]
    first, last = (a.context["form"].non_field_errors()[0] for a in (answers[0], answers[-1]))
    assert "여러 번" not in first
    assert "여러 번" in last
    guess["password"] = "correct-horse-9"
    assert client.post(reverse("account_login"), guess).status_code != 302


def test_timing_headers_are_for_development(ada: User, browse: Callable[..., Client]) -> None:
    answer = browse(ada).get(reverse("tenants:profile"))
    assert "app;dur=" in answer["Server-Timing"]
    assert int(answer["X-Query-Count"]) > 0


def test_production_starts_with_secure_cookies_and_without_guessing() -> None:
    script = (
        "from dangol.settings import production as p;"
        "print(p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE, p.SESSION_COOKIE_NAME,"
        " p.SECURE_HSTS_SECONDS > 0, p.DEVELOPMENT)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    environment |= {"DANGOL_ENV": "production"}
    bare = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert bare.returncode != 0
    assert "SECRET_KEY" in bare.stderr
    environment["SECRET_KEY"] = "x" * 50
    environment.pop("DANGOL_PROXIES", None)
    unsaid = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert unsaid.returncode != 0
    assert "Set DANGOL_PROXIES to the number" in unsaid.stderr
    environment["DANGOL_PROXIES"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "__Host-dangol_session", "True", "False"]


def test_a_misspelt_environment_is_an_error() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from dangol import environment; environment.configure()"],
        env=os.environ | {"DANGOL_ENV": "prodution"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "'prodution'" in done.stderr


def test_log_in_leads_nowhere_but_home(hanbit: Company, browse: Callable[..., Client]) -> None:
    """Another company's host is another site, whatever domain they share."""
    who = {"login": "ada@hanbit.example", "password": "correct-horse-9"}
    for target in ("http://daon.localhost/x", "https://evil.example/", "//evil.example"):
        client = browse(company=hanbit)
        answer = client.post(reverse("account_login"), {**who, "next": target})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/"), target
        assert not answer["Location"].startswith("//"), target
    home = browse(company=hanbit).post(
        reverse("account_login"), {**who, "next": "/tenants/profile"}
    )
    assert home["Location"] == "/tenants/profile"


def test_the_reset_link_is_at_the_company_s_own_address(
    hanbit: Company, mailoutbox: list[Any]
) -> None:
    client = Client(headers={"host": f"{hanbit.host}:1337"})
    client.post(reverse("account_reset_password"), {"email": "ada@hanbit.example"})
    (mail,) = mailoutbox
    assert ":1337" not in mail.body
    link = next(word for word in mail.body.split() if "/password/reset/key/" in word)
    assert link.startswith(hanbit.origin)
    page = Client(headers={"host": hanbit.host}).get(link.removeprefix(hanbit.origin), follow=True)
    assert page.status_code == 200
    assert "password1" in page.content.decode()


def test_without_redis_people_still_log_in_and_guesses_are_still_counted(
    hanbit: Company, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise RedisError("away")

    for name in ("get", "set", "add", "delete", "incr", "touch", "clear"):
        monkeypatch.setattr(RedisCache, name, away)
    cache.clear()
    guess = {"login": "ada@hanbit.example", "password": "wrong-horse-9"}
    answers = [browse(company=hanbit).post(reverse("account_login"), guess) for _ in range(8)]
    assert "여러 번" in answers[-1].context["form"].non_field_errors()[0]
    cache.clear()
    right = {**guess, "password": "correct-horse-9"}
    assert browse(company=hanbit).post(reverse("account_login"), right).status_code == 302


def test_a_large_form_is_refused_before_it_is_read(browse: Callable[..., Client]) -> None:
    answer = browse().post(
        "/signup", b"x" * 10, content_type="text/plain", headers={"content-length": "6000000"}
    )
    assert answer.status_code == 413
    assert "5MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "10.9.8.7")]
)
def test_a_client_is_known_by_the_address_our_own_proxies_saw(
    proxies: int, seen: str, settings: Any
) -> None:
    settings.DANGOL_PROXIES = proxies
    headers = {"x-forwarded-for": "6.6.6.6, 10.9.8.7, 203.0.113.9"}
    request = RequestFactory().get("/", headers=headers)
    assert client_address(request) == seen


@pytest.mark.parametrize("forwarded", ["1.2.3.4:5678", "unknown", "", " "])
def test_an_address_that_cannot_be_read_is_none(forwarded: str, settings: Any) -> None:
    settings.DANGOL_PROXIES = 1
    request = RequestFactory().get("/", headers={"x-forwarded-for": f"6.6.6.6,{forwarded}"})
    assert client_address(request) is None


def test_without_a_proxy_in_between_the_client_is_who_connects(settings: Any) -> None:
    settings.DANGOL_PROXIES = 1
    assert client_address(RequestFactory().get("/")) == "127.0.0.1"


def test_containers_know_of_the_proxy_before_them() -> None:
    text = (settings.ROOT / "docker-compose.yml").read_text()
    assert re.search(r"^    DANGOL_PROXIES: \$\{DANGOL_PROXIES:-1\}$", text, re.MULTILINE)


def test_an_upload_is_limited_before_it_is_read(ada: User, browse: Callable[..., Client]) -> None:
    """The check for forgery parses the body, so the size comes before it."""
    client = browse(ada)
    client.handler.enforce_csrf_checks = True
    address = reverse("tenants:logo-change")
    for extra, status in ((70_000, 413), (900, 403)):
        size = {"content-length": str(5 * 1024**2 + extra)}
        answer = client.post(address, b"x", content_type="text/plain", headers=size)
        assert answer.status_code == status
