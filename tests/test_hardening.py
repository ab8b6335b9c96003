"""What every answer carries, and what the log-in does with guesses (V2)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

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
