"""Bulk mails (S6, S7, S8): two parts, built once per send and joined with each recipient's values.

Building a mail with Python's email package costs more than sending it. Here the constant text is
encoded once (`messaging.content.encoding`); the mail parses to the same text all the same, which
the tests check against Python's own parser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr
from html import escape
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from messaging import links
from messaging.channels.base import Signs
from messaging.content import advertising, text
from messaging.content.encoding import GappedBase64, header_words
from messaging.content.form import Composed
from messaging.models import Send
from messaging.ports import Channel

RECIPIENTS_LANGUAGE = "ko"

HTML_HEAD = (
    '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="margin:0;padding:24px;background:#fff;color:#1f2328;font-size:15px;'
    "line-height:1.7;font-family:Pretendard,'Apple SD Gothic Neo','Malgun Gothic',sans-serif\">"
    '<div style="max-width:600px;margin:0 auto">'
)
HTML_FOOT = '<hr style="border:0;border-top:1px solid #d0d7de;margin:24px 0 12px">'
HTML_SMALL = '<p style="margin:0;color:#59636e;font-size:12px">'
HTML_END = "</div></body></html>"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom one mail is made for, as the values between its constants need it."""

    message_id: UUID
    values: Mapping[str, str]


Value = Callable[[Recipient], bytes]


class MailForm:
    """The text of a mail send. `origin` is the company's scheme, host and port.

    `replies_to` is where replies go when not to the sender.
    """

    def __init__(
        self, send: Send, *, company_id: int, origin: str, host: str, replies_to: str = "",
        signer: Signs | None = None,
    ) -> None:  # fmt: skip
        self.send, self.replies_to, self.signer = send, replies_to, signer
        self._signer = links.Signer(company_id)
        self.origin = origin
        self.host = host
        self.sender = send.sender_address
        self.nodes = text.parse(send.body)
        subject = send.subject
        if send.advertising:
            subject = advertising.labelled(subject, gap=" ")
        self.subject = text.parse_line(subject)
        self.fields = tuple(sorted(text.fields_of(self.nodes) | text.fields_of(self.subject)))
        self._values: list[Value] = []
        self._second: tuple[datetime | None, bytes] = (None, b"")
        with override(RECIPIENTS_LANGUAGE):
            self._plain = GappedBase64(self._plain_pieces())
            self._html = GappedBase64(self._html_pieces())
        self._unsubscribe = links.prefix("unsubscribe", origin)
        self._fixed_subject = None if text.fields_of(self.subject) else self._subject({})
        self._head, self._between, self._tail = self._frame()

    def ceiling(self) -> Channel:
        return "email"

    def compose(self, message_id: UUID, address: str, values: Mapping[str, str]) -> Composed:
        """The whole mail; every line ends with CRLF and none begins with a dot."""
        recipient = Recipient(message_id, values)
        filled = [value(recipient) for value in self._values]
        own = [
            b"Subject: ",
            self._fixed_subject if self._fixed_subject is not None else self._subject(values),
            b"\r\nTo: ",
            address.encode("ascii"),
            b"\r\nMessage-ID: <",
            str(message_id).encode(),
            self._head,
            self._date(),
            b"\r\n",
        ]
        if self.send.advertising:
            token = self._signer.token(links.UNSUBSCRIBE, message_id)
            own += [
                b"List-Unsubscribe: <",
                self._unsubscribe,
                token,
                b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            ]
        parts = [self._between, self._plain.join(filled), self._tail[0], self._html.join(filled)]
        return Composed("email", b"".join([*own, *parts, self._tail[1]]))

    def preview(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject and plain text for one recipient, as a screen shows them."""
        return text.fill(self.subject, values), text.fill(self.nodes, values)

    def _date(self) -> bytes:
        """The present second as a header writes it; asked for thousands of mails in a row."""
        now = clock.now().replace(microsecond=0)
        if now != self._second[0]:
            self._second = now, format_datetime(now).encode()
        return self._second[1]

    def _subject(self, values: Mapping[str, str]) -> bytes:
        return header_words(text.fill(self.subject, values), first=len("Subject: "))

    def _frame(self) -> tuple[bytes, bytes, tuple[bytes, bytes]]:
        """The constant headers, and what stands before, between and after the two parts."""
        boundary = f"=_{self.send.pk.hex}".encode()
        name = header_words(self.send.sender_name, first=len("From: ")).decode()
        if name.isascii() and not name.startswith("=?"):
            sender = formataddr((name, self.send.sender_address))
        else:
            sender = f"{name} <{self.send.sender_address}>"
        replies = f"Reply-To: {self.replies_to}\r\n" if self.replies_to else ""
        head = f"@{self.host}>\r\nFrom: {sender}\r\n{replies}Date: ".encode("ascii")
        between = (
            b"X-Dangol-Send: "
            + str(self.send.pk).encode()
            + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="'
            + boundary
            + b'"\r\n\r\n'
            + _part(boundary, b"text/plain")
        )
        return head, between, (_part(boundary, b"text/html"), b"--" + boundary + b"--\r\n")

    def _number(self, value: Value) -> int:
        self._values.append(value)
        return len(self._values) - 1

    def _plain_pieces(self) -> list[bytes | int]:
        pieces: list[bytes | int] = []
        for node in self.nodes:
            if isinstance(node, str) or _is_fixed(node):
                pieces.append(text.fill([node], {}).encode())
            else:
                pieces.append(self._number(_filled([node])))
        pieces.append(b"\n")
        if self.send.advertising:
            pieces.append(f"\n--\n{self._identity()}\n{self._invitation()}\n".encode())
            pieces += [self._unsubscribe_url(), b"\n"]
        return pieces

    def _html_pieces(self) -> list[bytes | int]:
        pieces: list[bytes | int] = [HTML_HEAD.encode()]
        for node in self.nodes:
            if isinstance(node, str):
                pieces.append(_markup(node).encode())
            elif isinstance(node, text.Field):
                pieces.append(self._number(_filled([node], _markup)))
            else:
                shown: bytes | int = escape(node.filled({})).encode()
                if not node.is_fixed:
                    shown = self._number(_filled([node], escape))
                pieces += [b'<a href="', self._click_url(node), b'">', shown, b"</a>"]
        if self.send.advertising:
            pieces.append(f"{HTML_FOOT}{HTML_SMALL}{escape(self._identity())}<br>".encode())
            pieces.append(f'{escape(self._invitation())} <a href="'.encode())
            pieces += [self._unsubscribe_url(), f'">{escape(_("Unsubscribe"))}</a></p>'.encode()]
        pieces += [b'<img src="', self._open_url(), b'" width="1" height="1" alt="">']
        pieces.append(f"{HTML_END}\n".encode())
        return pieces

    def _identity(self) -> str:
        known = (self.send.sender_name, self.send.sender_address, self.send.sender_number)
        return _("Sent by") + ": " + " · ".join(part for part in known if part)

    def _invitation(self) -> str:
        return _("If you no longer want these mails, unsubscribe here, free of charge.")

    def _open_url(self) -> int:
        prefix, token = links.prefix("open", self.origin), self._signer.token
        return self._number(lambda to: prefix + token(links.OPEN, to.message_id))

    def _unsubscribe_url(self) -> int:
        prefix, token = links.prefix("unsubscribe", self.origin), self._signer.token
        return self._number(lambda to: prefix + token(links.UNSUBSCRIBE, to.message_id))

    def _click_url(self, link: text.Link) -> int:
        prefix, token = links.prefix("click", self.origin), self._signer.token
        if link.is_fixed:
            fixed = link.destination({}).encode()
            return self._number(lambda to: prefix + token(links.CLICK, to.message_id, fixed))
        return self._number(
            lambda to: (
                prefix + token(links.CLICK, to.message_id, link.destination(to.values).encode())
            )
        )


def _part(boundary: bytes, kind: bytes) -> bytes:
    return (
        b"--" + boundary + b"\r\nContent-Type: " + kind + b"; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )


def _is_fixed(node: text.Node) -> bool:
    return isinstance(node, text.Link) and node.is_fixed


def _markup(plain: str) -> str:
    return escape(plain).replace("\n", "<br>\n")


def _filled(nodes: Sequence[text.Node], dress: Callable[[str], str] = str) -> Value:
    node = nodes[0]
    if len(nodes) == 1 and isinstance(node, text.Field):
        code = node.code
        return lambda to: dress(to.values.get(code, "")).encode()
    return lambda to: dress(text.fill(nodes, to.values)).encode()
