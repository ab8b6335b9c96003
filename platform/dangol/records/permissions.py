"""The permissions of a record type, for the module's declaration file (P5)."""

from __future__ import annotations

from dangol.registry import Permission, Text

SCOPED = ("view", "edit", "delete")


def record_permissions(code: str, labels: dict[str, Text]) -> tuple[Permission, ...]:
    """One permission per verb: `code` is `module.noun`, `labels` says each verb in words.

    Files in and out, and the trash, are for administrators unless a role says otherwise. A role
    gives the verbs in `SCOPED` for some records or for all.
    """
    guarded = ("delete", "import", "export")
    return tuple(
        Permission(
            code=f"{code}.{verb}",
            label=label,
            roles=("admin",) if verb in guarded else ("admin", "member"),
            is_scoped=verb in SCOPED,
        )
        for verb, label in labels.items()
    )
