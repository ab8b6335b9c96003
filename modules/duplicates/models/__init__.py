"""Tables of the duplicates module, each in its own company's schema."""

from modules.duplicates.models.merge import Merge, Moved
from modules.duplicates.models.pair import Pair
from modules.duplicates.models.scan import Scan
from modules.duplicates.models.sweep import MergeRule, Stays, Sweep

__all__ = ["Merge", "MergeRule", "Moved", "Pair", "Scan", "Stays", "Sweep"]
