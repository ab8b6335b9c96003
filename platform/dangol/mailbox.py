"""Mail without a mail server: each mail is a file, and development has a page that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage as Outgoing

from dangol import clock
from dangol.ids import new_id


class MailFolder(BaseEmailBackend):
    """Keeps each mail as one .eml file in EMAIL_FILE_PATH instead of sending it."""

    def send_messages(self, email_messages: Sequence[Outgoing]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            (folder / f"{new_id()}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class KeptMail:
    """One mail of the folder. `key` is its file's name without ending; times are UTC."""

    key: str
    at: datetime
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain part."""
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        """The HTML part, or an empty text."""
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""


def kept_mails(limit: int = 100) -> Iterator[KeptMail]:
    """The newest mails of the folder, newest first."""
    paths = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)
    for path in paths[:limit]:
        yield _read(path)


def kept_mail(key: str) -> KeptMail | None:
    """The mail with this key, or None."""
    path = Path(settings.EMAIL_FILE_PATH) / f"{Path(key).name}.eml"
    return _read(path) if path.exists() else None


def _read(path: Path) -> KeptMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    at = datetime.fromtimestamp(path.stat().st_mtime, clock.KOREA)
    return KeptMail(key=path.stem, at=at, message=message)  # type: ignore[arg-type]
