"""The form of a post: its text is written in an editor, or as plain text without scripts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.links.naming import LinkField
from modules.boards.models import Post
from tenants.forms.records import DAY, OwnedForm


class PostForm(OwnedForm):
    """Board, title and text are enough."""

    board = LinkField("boards.board", label=pgettext_lazy("of posts", "Board"))
    customer = LinkField("base.customer", label=_("About customer"), required=False)

    class Meta:
        model = Post
        fields = (
            "board", "title", "body", "category", "state", "is_pinned", "must_read", "review_on",
            "customer", "owner",
        )  # fmt: skip
        widgets = {
            "review_on": DAY,
            "body": forms.Textarea(attrs={"rows": 12, "data-island": "rich"}),
        }
