"""Names of companies: one spelling for each legal form, and what spellings have in common (B24).

㈜한빛, (주) 한빛 and 주식회사 한빛 are written (주)한빛; 한빛 주식회사 is written 한빛(주), for
where the form stands is a part of the name.
"""

from __future__ import annotations

import re

from modules.base.values.letters import bare, one_spaced, plain

_LONG = {
    "주식회사": "(주)", "株式會社": "(주)", "株式会社": "(주)", "유한책임회사": "(유책)",
    "유한회사": "(유)", "有限會社": "(유)", "합자회사": "(합자)", "합명회사": "(합명)",
    "재단법인": "(재)", "사단법인": "(사)", "학교법인": "(학)", "의료법인": "(의)",
    "사회복지법인": "(복)", "종교법인": "(종)",
}  # fmt: skip
_BRACKETED = {
    "주": "(주)", "株": "(주)", "유": "(유)", "有": "(유)", "유책": "(유책)", "합자": "(합자)",
    "합명": "(합명)", "재": "(재)", "財": "(재)", "사": "(사)", "社": "(사)", "학": "(학)",
    "의": "(의)", "복": "(복)", "종": "(종)",
}  # fmt: skip
_FORM = re.compile(
    rf"(?P<long>{'|'.join(_LONG)})"
    rf"|[(\[{{]\s*(?P<short>{'|'.join(sorted(_BRACKETED, key=len, reverse=True))})\s*[)\]}}]"
    r"|^(?P<open>주)\s*\)"
)
_LATIN = (
    (re.compile(r"[\s,]+co(?:mpany)?\b\.?[\s,]*(?:ltd|limited)\b\.?$", re.I), " Co., Ltd."),
    (re.compile(r"[\s,]+(?:ltd|limited)\b\.?$", re.I), " Ltd."),
    (re.compile(r"[\s,]+inc(?:orporated)?\b\.?$", re.I), " Inc."),
    (re.compile(r"[\s,]+corp(?:oration)?\b\.?$", re.I), " Corp."),
    (re.compile(r"[\s,]+l\.?\s?l\.?\s?c\b\.?$", re.I), " LLC"),
    (re.compile(r"[\s,]+gmbh$", re.I), " GmbH"),
)
_LATIN_END = re.compile(
    r"[\s,.]+(?:co(?:mpany)?[\s,.]+(?:ltd|limited)|ltd|limited|inc(?:orporated)?|corp(?:oration)?"
    r"|l\.?\s?l\.?\s?c|gmbh|company|co)\b[\s.]*$",
    re.I,
)
_KIND_IN_FRONT = ("농업회사법인", "어업회사법인")
"""What the law makes a part of the name; the legal form follows it and the name comes then."""
_MAY_HAVE_FORM = re.compile(r"[()\[\]{}]|회사|법인|會社|会社")


def standard(text: str) -> str:
    """The name as the house writes it; an empty text stays empty. Nothing but the form changes."""
    name = one_spaced(plain(text))
    if name.isascii():
        return _latin(name)
    if _MAY_HAVE_FORM.search(name) is None and not name.startswith("주"):
        return _latin(name)
    whole = name
    found = _FORM.search(name)
    while found is not None:
        name, at = _replaced(name, found)
        found = _FORM.search(name, at)
    return _latin(name) if _FORM.sub("", name).strip() else whole


def _replaced(name: str, found: re.Match[str]) -> tuple[str, int]:
    """The name with one form in its short spelling, and where the search goes on."""
    before, behind = name[: found.start()].rstrip(), name[found.end() :].lstrip()
    form = _LONG.get(found["long"]) or _BRACKETED[found["short"] or found["open"]]
    if before in _KIND_IN_FRONT:
        before = f"{before} "
    elif before and behind:
        form += " "
    return f"{before}{form}{behind}", len(before) + len(form)


def _latin(name: str) -> str:
    for pattern, ending in _LATIN:
        mended, times = pattern.subn(ending, name)
        if times:
            return mended
    return name


def key(text: str) -> str:
    """The name without legal form, spaces and marks, in small letters: one for all its spellings.

    A name of nothing but a form keeps its letters, so that it is not equal to every other such.
    """
    name = plain(text)
    core = name
    if not name.isascii() and (_MAY_HAVE_FORM.search(name) or name.lstrip().startswith("주")):
        core = _FORM.sub(" ", name.strip())
    return bare(_LATIN_END.sub("", core)) or bare(name)
