"""The tests' environment: real servers, throwaway data, quick passwords."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dangol.settings.base import *  # noqa: F403
from dangol.settings.base import DATABASES, INSTALLED_APPS, env

DEBUG = False
DEVELOPMENT = True
SECRET_KEY = "only-for-tests"  # noqa: S105
COMPANY_GROUP = "dangol_test"
GUEST_ROLE = f"{COMPANY_GROUP}_guest"
POOL_SIZE = 2
MESSAGING = {"run_seconds": 3.0}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"].pop("pool")
SCRATCH = Path(env.str("DANGOL_TEST_SCRATCH", default=tempfile.gettempdir())) / "dangol-test"
MEDIA_ROOT = SCRATCH / "files"
EMAIL_FILE_PATH = SCRATCH / "mail"
INSTALLED_APPS = [*INSTALLED_APPS]
