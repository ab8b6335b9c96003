"""Real servers: nothing is guessed, a missing value stops the start with its name."""

from __future__ import annotations

from dangol.settings.base import *  # noqa: F403
from dangol.settings.base import env

DEBUG = False
DEVELOPMENT = False
SECRET_KEY = env.str("SECRET_KEY")
for required in ("DATABASE_URL", "REDIS_URL"):
    env.str(required)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-dangol_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-dangol_csrf"
SECURE_SSL_REDIRECT = env.bool("DANGOL_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
