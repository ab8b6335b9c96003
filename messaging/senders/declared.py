"""What the layer's declaration says of senders (S1, T7). Data only."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Job, MenuItem, Notice, Permission

MANAGE = "messaging.sender.manage"
PERMISSION = Permission(
    code=MANAGE, label=_("Manage sender domains, addresses and numbers"), roles=("admin",)
)
MENU = MenuItem(
    label=_("Senders"),
    url_name="messaging:senders",
    permission=MANAGE,
    icon="at-sign",
    place="settings",
    order=28,
)
NOTICES = (
    Notice(
        code="messaging.domain.failing",
        label=_("A sender domain loses its records"),
        permission=MANAGE,
        sentence=_("The DNS records of %(what)s are gone."),
        things="messaging.senders.queries.told.domains",
        details="messaging.senders.queries.told.domain_states",
        url_name="messaging:sender-domain",
        icon="globe",
        channels=("app", "mail"),
        order=61,
    ),
    Notice(
        code="messaging.domain.verified",
        label=_("A sender domain is verified"),
        permission=MANAGE,
        sentence=_("%(what)s is verified: mails can leave from it."),
        things="messaging.senders.queries.told.domains",
        url_name="messaging:sender-domain",
        icon="circle-check",
        channels=("app", "digest"),
        order=62,
    ),
    Notice(
        code="messaging.number.decided",
        label=_("A sender number is decided about, or ends"),
        permission=MANAGE,
        sentence=_("There is news about the sender number %(what)s."),
        things="messaging.senders.queries.told.numbers",
        details="messaging.senders.queries.told.decisions",
        url_name="messaging:sender-number",
        icon="phone",
        channels=("app", "mail"),
        order=63,
    ),
)
JOBS = (
    Job(
        code="messaging.senders.check",
        run="messaging.senders.services.domains.check_due",
        seconds=900,
    ),
    Job(
        code="messaging.senders.ends", run="messaging.console.numbers.tell_of_ends", seconds=21_600
    ),
)
VOCABULARIES = (
    "messaging.senders.words.domain",
    "messaging.senders.words.sender",
    "messaging.senders.words.number",
)
