"""What the console for sending tells the shell: open to the provider's staff only."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, MenuItem, Permission

module = Declaration(
    code="sending",
    label=_("Sending"),
    entitlement="provider",
    requires=("messaging",),
    urls="messaging.console.urls",
    permissions=(
        Permission(code="sending.queue.view", label=_("See queues and provider accounts")),
        Permission(
            code="sending.account.edit",
            label=_("Change, pause and try provider accounts"),
            roles=("admin",),
        ),
        Permission(
            code="sending.unknown.settle",
            label=_("Settle unconfirmed messages by hand"),
            roles=("admin",),
        ),
        Permission(
            code="sending.maintenance.edit",
            label=_("Set the hours in which nothing leaves"),
            roles=("admin",),
        ),
        Permission(
            code="sending.number.decide",
            label=_("Approve and refuse sender numbers"),
            roles=("admin",),
        ),
    ),
    menu=(
        MenuItem(
            label=_("Sending"),
            url_name="sending:overview",
            permission="sending.queue.view",
            icon="send",
        ),
        MenuItem(
            label=_("Sender numbers"),
            url_name="sending:number-list",
            permission="sending.number.decide",
            icon="phone",
        ),
    ),
    vocabularies=("messaging.console.words.account", "messaging.console.words.maintenance"),
)
