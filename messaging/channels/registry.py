"""From a provider account to the way out behind it (S1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from cryptography.fernet import InvalidToken
from django.conf import settings

from messaging.channels.aws import Access, Ses, Sns
from messaging.channels.base import ChannelDown, Way
from messaging.channels.gateway import Gateway
from messaging.channels.sink import Sink
from messaging.channels.smtp import Smtp
from messaging.dispatch.models import ProviderAccount
from tenants import sealing

Kind = ProviderAccount.Kind
PURPOSE = "provider account"
"""What the secrets of accounts are sealed for."""
SCHEMES = {"starttls": "smtp+tls", "tls": "smtps", "none": "smtp"}


def sink_folder() -> Path:
    """Where messages go that leave through a file."""
    return Path(settings.EMAIL_FILE_PATH).parent / "sink"


def way_of(account: ProviderAccount) -> Way:
    """The way behind the account; raises ChannelDown where none has been set up."""
    return _MADE[Kind(account.kind)](account)


def secret_of(account: ProviderAccount) -> str:
    """The account's password or key; ChannelDown when it was sealed with a key that is gone."""
    if not account.secret:
        return ""
    try:
        return sealing.unseal_of_platform(PURPOSE, account.secret)
    except InvalidToken as error:
        raise ChannelDown(
            f"The secret of account {account.code} was sealed with another key: enter it again."
        ) from error


def _as_environment_says(account: ProviderAccount) -> Way:
    if account.channel == ProviderAccount.Channel.EMAIL and settings.SMTP_URL:
        return Smtp(settings.SMTP_URL)
    return _sink(account)


def _sink(account: ProviderAccount) -> Way:
    """In production a file is never taken for a provider: what it "accepts" would be charged."""
    if not settings.DEVELOPMENT:
        raise ChannelDown(f"No provider is set up for account {account.code}.")
    return Sink(sink_folder(), account.channel)


def _smtp(account: ProviderAccount) -> Way:
    at = account.config
    user = quote(str(at.get("user", "")), safe="")
    who = f"{user}:{quote(secret_of(account), safe='')}@" if user else ""
    scheme = SCHEMES.get(at.get("security", ""), "smtp+tls")
    return Smtp(
        f"{scheme}://{who}{at.get('host', '')}:{at.get('port') or 587}",
        name=account.code,
        per_domain=account.per_domain,
    )


def _access(account: ProviderAccount) -> Access:
    at = account.config
    return Access(
        region=at.get("region", ""), key_id=at.get("key_id", ""), secret=secret_of(account),
        endpoint=at.get("endpoint", ""),
    )  # fmt: skip


def _ses(account: ProviderAccount) -> Way:
    return Ses(account.code, _access(account), events=account.config.get("events", ""))


def _sns(account: ProviderAccount) -> Way:
    return Sns(account.code, _access(account), sender_id=account.config.get("sender_id", ""))


def _gateway(account: ProviderAccount) -> Way:
    return Gateway(account.code, account.config.get("address", ""), secret_of(account))


_MADE: dict[Kind, Callable[[ProviderAccount], Way]] = {
    Kind.ENVIRONMENT: _as_environment_says,
    Kind.SMTP: _smtp,
    Kind.SES: _ses,
    Kind.SNS: _sns,
    Kind.GATEWAY: _gateway,
    Kind.SINK: _sink,
}
