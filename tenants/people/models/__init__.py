"""Tables of `tenants.people`, each in its own company's schema."""

from tenants.people.models.audit import AuditEntry
from tenants.people.models.desk import Favourite, Preference, SampleRow, Visit
from tenants.people.models.house import Holiday, House, Sitting, WorkedHoliday
from tenants.people.models.invitation import Invitation
from tenants.people.models.leaving import HandedOver, Leaving
from tenants.people.models.list_view import ListView
from tenants.people.models.rights import AccessRole, Assignment, Department, Share
from tenants.people.models.user import Licence, User

__all__ = [
    "AccessRole",
    "Assignment",
    "AuditEntry",
    "Department",
    "Favourite",
    "HandedOver",
    "Holiday",
    "House",
    "Invitation",
    "Leaving",
    "Licence",
    "ListView",
    "Preference",
    "SampleRow",
    "Share",
    "Sitting",
    "User",
    "Visit",
    "WorkedHoliday",
]
