"""What comes back by itself: files that lay in the trash long enough go for good (U2, V4)."""

from __future__ import annotations

from tenants.attachments.services.keeping import forget_old
from tenants.rounds import in_every_company


def forget() -> None:
    in_every_company(forget_old, why="forget files")
