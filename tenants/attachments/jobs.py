"""What comes back by itself: files go for good that lay in the trash long enough, or that no form
took up (U2, U7, V4)."""

from __future__ import annotations

from tenants.attachments.services.keeping import forget_old
from tenants.attachments.services.pending import forget_pending
from tenants.rounds import in_every_company


def forget() -> None:
    in_every_company(forget_old, why="forget files")
    in_every_company(forget_pending, why="forget files of forms that were not saved")
