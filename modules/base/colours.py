"""The colours of states at first, as kinds of `status`; companies choose others (A11)."""

ORDERS = {
    "received": "wait", "paid": "info", "shipped": "active", "done": "ok", "cancelled": "",
    "returned": "warn",
}  # fmt: skip
ACCOUNTS = {"prospect": "wait", "active": "ok", "dormant": "warn", "ended": ""}
COMPLAINTS = {"received": "wait", "working": "active", "done": "ok"}
CONSENTS = {"given": "ok", "refused": "err", "withdrawn": "err", "void": "", "reminded": "info"}
