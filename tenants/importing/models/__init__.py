from tenants.importing.models.memory import ImportChange, ImportKept, ImportMapping
from tenants.importing.models.runs import (
    REVERTED_FOR,
    GoesOn,
    ImportProblem,
    ImportRow,
    ImportRun,
    Revert,
)
from tenants.importing.models.steps import Deed, ImportBefore, ImportStep

__all__ = [
    "REVERTED_FOR",
    "Deed",
    "GoesOn",
    "ImportBefore",
    "ImportChange",
    "ImportKept",
    "ImportMapping",
    "ImportProblem",
    "ImportRow",
    "ImportRun",
    "ImportStep",
    "Revert",
]
