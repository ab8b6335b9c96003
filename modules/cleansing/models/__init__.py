"""Suggestions, looks at records, errors with their evidence, figures of quality and makeup."""

from modules.cleansing.models.composition import CompositionFigure, Measure
from modules.cleansing.models.fault import Fault
from modules.cleansing.models.quality import QualityFigure
from modules.cleansing.models.scan import Scan, Watch
from modules.cleansing.models.share import CollectedQuality
from modules.cleansing.models.suggestion import Suggestion

__all__ = [
    "CollectedQuality",
    "CompositionFigure",
    "Fault",
    "Measure",
    "QualityFigure",
    "Scan",
    "Suggestion",
    "Watch",
]
