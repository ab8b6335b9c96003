"""What this layer tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, FirstStep, Job, MenuItem, Notice, Permission

module = Declaration(
    code="tenants",
    label=_("Company"),
    urls="tenants.urls",
    root_urls="tenants.accounts",
    permissions=(
        Permission(
            code="tenants.user.manage",
            label=_("Manage users"),
            roles=("admin",),
            is_grantable=False,
        ),
        Permission(
            code="tenants.role.manage",
            label=_("Manage roles and departments"),
            roles=("admin",),
            is_grantable=False,
        ),
        Permission(
            code="tenants.company.manage",
            label=_("Change the company's settings"),
            roles=("admin",),
        ),
        Permission(code="tenants.audit.view", label=_("See the audit"), roles=("admin",)),
        Permission(
            code="tenants.profile.edit",
            label=_("Change one's own profile"),
            is_grantable=False,
        ),
        Permission(
            code="tenants.notice.view",
            label=_("See what one is told"),
            is_grantable=False,
        ),
    ),
    notices=(
        Notice(
            code="tenants.user.joined",
            label=_("A colleague I invited joins"),
            permission="tenants.user.manage",
            sentence=_("%(who)s accepted your invitation."),
            things="tenants.queries.users.names",
            url_name="tenants:user-edit",
            icon="user-plus",
            channels=("app", "digest"),
            order=90,
        ),
    ),
    menu=(
        MenuItem(
            label=_("Company"),
            url_name="tenants:company",
            permission="tenants.company.manage",
            icon="building-2",
            place="settings",
            order=10,
        ),
        MenuItem(
            label=_("Users"),
            url_name="tenants:user-list",
            permission="tenants.user.manage",
            icon="users-round",
            place="settings",
            order=20,
        ),
        MenuItem(
            label=_("Departments"),
            url_name="tenants:department-list",
            permission="tenants.role.manage",
            icon="network",
            place="settings",
            order=22,
        ),
        MenuItem(
            label=_("Roles"),
            url_name="tenants:role-list",
            permission="tenants.role.manage",
            icon="shield",
            place="settings",
            order=24,
        ),
        MenuItem(
            label=_("Audit"),
            url_name="tenants:audit-list",
            permission="tenants.audit.view",
            icon="scroll-text",
            place="settings",
            order=40,
        ),
        MenuItem(
            label=_("My profile"),
            url_name="tenants:profile",
            permission="tenants.profile.edit",
            icon="user-round",
            place="settings",
            order=60,
        ),
    ),
    first_steps=(
        FirstStep(
            code="tenants.invite",
            label=_("Invite your colleagues"),
            help=_("By mail, each with a role and a licence."),
            url_name="tenants:user-invite",
            permission="tenants.user.manage",
            done="tenants.first_steps.has_invited",
            icon="user-plus",
            order=10,
        ),
    ),
    jobs=(
        Job(code="tenants.pool.refill", run="tenants.services.schemas.refill_pool", seconds=5),
        Job(code="tenants.notices.carry", run="tenants.notices.jobs.carry", seconds=30),
        Job(code="tenants.notices.forget", run="tenants.notices.jobs.forget", seconds=21_600),
        Job(code="tenants.errands.ring", run="tenants.errands.ring_due", seconds=10),
    ),
    tasks=("tenants.errands",),
    commands=("tenants.commands:migrate", "tenants.commands:pool"),
    vocabularies=(
        "tenants.words.company",
        "tenants.words.user",
        "tenants.words.role",
        "tenants.words.department",
        "tenants.words.share",
        "tenants.words.invitation",
        "tenants.words.holiday",
        "tenants.words.samples",
        "tenants.view_words.view",
    ),
    ready="tenants.rights.register",
)
