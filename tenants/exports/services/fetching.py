"""Handing over the file of an export: only to who asked for it, under the rights of now (U6)."""

from __future__ import annotations

from typing import IO, Any

from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    ClientError,
)
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dangol import access, clock
from dangol.errors import RuleBroken
from dangol.records.lists.export import every_column
from tenants import audit
from tenants.exports.models import Export
from tenants.exports.services import asking, ending
from tenants.exports.standing import standing, still
from tenants.people.models import User
from tenants.queries import desk


@transaction.atomic
def fetch(export: Export, user: User) -> IO[Any]:
    """The file, and a line in the audit.

    RuleBroken when its days are over, when the user sees less now than it holds, and when the place
    of files does not answer.
    """
    _check(export, user)
    try:
        file: IO[Any] = default_storage.open(export.place)
    except FileNotFoundError as gone:
        raise RuleBroken("export_gone", _gone()) from gone
    except (OSError, BotoCoreError, ClientError) as error:
        raise RuleBroken(
            "export_storage", _("The place where files are kept does not answer. Try again later.")
        ) from error
    Export.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    audit.record(
        f"{asking.SUBJECT}.download", subject=asking.SUBJECT, subject_id=export.pk,
        changes={"record": export.record, "rows": export.total, "reason": export.reason},
    )  # fmt: skip
    return file


def _check(export: Export, user: User) -> None:
    if export.state != Export.State.READY or not _is_fresh(export):
        raise RuleBroken("export_gone", _gone())
    record = desk.records().get(export.record)
    if record is None or not access.user_can(user, record.permission("export")):
        raise RuleBroken("export_closed", ending.closed())
    open_now = {each.name for each in every_column(record, user)}
    if not set(export.columns) <= open_now:
        raise RuleBroken("export_closed", ending.columns_closed())
    if not still(export.standing, standing(record, user)):
        raise RuleBroken(
            "export_closed",
            _("You see fewer records now than when this file was made. Export the list anew."),
        )


def _is_fresh(export: Export) -> bool:
    return export.expires_at is not None and export.expires_at > clock.now()


def _gone() -> str:
    return _("This file is not kept any more. Export the list anew.")
