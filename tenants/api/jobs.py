"""What comes back by itself: forgetting answers that were kept for a day (W1)."""

from __future__ import annotations

from tenants.api.services import answers
from tenants.rounds import in_every_company


def forget() -> None:
    in_every_company(answers.forget, why="forget kept answers")
