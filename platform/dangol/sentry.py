"""Error reports (X2): on when SENTRY_DSN is set, without personal data."""

from __future__ import annotations

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.dramatiq import DramatiqIntegration


def start() -> None:
    """Reports errors of web and workers; `tenants.context` tags each with its company."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.DANGOL_ENV,
        send_default_pii=False,
        integrations=[DjangoIntegration(), DramatiqIntegration()],
    )
