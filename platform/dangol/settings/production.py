"""Real servers: nothing is guessed, a missing value stops the start with its name."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from dangol.settings.base import *  # noqa: F403
from dangol.settings.base import env

DEBUG = False
DEVELOPMENT = False
SECRET_KEY = env.str("SECRET_KEY")
for required in ("DATABASE_URL", "REDIS_URL"):
    env.str(required)
if not os.environ.get("DANGOL_PROXIES", "").isdecimal():
    raise ImproperlyConfigured(
        "Set DANGOL_PROXIES to the number of your proxies before the web, 0 for none: by it Dangol"
        " tells clients apart, for rules about networks and limits on guessing."
    )
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-dangol_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-dangol_csrf"
SECURE_SSL_REDIRECT = env.bool("DANGOL_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
