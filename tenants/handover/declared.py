"""What hand-overs tell the shell: data alone, named by the layer's declaration (B35)."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import MenuItem, Notice, Permission

PERMISSION = Permission(
    code="tenants.handover.manage",
    label=_("Hand records over to colleagues"),
    roles=("admin",),
    is_grantable=False,
)
MENU = MenuItem(
    label=_("Hand-overs"),
    url_name="tenants:handover-list",
    permission="tenants.handover.manage",
    icon="user-round-check",
    place="settings",
    order=21,
)
NOTICES = (
    Notice(
        code="tenants.handover.given",
        label=_("Records of mine are handed over"),
        permission="tenants.notice.view",
        sentence=_("%(who)s handed %(what)s of yours over to colleagues."),
        things="tenants.handover.queries.told.names",
        url_name="tenants:handover-page",
        icon="user-round-check",
        order=42,
    ),
    Notice(
        code="tenants.handover.back",
        label=_("A hand-over that concerned me is undone"),
        permission="tenants.notice.view",
        sentence=_("%(who)s undid a hand-over of %(what)s."),
        things="tenants.handover.queries.told.names",
        url_name="tenants:handover-page",
        icon="undo-2",
        order=43,
    ),
)
