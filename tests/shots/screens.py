"""The named screens of which pictures are taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A screen: at `site` ("" is the public one) and `path`.

    follow  CSS of a link there whose address is the screen
    clicks  what is clicked then, CSS; `keys` what is pressed
    guest   seen by somebody who is not logged in
    whole   the picture is as long as the page
    """

    name: str
    site: str
    path: str
    follow: str = ""
    clicks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    guest: bool = False
    whole: bool = False


SCREENS = (
    Screen(
        name="prices", site="", path="/?base=12&sales=6&service=4&campaign=4&email=50000&sms=4000"
    ),
    Screen(name="features", site="", path="/features"),
    Screen(name="terms", site="", path="/legal/terms"),
    Screen(name="signup", site="", path="/signup?base=12&full=4", whole=True),
    Screen(name="companies-used", site="", path="/companies"),
    Screen(name="login", site="demo", path="/accounts/login/", guest=True),
    Screen(name="portal", site="demo", path="/portal/"),
    Screen(name="portal-arrange", site="demo", path="/portal/arrange"),
    Screen(name="first-steps", site="demo", path="/portal/start"),
    Screen(name="customers", site="demo", path="/base/customers/"),
    Screen(
        name="customers-peek", site="demo", path="/base/customers/", clicks=("tbody a.row-link",)
    ),
    Screen(name="customer", site="demo", path="/base/customers/", follow="tbody a.row-link"),
    Screen(name="customer-new", site="demo", path="/base/customers/new", whole=True),
    Screen(name="accounts", site="demo", path="/base/accounts/"),
    Screen(name="account", site="demo", path="/base/accounts/", follow="tbody a.row-link"),
    Screen(name="account-map", site="demo", path="/base/accounts/map/"),
    Screen(name="groups", site="demo", path="/base/groups/"),
    Screen(name="sources", site="demo", path="/base/sources/"),
    Screen(name="duplicates", site="demo", path="/duplicates/customers/"),
    Screen(name="cleansing", site="demo", path="/cleansing/suggestions/"),
    Screen(name="faults", site="demo", path="/cleansing/faults/"),
    Screen(name="quality", site="demo", path="/cleansing/quality/", whole=True),
    Screen(name="composition", site="demo", path="/cleansing/composition/", whole=True),
    Screen(name="scores", site="demo", path="/scoring/settings/", whole=True),
    Screen(name="calendar", site="demo", path="/calendar/"),
    Screen(name="todos", site="demo", path="/calendar/todos/"),
    Screen(name="boards", site="demo", path="/boards/boards/"),
    Screen(name="post", site="demo", path="/boards/posts/", follow="tbody a.row-link"),
    Screen(name="messages", site="demo", path="/messages/"),
    Screen(name="expenses", site="demo", path="/expenses/expenses/"),
    Screen(name="expenses-month", site="demo", path="/expenses/month/", whole=True),
    Screen(name="innovation", site="demo", path="/innovation/tasks/?look=board"),
    Screen(
        name="innovation-task", site="demo", path="/innovation/tasks/", follow="tbody a.row-link"
    ),
    Screen(name="materials", site="demo", path="/materials/materials/"),
    Screen(name="material", site="demo", path="/materials/materials/", follow="tbody a.row-link"),
    Screen(name="materials-add", site="demo", path="/materials/add/", whole=True),
    Screen(name="hints", site="demo", path="/tenants/hints/"),
    Screen(name="handover", site="demo", path="/tenants/handover/new"),
    Screen(name="linked-data", site="demo", path="/tenants/datasources/"),
    Screen(name="link-data", site="demo", path="/tenants/datasources/new"),
    Screen(name="triggers", site="demo", path="/tenants/triggers/"),
    Screen(name="trigger", site="demo", path="/tenants/triggers/", follow="tbody a.row-link"),
    Screen(
        name="trigger-new",
        site="demo",
        path="/tenants/triggers/new?record=base.customer",
        whole=True,
    ),
    Screen(name="report-ages", site="demo", path="/tenants/reports/ready/customer-ages/"),
    Screen(name="report-heat", site="demo", path="/tenants/reports/ready/customer-occupations/"),
    Screen(name="report-gantt", site="demo", path="/tenants/reports/ready/task-progress/"),
    Screen(name="import", site="demo", path="/base/customers/import"),
    Screen(name="palette", site="demo", path="/base/customers/", keys=("Control+k", "ㄱ", "ㅎ")),
    Screen(name="keys", site="demo", path="/base/customers/", keys=("?",)),
    Screen(name="campaigns", site="demo", path="/campaign/campaigns/"),
    Screen(name="campaign", site="demo", path="/campaign/campaigns/", follow="tbody a.row-link"),
    Screen(name="sending", site="demo", path="/portal/", follow="a[href*='/messaging/sends/']"),
    Screen(
        name="sent",
        site="demo",
        path="/portal/",
        follow="a[href*='/messaging/sends/']:is([title$='완료'], [title$='Done'])",
    ),
    Screen(name="reports", site="demo", path="/tenants/reports/"),
    Screen(
        name="report-new", site="demo", path="/tenants/reports/new?record=base.order", whole=True
    ),
    Screen(name="exports", site="demo", path="/tenants/exports/"),
    Screen(name="sign-on", site="demo", path="/tenants/company/sign-on", whole=True),
    Screen(name="users", site="demo", path="/tenants/users/"),
    Screen(name="invite", site="demo", path="/tenants/users/invite"),
    Screen(name="settings-role", site="demo", path="/tenants/roles/"),
    Screen(name="settings-departments", site="demo", path="/tenants/departments/"),
    Screen(name="settings-layout", site="demo", path="/tenants/layouts/base.customer/"),
    Screen(name="settings-notices", site="demo", path="/tenants/profile/notices"),
    Screen(name="notices", site="demo", path="/tenants/notices/"),
    Screen(name="search", site="demo", path="/search?q=김"),
    Screen(name="company", site="demo", path="/tenants/company"),
    Screen(name="hours", site="demo", path="/tenants/company/hours"),
    Screen(name="holidays", site="demo", path="/tenants/company/holidays"),
    Screen(name="security", site="demo", path="/tenants/profile/security"),
    Screen(name="audit", site="demo", path="/tenants/audit/"),
    Screen(name="billing", site="demo", path="/billing/"),
    Screen(
        name="invoice",
        site="demo",
        path="/billing/invoices/",
        follow="tbody a.row-link",
    ),
    Screen(name="not-found", site="demo", path="/nothing/here"),
    Screen(name="console", site="ops", path="/console/"),
    Screen(name="console-company", site="ops", path="/console/", follow="tbody a.row-link"),
    Screen(name="parts", site="", path="/dev/ui/", whole=True),
)
