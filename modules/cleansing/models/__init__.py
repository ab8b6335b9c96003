"""Suggestions, looks at records, errors with their evidence."""

from modules.cleansing.models.fault import Fault
from modules.cleansing.models.quality import QualityFigure
from modules.cleansing.models.scan import Scan, Watch
from modules.cleansing.models.suggestion import Suggestion

__all__ = ["Fault", "QualityFigure", "Scan", "Suggestion", "Watch"]
