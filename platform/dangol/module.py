"""What the shell itself offers to every user who is logged in."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Permission

module = Declaration(
    code="desk",
    label=_("Desk"),
    root_urls="dangol.urls.desk",
    permissions=(
        Permission(code="desk.own.use", label=_("Use one's own desk"), is_grantable=False),
    ),
)
