"""The permissions of a record type, for the module's declaration file (P5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.registry import Permission, Text

SCOPED = ("view", "edit", "delete", "bulk")
OF_ALL: dict[str, Text] = {"bulk": _("Change many at once")}
"""Verbs that every record type has, in words; a type may say them in its own."""


def record_permissions(code: str, labels: dict[str, Text]) -> tuple[Permission, ...]:
    """One permission per verb: `code` is `module.noun`, `labels` says each verb in words.

    Files in and out, and the trash, are for administrators unless a role says otherwise. A role
    gives the verbs in `SCOPED` for some records or for all. `bulk` comes on top of `edit` and
    `delete`: without it, records are changed one by one.
    """
    guarded = ("delete", "import", "export")
    return tuple(
        Permission(
            code=f"{code}.{verb}",
            label=label,
            roles=("admin",) if verb in guarded else ("admin", "member"),
            is_scoped=verb in SCOPED,
        )
        for verb, label in {**labels, **OF_ALL, **labels}.items()
    )
