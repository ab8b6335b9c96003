"""Ways to narrow lists of customers and orders by what is no field of theirs."""

from modules.base.filters.activity import ActivityFilter
from modules.base.filters.care import CareFilter
from modules.base.filters.customer_grade import CustomerGradeFilter
from modules.base.filters.customer_region import CustomerRegionFilter
from modules.base.filters.groups import GROUPS, GroupFilter, fitting
from modules.base.filters.of_customers import hidden_of_orders
from modules.base.filters.quality import QUALITY, QualityFilter
from modules.base.filters.regions import RegionFilter, hidden_of_customers
from modules.base.filters.segments import SEGMENT, SegmentFilter
from modules.base.filters.sends import SENT, SentFilter
from modules.base.filters.sources import SourceFilter
from modules.base.filters.stood import STOOD, StoodFilter
from modules.base.filters.telling import TELLING, TellingFilter

__all__ = [
    "GROUPS", "QUALITY", "SEGMENT", "SENT", "STOOD", "TELLING", "ActivityFilter", "CareFilter",
    "CustomerGradeFilter", "CustomerRegionFilter", "GroupFilter", "QualityFilter", "RegionFilter",
    "SegmentFilter", "SentFilter", "SourceFilter", "StoodFilter", "TellingFilter", "fitting",
    "hidden_of_customers", "hidden_of_orders",
]  # fmt: skip
