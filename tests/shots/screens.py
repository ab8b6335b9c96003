"""The named screens of which pictures are taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A screen: at `site` ("" is the public one), reached by `path` and then `clicks` (CSS)."""

    name: str
    site: str
    path: str
    clicks: tuple[str, ...] = ()
    whole: bool = False


SCREENS = (
    Screen(name="prices", site="", path="/"),
    Screen(name="signup", site="", path="/signup", whole=True),
    Screen(name="customers", site="demo", path="/base/customers/"),
    Screen(
        name="customer", site="demo", path="/base/customers/", clicks=("tbody th a, tbody td a",)
    ),
    Screen(name="customer-new", site="demo", path="/base/customers/new", whole=True),
    Screen(name="import", site="demo", path="/base/customers/import"),
    Screen(name="campaigns", site="demo", path="/campaign/campaigns/"),
    Screen(name="users", site="demo", path="/tenants/users/"),
    Screen(name="invite", site="demo", path="/tenants/users/invite"),
    Screen(name="audit", site="demo", path="/tenants/audit/"),
    Screen(name="billing", site="demo", path="/billing/"),
    Screen(name="companies", site="ops", path="/billing/companies/"),
)
