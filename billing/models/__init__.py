"""Tables of billing: shared, in `public`; the migrations say what a company's role may touch."""

from billing.models.account import AccountBalance, Hold
from billing.models.invoice import Invoice, InvoiceLine, NumberCounter
from billing.models.ledger import LedgerAccount, LedgerLeg, LedgerTx
from billing.models.limit import CompanyLimits, QuotaWindow
from billing.models.price import Contract, PriceVersion
from billing.models.profile import CompanyProfile
from billing.models.seat import SeatEvent
from billing.models.topup import TopUp
from billing.models.usage import UsageConflict, UsageDay, UsageEvent, UsageKey, UsageTotal

__all__ = [
    "AccountBalance",
    "CompanyLimits",
    "CompanyProfile",
    "Contract",
    "Hold",
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerLeg",
    "LedgerTx",
    "NumberCounter",
    "PriceVersion",
    "QuotaWindow",
    "SeatEvent",
    "TopUp",
    "UsageConflict",
    "UsageDay",
    "UsageEvent",
    "UsageKey",
    "UsageTotal",
]
