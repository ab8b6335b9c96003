"""What the boards tell the shell."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.permissions import record_permissions
from dangol.registry import CodeTable, Counter, Declaration, MenuItem, Notice, Permission, Widget


def _for_administrators(permission: Permission) -> Permission:
    """Boards are made by administrators unless a role says otherwise."""
    is_view = permission.code.endswith(".view")
    return permission if is_view else replace(permission, roles=("admin",))


def _for_everybody(permission: Permission) -> Permission:
    """What one wrote oneself one may throw away; of others' posts `narrow` keeps people off."""
    is_delete = permission.code.endswith(".delete")
    return replace(permission, roles=("admin", "member")) if is_delete else permission


module = Declaration(
    code="boards",
    label=_("Boards"),
    entitlement="base",
    requires=("base",),
    urls="modules.boards.urls",
    menu=(
        MenuItem(
            label=_("Boards"),
            url_name="boards:post-list",
            permission="boards.post.view",
            key="g b",
            icon="newspaper",
            order=80,
        ),
        MenuItem(
            label=_("Boards and who reads them"),
            url_name="boards:board-list",
            permission="boards.board.edit",
            icon="clipboard-list",
            place="settings",
            order=26,
        ),
    ),
    permissions=(
        *map(
            _for_administrators,
            record_permissions(
                "boards.board",
                {
                    "view": _("See boards"),
                    "create": _("Make boards"),
                    "edit": _("Look after boards and everybody's posts"),
                    "delete": _("Move boards to the trash"),
                    "export": _("Export boards"),
                },
            ),
        ),
        *map(
            _for_everybody,
            record_permissions(
                "boards.post",
                {
                    "view": _("Read posts"),
                    "create": _("Write posts"),
                    "edit": _("Change posts"),
                    "delete": _("Move posts to the trash"),
                    "export": _("Export posts"),
                },
            ),
        ),
    ),
    records=(
        "modules.boards.records.boards.board_record",
        "modules.boards.records.posts.post_record",
    ),
    vocabularies=("modules.boards.records.boards.words", "modules.boards.records.posts.words"),
    code_tables=(
        CodeTable(
            code="boards.category",
            label=_("Category of posts"),
            record="boards.post",
            field="category",
            may_add=True,
        ),
    ),
    notices=(
        Notice(
            code="boards.post.must_read",
            label=_("A post that I must confirm"),
            permission="boards.post.view",
            sentence=_("%(who)s asks you to read and confirm “%(what)s”."),
            icon="circle-alert",
            channels=("app", "mail", "push"),
            order=30,
        ),
    ),
    widgets=(
        Widget(
            code="boards.notices",
            label=pgettext_lazy("board", "Notices"),
            permission="boards.post.view",
            template="boards/widgets/posts.html",
            context="modules.boards.widgets.notices",
            icon="megaphone",
            rows=2,
            order=62,
        ),
        Widget(
            code="boards.knowledge",
            label=_("Knowledge"),
            permission="boards.post.view",
            template="boards/widgets/posts.html",
            context="modules.boards.widgets.knowledge",
            icon="book-open",
            rows=2,
            order=64,
        ),
    ),
    counters=(
        Counter(
            code="boards.confirm",
            label=_("Posts to confirm"),
            permission="boards.post.view",
            count="modules.boards.widgets.to_confirm",
            order=55,
        ),
    ),
    reports=("modules.boards.reports.REPORTS",),
    demo="modules.boards.demo.fill",
)
