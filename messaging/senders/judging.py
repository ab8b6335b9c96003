"""What a domain's DNS must say, and what what it says is worth (S1).

Ownership and DKIM are needed: without them nothing leaves from the domain. SPF and DMARC are asked
for by the large mailbox providers of bulk senders; without them mails go, and arrive less often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from messaging.senders.asking import Answer, Question
from messaging.senders.models import MailDomain

OWNER, DKIM, SPF, DMARC = "owner", "dkim", "spf", "dmarc"
KINDS = (OWNER, DKIM, SPF, DMARC)
NEEDED = (OWNER, DKIM)
PASS, MISSING, WRONG, UNKNOWN = "pass", "missing", "wrong", "unknown"
OWNER_PREFIX = "dangol-verification="
SPF_LOOKUPS = 10
"""An SPF record that asks for more than so many others counts for nothing (RFC 7208)."""
POLICIES = ("none", "quarantine", "reject")
_LOOKUP = re.compile(r"[+?~-]?(?:include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|redirect=", re.I)


@dataclass(frozen=True)
class Finding:
    """What became of one record.

    state  pass, missing, wrong, or unknown: the DNS did not answer
    code   what is wrong, as `words` says it; "" where nothing is
    found  what stands there now
    value  what should stand there: that of the record, or one that keeps what is there
    """

    state: str
    code: str = ""
    found: tuple[str, ...] = ()
    value: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, object] | None) -> Finding | None:
        """As it was kept; None for one that was never looked for."""
        if not kept:
            return None
        return cls(
            str(kept["state"]), str(kept["code"]), tuple(kept["found"]),  # type: ignore[arg-type]
            str(kept["value"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One record to be set: `host` is its full name, `short` the part before the domain."""

    kind: str
    host: str
    value: str
    type: str = "TXT"

    def short(self, domain: str) -> str:
        return "@" if self.host == domain else self.host.removesuffix(f".{domain}")


def wanted(domain: MailDomain) -> dict[str, Wanted]:
    """{kind: record} of the records of a domain."""
    name = domain.name
    found = (
        Wanted(OWNER, name, f"{OWNER_PREFIX}{domain.token}"),
        Wanted(
            DKIM, f"{domain.selector}._domainkey.{name}", f"v=DKIM1; k=rsa; p={domain.public_key}"
        ),
        Wanted(SPF, name, f"v=spf1 {settings.SENDER_SPF} ~all"),
        Wanted(DMARC, f"_dmarc.{name}", "v=DMARC1; p=none"),
    )
    return {each.kind: each for each in found}


def questions(domain: MailDomain) -> list[Question]:
    """Everything that is to be asked about a domain."""
    records = wanted(domain)
    hosts = [records[OWNER].host, records[DKIM].host, *_dmarc_hosts(domain.name)]
    return [Question(host) for host in hosts]


def _dmarc_hosts(name: str) -> list[str]:
    """A policy of the domain above holds as well: its name, then those above, but for the top."""
    labels = name.split(".")
    return [f"_dmarc.{'.'.join(labels[at:])}" for at in range(min(len(labels) - 1, 4))]


def judge(domain: MailDomain, answers: Mapping[Question, Answer]) -> dict[str, Finding]:
    """{kind: what became of it}"""
    records = wanted(domain)
    top = answers[Question(domain.name)]
    return {
        OWNER: _owner(records[OWNER], top),
        DKIM: _dkim(domain, records[DKIM], answers[Question(records[DKIM].host)]),
        SPF: _spf(records[SPF], top),
        DMARC: _dmarc(
            records[DMARC], [answers[Question(host)] for host in _dmarc_hosts(domain.name)]
        ),
    }


def _owner(record: Wanted, answer: Answer) -> Finding:
    if answer.values is None:
        return Finding(UNKNOWN, value=record.value)
    found = tuple(each for each in answer.values if each.strip().startswith(OWNER_PREFIX))
    if record.value in (each.strip() for each in found):
        return Finding(PASS, "", found, record.value)
    state = WRONG if found else MISSING
    return Finding(state, "owner_other" if found else "owner_missing", found, record.value)


def _tags(text: str) -> dict[str, str]:
    """{tag: value} of a record of the form a=1; b=2."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _equals, value in pairs}


def _dkim(domain: MailDomain, record: Wanted, answer: Answer) -> Finding:
    if answer.values is None:
        return Finding(UNKNOWN, value=record.value)
    if not answer.values:
        return Finding(MISSING, "dkim_missing", (), record.value)
    keys = [_tags(each) for each in answer.values]
    fits = [tags for tags in keys if re.sub(r"\s", "", tags.get("p", "")) == domain.public_key]
    if len(answer.values) > 1:
        return Finding(WRONG, "dkim_many", answer.values, record.value)
    if not fits:
        code = "dkim_revoked" if keys[0].get("p") == "" else "dkim_other"
        return Finding(WRONG, code, answer.values, record.value)
    if fits[0].get("k", "rsa").lower() != "rsa" or fits[0].get("v", "DKIM1") != "DKIM1":
        return Finding(WRONG, "dkim_other", answer.values, record.value)
    return Finding(PASS, "", answer.values, record.value)


def _spf(record: Wanted, answer: Answer) -> Finding:
    if answer.values is None:
        return Finding(UNKNOWN, value=record.value)
    found = tuple(each for each in answer.values if re.match(r"v=spf1(\s|$)", each, re.I))
    if not found:
        return Finding(MISSING, "spf_missing", (), record.value)
    if len(found) > 1:
        return Finding(WRONG, "spf_many", found, merged_spf(found))
    words = found[0].split()
    lowered = [word.lower() for word in words]
    value = merged_spf(found)
    if "+all" in lowered or "all" in lowered:
        return Finding(WRONG, "spf_open", found, value)
    if not set(settings.SENDER_SPF.lower().split()) <= {word.lstrip("+") for word in lowered}:
        return Finding(WRONG, "spf_without_us", found, value)
    if sum(_LOOKUP.match(word) is not None for word in words) > SPF_LOOKUPS:
        return Finding(WRONG, "spf_lookups", found, record.value)
    return Finding(PASS, "", found, record.value)


def merged_spf(found: Sequence[str]) -> str:
    """One record that says what these say, and that we may send."""
    parts: list[str] = []
    end = "~all"
    for word in [*(each for text in found for each in text.split()[1:])]:
        if word.lower().lstrip("+?~-") == "all":
            end = word if word.lower() in ("-all", "~all") else end
        elif word not in parts:
            parts.append(word)
    own = [word for word in settings.SENDER_SPF.split() if word not in parts]
    return " ".join(["v=spf1", *own, *parts, end])


def _dmarc(record: Wanted, answers: Sequence[Answer]) -> Finding:
    """The domain's own policy, else the next one above it."""
    for answer in answers:
        if answer.values is None:
            return Finding(UNKNOWN, value=record.value)
        found = tuple(each for each in answer.values if each.strip().lower().startswith("v=dmarc1"))
        if found:
            return _policy(record, found)
    own = answers[0].values or ()
    code = "dmarc_other" if own else "dmarc_missing"
    return Finding(WRONG if own else MISSING, code, own, record.value)


def _policy(record: Wanted, found: tuple[str, ...]) -> Finding:
    if len(found) > 1:
        return Finding(WRONG, "dmarc_many", found, record.value)
    if _tags(found[0]).get("p", "").lower() not in POLICIES:
        return Finding(WRONG, "dmarc_policy", found, record.value)
    return Finding(PASS, "", found, record.value)


def words(kind: str, finding: Finding | None) -> str:
    """One sentence: how it stands, and what to do."""
    if finding is None:
        return _("Not looked for yet.")
    if finding.state == UNKNOWN:
        return _("The name server did not answer, so nothing is known about it. Check again later.")
    if finding.state == PASS:
        return _passes()[kind]
    return _sentences()[finding.code]


def _passes() -> dict[str, str]:
    return {
        OWNER: _("The domain is yours."),
        DKIM: _("Mails are signed with this key, and recipients can check it."),
        SPF: _("Our mail servers may send for the domain."),
        DMARC: _("Recipients know what to do with mails that pass neither check."),
    }


def _sentences() -> dict[str, str]:
    return {
        "owner_missing": _("The record is missing. Add it, so that the domain is known as yours."),
        "owner_other": _(
            "A record of another company or an earlier one stands there. Add this one beside it."
        ),
        "dkim_missing": _("The record is missing. Add it, so that your mails can be signed."),
        "dkim_other": _("Another key stands there. Replace the value by the one shown here."),
        "dkim_revoked": _("The key there is empty. Replace the value by the one shown here."),
        "dkim_many": _("Several records stand under this name. Keep the one shown here alone."),
        "spf_missing": _("The record is missing. Add it, so that our mail servers may send."),
        "spf_many": _(
            "Several SPF records stand there, so none counts. Put the one shown here in their"
            " place."
        ),
        "spf_open": _(
            "The record lets everybody send in your name. Replace it by the one shown here."
        ),
        "spf_without_us": _(
            "The record does not name our mail servers. Replace it by the one shown here, which"
            " keeps what it says."
        ),
        "spf_lookups": _(
            "The record leads to more than ten others, so it counts for nothing. Take some out."
        ),
        "dmarc_missing": _(
            "The record is missing. Add it; “none” changes nothing for other mails."
        ),
        "dmarc_other": _("What stands there is no DMARC record. Replace it by the one shown here."),
        "dmarc_many": _("Several DMARC records stand there, so none counts. Keep one of them."),
        "dmarc_policy": _("The record has no policy (p=). Replace it by the one shown here."),
    }
