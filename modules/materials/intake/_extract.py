"""Run as a program of its own: a file comes in by stdin, what it says goes out by stdout as JSON.

A small file can unfold into any size, and readers of PDF stumble over what they were not made for.
So a process with a limit of memory and time does it, and whatever is wrong with the file ends that
process and nothing else. It imports nothing of Dangol.

    python -I _extract.py pdf < report.pdf

prints `{"text": …, "title": …, "origin": …, "day": "2026-11-28", "cut": false}`, where only `text`
is always filled, or `{"refused": code}`. Kinds are txt, html, eml, pdf, docx and hwpx.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from pypdf import PdfReader

MEMORY = 1_024 * 1024**2
SECONDS = 20
LONGEST = 210_000
"""Characters that are printed: more than are kept. What follows is left out, `cut` says so."""
UNPACKED = 200 * 1024**2
"""Bytes that an archive may say it unfolds to."""
PART = 60 * 1024**2
"""Bytes of one part of it that are read."""
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
ENTRIES, PAGES = 10_000, 2_000
HEAD = 4_096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_KOREAN = re.compile(r"euc-?kr|ks_?c|korean|949|johab", re.IGNORECASE)
_BLOCKS = frozenset(
    name
    for names in (
        "address article aside blockquote br dd div dl dt figcaption footer form h1 h2 h3 h4 h5",
        "h6 header hr li main nav ol p pre section table tr ul",
    )
    for name in names.split()
)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg", "head"))
_SECTION = re.compile(r"Contents/section(\d+)\.xml")


class Refused(Exception):
    """The file cannot be used; the code tells why."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        told: dict[str, Any] = READERS[sys.argv[1]](sys.stdin.buffer.read())
        told = {name: _tidied(said) for name, said in told.items()}
        text = told["text"]
        if not text:
            raise Refused("no_text")
        told |= {"text": text[:LONGEST], "cut": len(text) > LONGEST}
    except Refused as refused:
        told = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        told = {"refused": "large"}
    except Exception:  # noqa: BLE001  (whatever the reader stumbles over is the file's)
        told = {"refused": "broken"}
    sys.stdout.write(json.dumps(told))


def _tidied(text: str) -> str:
    """Without half letters, and with no more than one empty line in a row."""
    whole = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in whole.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(content: bytes, charset: str = "") -> str:
    """UTF-8, with or without its mark, or CP949; `charset`, what the file itself says, is first."""
    named = "cp949" if _KOREAN.search(charset) else charset
    for each in filter(None, (named, "utf-8-sig", "cp949")):
        try:
            return content.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Refused("encoding")


def _txt(content: bytes) -> dict[str, Any]:
    return {"text": _decoded(content)}


class _Page(HTMLParser):
    """The words of a page, a line for each block; its title, site and day where it says them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self.facts: dict[str, str] = {}
        self.unseen: list[str] = []
        self.is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.unseen.clear()  # a head that was never closed ends here
        elif tag in _UNSEEN:
            self.unseen.append(tag)
        elif tag == "title" and not self.title:
            self.is_title = True
        elif tag == "meta":
            found = {name: value or "" for name, value in attrs}
            name = found.get("property") or found.get("name") or ""
            self.facts.setdefault(name.lower(), found.get("content", "").strip())
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.is_title = False
        elif tag in self.unseen:
            del self.unseen[self.unseen.index(tag) :]
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.title.append(data)
        elif not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def read(self, text: str) -> dict[str, Any]:
        self.feed(text)
        self.close()
        lines = [line.strip() for line in "".join(self.parts).split("\n")]
        day = self.facts.get("article:published_time", "")
        return {
            "text": "\n".join(lines),
            "title": self.facts.get("og:title") or " ".join("".join(self.title).split()),
            "origin": self.facts.get("og:site_name", ""),
            "day": day[:10],
        }


def _html(content: bytes) -> dict[str, Any]:
    named = _CHARSET.search(content[:HEAD])
    return _Page().read(_decoded(content, named[1].decode() if named else ""))


def _eml(content: bytes) -> dict[str, Any]:
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not (message["from"] or message["subject"]):
        raise Refused("broken")
    if message.get_content_type() in ("application/pkcs7-mime", "multipart/encrypted"):
        raise Refused("encrypted")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Refused("no_text")
    raw: Any = body.get_payload(decode=True) or b""
    text = _decoded(raw, body.get_content_charset() or "")
    if body.get_content_subtype() == "html":
        text = _Page().read(text)["text"]
    return {
        "text": text,
        "title": " ".join(str(message["subject"] or "").split()),
        "origin": " ".join(str(message["from"] or "").split()),
        "day": _day_of(message["date"]),
    }


def _day_of(written: Any) -> str:
    try:
        return parsedate_to_datetime(str(written)).date().isoformat()
    except (TypeError, ValueError):
        return ""


def _pdf(content: bytes) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    parts: list[str] = []
    length = 0
    for page in reader.pages[:PAGES]:
        parts.append(page.extract_text())
        length += len(parts[-1])
        if length > LONGEST:
            break
    return {"text": "\n\n".join(parts)}


def _archive(content: bytes) -> zipfile.ZipFile:
    """The archive that a document is made of; Refused for one that would flood the reader."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # a locked document of Office lies in such a file
        raise Refused("encrypted" if LOCKED_MARK in content else "broken")
    archive = zipfile.ZipFile(io.BytesIO(content))
    infos = archive.infolist()
    if len(infos) > ENTRIES or sum(each.file_size for each in infos) > UNPACKED:
        raise Refused("large")
    if sum(each.compress_size for each in infos) > len(content):  # entries that overlap
        raise Refused("large")
    if any(each.flag_bits & 1 for each in infos):
        raise Refused("encrypted")
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(PART + 1)
    if len(content) > PART:
        raise Refused("large")
    return content


def _docx(content: bytes) -> dict[str, Any]:
    archive = _archive(content)
    if "word/document.xml" not in archive.namelist():
        raise Refused("broken")
    return {"text": _Words().read(_part(archive, "word/document.xml"))}


def _hwpx(content: bytes) -> dict[str, Any]:
    archive = _archive(content)
    names = archive.namelist()
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _part(archive, manifest):
        raise Refused("encrypted")
    found = sorted((int(each[1]), each[0]) for each in map(_SECTION.fullmatch, names) if each)
    if not found:
        raise Refused("broken")
    parts: list[str] = []
    for _number, name in found:
        parts.append(_Words().read(_part(archive, name)))
        if sum(map(len, parts)) > LONGEST:
            break
    return {"text": "\n".join(parts)}


class _Words:
    """The words of a document of Word or Hangul: what stands in elements `t`, a line for each `p`.

    No document of theirs declares a type or an entity, so one that does is refused.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inside = 0
        self.twice = 0
        self.length = 0

    def read(self, xml: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declares
        parser.EntityDeclHandler = self._declares
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.Parse(xml, True)
        return "".join(self.parts)

    def _declares(self, *_facts: Any) -> None:
        raise Refused("broken")

    def _begins(self, name: str, _facts: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "Fallback":  # the same text again, for readers that are older
            self.twice += 1
        elif local == "t":
            self.inside += 1
        elif local in ("br", "cr", "lineBreak"):
            self._add("\n")
        elif local == "tab":
            self._add(" ")

    def _ends(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "Fallback":
            self.twice -= 1
        elif local == "t":
            self.inside -= 1
        elif local == "p":
            self._add("\n")

    def _says(self, text: str) -> None:
        if self.inside:
            self._add(text)

    def _add(self, text: str) -> None:
        if not self.twice and self.length <= 2 * LONGEST:
            self.parts.append(text)
            self.length += len(text)


READERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "txt": _txt, "html": _html, "eml": _eml, "pdf": _pdf, "docx": _docx, "hwpx": _hwpx,
}  # fmt: skip

if __name__ == "__main__":
    main()
