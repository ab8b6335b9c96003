"""From a provider account to the way out behind it (S1)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from messaging.channels.base import ChannelDown, Way
from messaging.channels.sink import Sink
from messaging.channels.smtp import Smtp
from messaging.dispatch.models import ProviderAccount


def sink_folder() -> Path:
    """Where messages go that leave through a file."""
    return Path(settings.EMAIL_FILE_PATH).parent / "sink"


def way_of(account: ProviderAccount) -> Way:
    """The way behind the account; raises ChannelDown where none has been set up.

    In production a file is never taken for a provider: what it "accepts" would be charged.
    """
    kind = account.kind
    if kind == ProviderAccount.Kind.ENVIRONMENT:
        mail_server = account.channel == ProviderAccount.Channel.EMAIL and settings.SMTP_URL
        kind = ProviderAccount.Kind.SMTP if mail_server else ProviderAccount.Kind.SINK
    if kind == ProviderAccount.Kind.SMTP:
        return Smtp(settings.SMTP_URL)
    if not settings.DEVELOPMENT:
        raise ChannelDown(f"No provider is set up for account {account.code}.")
    return Sink(sink_folder(), account.channel)
