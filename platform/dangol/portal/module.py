"""What the portal tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, MenuItem, Permission, QuickAction, Widget

module = Declaration(
    code="portal",
    label=_("Portal"),
    entitlement="customer",
    urls="dangol.portal.urls",
    permissions=(
        Permission(
            code="portal.page.view",
            label=_("See the portal and arrange one's own"),
            is_grantable=False,
        ),
        Permission(
            code="portal.start.manage",
            label=_("See the first steps, add and remove sample data"),
            roles=("admin",),
        ),
    ),
    menu=(
        MenuItem(
            label=_("Portal"),
            url_name="portal",
            permission="portal.page.view",
            icon="layout-dashboard",
            order=0,
        ),
        MenuItem(
            label=_("First steps"),
            url_name="portal-start",
            permission="portal.start.manage",
            icon="list-checks",
            place="settings",
            order=90,
        ),
    ),
    quick_actions=(
        QuickAction(
            label=_("Arrange the portal"),
            url_name="portal-arrange",
            permission="portal.page.view",
            icon="layout-dashboard",
            words=_("tiles layout widgets home"),
        ),
    ),
    widgets=(
        Widget(
            code="portal.board",
            label=_("Status board"),
            permission="portal.page.view",
            template="portal/tiles/board.html",
            context="dangol.portal.board.context",
            icon="gauge",
            columns=12,
            rows=1,
            is_strip=True,
            settings="dangol.portal.board.BoardForm",
            order=0,
        ),
        Widget(
            code="portal.today",
            label=_("Today"),
            permission="portal.page.view",
            template="portal/tiles/today.html",
            context="dangol.portal.agenda.context",
            icon="calendar-days",
            order=10,
        ),
    ),
)
