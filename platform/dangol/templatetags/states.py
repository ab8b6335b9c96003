"""`{% status "ok" word %}` draws a state as a dot and its word: the light way for table rows."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

KINDS = frozenset(("active", "wait", "ok", "warn", "err", "info", ""))


@register.simple_tag
def status(kind: str, word: object) -> SafeString:
    """Kinds: active (at work), wait, ok, warn (needs care), err (failed), info, "" (left out)."""
    if kind not in KINDS:
        raise ValueError(f"A status is one of {', '.join(sorted(KINDS - {''}))}, not {kind!r}.")
    return format_html(
        '<span class="status"><span class="dot {}" aria-hidden="true"></span>{}</span>', kind, word
    )
