"""Tables of the base module, each in its own company's schema."""

from modules.base.models.account import Account
from modules.base.models.account_group import AccountGroup
from modules.base.models.account_parts import AccountAddress, AccountRating, AccountYear
from modules.base.models.account_person import AccountPerson
from modules.base.models.complaint import Complaint
from modules.base.models.consent import ConsentLine, Telling
from modules.base.models.contact import ContactHistory
from modules.base.models.customer import Customer
from modules.base.models.group import Group, GroupMember
from modules.base.models.interest import Interest
from modules.base.models.material import Material
from modules.base.models.order import Order, OrderLine
from modules.base.models.product import Product
from modules.base.models.relation import Relation
from modules.base.models.source import Source, SourceKind

__all__ = [
    "Account",
    "AccountAddress",
    "AccountGroup",
    "AccountPerson",
    "AccountRating",
    "AccountYear",
    "Complaint",
    "ConsentLine",
    "ContactHistory",
    "Customer",
    "Group",
    "GroupMember",
    "Interest",
    "Material",
    "Order",
    "OrderLine",
    "Product",
    "Relation",
    "Source",
    "SourceKind",
    "Telling",
]
