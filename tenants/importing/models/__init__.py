from tenants.importing.models.memory import ImportChange, ImportKept, ImportMapping
from tenants.importing.models.runs import (
    REVERTED_FOR,
    ImportProblem,
    ImportRow,
    ImportRun,
    Revert,
)

__all__ = [
    "REVERTED_FOR",
    "ImportChange",
    "ImportKept",
    "ImportMapping",
    "ImportProblem",
    "ImportRow",
    "ImportRun",
    "Revert",
]
