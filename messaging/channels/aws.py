"""Mail by Amazon SES and text messages by Amazon SNS, spoken through boto3 (S1, decision 15).

One attempt a call: boto3's own retries would send a mail twice whose answer was lost, so they are
off, and what an error says about whether the message was taken is decided here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import boto3
from botocore import exceptions
from botocore.client import BaseClient
from botocore.config import Config

from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.pace import pace

UNCALLED_FOR = (
    exceptions.EndpointConnectionError,
    exceptions.ConnectTimeoutError,
    exceptions.ProxyConnectionError,
    exceptions.SSLError,
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.ParamValidationError,
    exceptions.NoRegionError,
)
"""No request left this machine."""
BUSY = ("TooManyRequestsException", "Throttling", "ThrottlingException", "Throttled", "SlowDown")
ACCOUNT_CLOSED = (
    "AccountSuspendedException", "SendingPausedException", "LimitExceededException",
    "AuthorizationError", "AuthorizationErrorException", "AccessDeniedException",
    "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
    "ExpiredTokenException", "OptInRequired",
)  # fmt: skip
"""Whoever is written to, this account sends nothing: another may."""
SENDER = ("MailFromDomainNotVerifiedException", "NotFoundException")
LONGEST_TEXT = 1_600
"""Characters of one SNS publish, by AWS's own limit."""


@dataclass(frozen=True)
class Access:
    """Where and as whom: no keys means those of the machine's own role."""

    region: str
    key_id: str = ""
    secret: str = ""
    endpoint: str = ""


@lru_cache(maxsize=32)
def client_of(service: str, access: Access) -> BaseClient:
    """One for each account and process; boto3's clients may be shared by threads."""
    return boto3.session.Session().client(
        service,
        region_name=access.region or None,
        endpoint_url=access.endpoint or None,
        aws_access_key_id=access.key_id or None,
        aws_secret_access_key=access.secret or None,
        config=Config(
            connect_timeout=pace().connect_timeout,
            read_timeout=pace().read_timeout,
            max_pool_connections=pace().connections * pace().pumps,
            retries={"total_max_attempts": 1, "mode": "standard"},
        ),
    )


class AwsSession:
    """One line: calls go one after another over connections that boto3 keeps."""

    usable = True

    def __init__(self, call: Callable[[Parcel], str]) -> None:
        self._call = call

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        closed: Outcome | None = None
        for parcel in parcels:
            if closed is not None or stop():
                why = (closed.error_class, closed.reason) if closed else ()
                outcomes.append(Outcome.of(parcel, Verdict.UNCALLED, *why))
                continue
            outcome = self._one(parcel)
            outcomes.append(outcome)
            if outcome.error_class in ("down", "sender"):
                closed = outcome
        return outcomes

    def close(self) -> None:
        """The connections belong to the process."""

    def _one(self, parcel: Parcel) -> Outcome:
        try:
            return Outcome(parcel.message_id, Verdict.ACCEPTED, provider_id=self._call(parcel))
        except TooLong as error:
            return Outcome.of(parcel, Verdict.REJECTED, "too_long", str(error))
        except exceptions.ClientError as error:
            return _answered(parcel, error)
        except UNCALLED_FOR as error:
            return Outcome.of(parcel, Verdict.UNCALLED, "down", str(error))
        except (exceptions.BotoCoreError, OSError) as error:
            # The request may have left: a lost answer says nothing about the message.
            return Outcome.of(parcel, Verdict.UNKNOWN, "connection", str(error))


class TooLong(Exception):
    """The text does not fit into one call."""


def _answered(parcel: Parcel, error: exceptions.ClientError) -> Outcome:
    """AWS answered with an error. One of its own (5xx) leaves open what it did before."""
    told = error.response.get("Error", {})
    code, words = str(told.get("Code", "")), str(told.get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    reason = f"{code}: {words}"
    if code in BUSY or status == 429:
        return Outcome.of(parcel, Verdict.RETRY, "temporary", reason)
    if code in ACCOUNT_CLOSED or status in (401, 403):
        return Outcome.of(parcel, Verdict.UNCALLED, "down", reason)
    if code in SENDER or (code == "MessageRejected" and "not verified" in words):
        return Outcome.of(parcel, Verdict.UNCALLED, "sender", reason)
    if status >= 500:
        return Outcome.of(parcel, Verdict.UNKNOWN, "provider", reason)
    return Outcome.of(parcel, Verdict.REJECTED, "refused", reason)


class _Aws(ABC):
    """What both have in common."""

    service: str
    lines = 0
    per_domain = 0

    def __init__(self, name: str, access: Access) -> None:
        self.name, self._access = name, access

    def open(self) -> AwsSession:
        try:
            client: Any = client_of(self.service, self._access)
        except (exceptions.BotoCoreError, ValueError) as error:
            raise ChannelDown(str(error)[:200]) from error
        return AwsSession(lambda parcel: self._send(client, parcel))

    def probe(self) -> None:
        try:
            self._ask(client_of(self.service, self._access))
        except (exceptions.BotoCoreError, exceptions.ClientError, ValueError, OSError) as error:
            raise ChannelDown(str(error)[:200]) from error

    @abstractmethod
    def _ask(self, client: Any) -> None:
        """Any call that needs the account and sends nothing."""

    @abstractmethod
    def _send(self, client: Any, parcel: Parcel) -> str:
        """The provider's id of the message."""


class Ses(_Aws):
    """SES v2. `events` is the configuration set that reports back; the tags name our own message in
    those reports, so that a lost answer can be settled."""

    service = "sesv2"

    def __init__(self, name: str, access: Access, events: str = "") -> None:
        super().__init__(name, access)
        self._events = events

    def _ask(self, client: Any) -> None:
        if not client.get_account().get("SendingEnabled", True):
            raise ChannelDown("Sending is switched off for this account at Amazon SES.")

    def _send(self, client: Any, parcel: Parcel) -> str:
        also: dict[str, Any] = {"ConfigurationSetName": self._events} if self._events else {}
        answer = client.send_email(
            FromEmailAddress=parcel.sender,
            Destination={"ToAddresses": [parcel.address]},
            Content={"Raw": {"Data": parcel.data}},
            EmailTags=[{"Name": name, "Value": value} for name, value in tags(parcel).items()],
            **also,
        )
        return str(answer.get("MessageId", ""))


class Sns(_Aws):
    """SNS to a phone number. It splits long texts by itself."""

    service = "sns"

    def __init__(self, name: str, access: Access, sender_id: str = "") -> None:
        super().__init__(name, access)
        self._sender_id = sender_id

    def _ask(self, client: Any) -> None:
        client.get_sms_attributes(attributes=["MonthlySpendLimit"])

    def _send(self, client: Any, parcel: Parcel) -> str:
        text = parcel.data.decode("cp949")
        if len(text) > LONGEST_TEXT:
            raise TooLong(f"{len(text)} > {LONGEST_TEXT}")
        about = {"AWS.SNS.SMS.SMSType": "Transactional"}
        if self._sender_id:
            about["AWS.SNS.SMS.SenderID"] = self._sender_id
        answer = client.publish(
            PhoneNumber=international(parcel.address),
            Message=text,
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in about.items()
            },
        )
        return str(answer.get("MessageId", ""))


def tags(parcel: Parcel) -> Mapping[str, str]:
    """What names a message in the provider's reports: ASCII letters, digits, - and _ alone."""
    return {"message": str(parcel.message_id), "company": parcel.company or "none"}


def international(number: str) -> str:
    """A Korean number as the world writes it: 01012345678 -> +821012345678."""
    digits = "".join(each for each in number if each.isdigit())
    return f"+82{digits[1:]}" if digits.startswith("0") else f"+{digits}"
