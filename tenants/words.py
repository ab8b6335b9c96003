"""What the audit says of the company itself, its users and its samples (V3, P5, P6, P7)."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangol import registry
from dangol.access import Scope
from dangol.i18n import figures
from tenants.forms.company import IDLE_CHOICES
from tenants.people.models import AccessRole, Department, Invitation, Share, User
from tenants.people.models.user import Plan, Role
from tenants.queries import desk, grantable
from tenants.vocabulary import Fact, Vocabulary, day

PLANS = Fact(label=_("Plans"), words=dict(Plan.choices), is_list=True)
ROLE = Fact(label=_("Role"), words=dict(Role.choices))
METHODS = {
    "password": _("Password"),
    "totp": _("Authenticator app"),
    "webauthn": _("Passkey"),
    "recovery_codes": _("Recovery code"),
    "all": _("All of them"),
    "socialaccount": _("Company account"),
    "emergency": _("Password, though closed: administrator"),
}
REFUSALS = {
    "password": _("Wrong password"),
    "code": _("Wrong code"),
    "passkey": _("Unknown passkey"),
    "locked": _("Locked after too many tries"),
    "network": _("From a network that is not allowed"),
    "inactive": _("Log-in closed"),
    "sso_only": _("Password log-in is closed"),
    "sso": _("Company account refused"),
    "cancelled": _("Broken off at the company account"),
    "state": _("Company account: not begun here, or too late"),
    "unreachable": _("Company account: provider not reached"),
    "client": _("Company account: client ID or secret not accepted"),
    "token": _("Company account: proof not valid"),
    "email": _("Company account: no mail address"),
    "unverified": _("Company account: mail address not confirmed"),
    "domain": _("Company account: foreign mail domain"),
    "unknown": _("Company account: not a user"),
    "taken": _("Company account: another one is tied"),
    "licence": _("Company account: no licence left"),
}


def week_in_words(week: list[list[int] | None]) -> str:
    """Working hours of the days from Monday on, equal neighbours together: 월–금 09:00–18:00."""
    names = get_day_names("abbreviated", locale=get_language() or "ko")
    parts, free = [], gettext("free")
    for span, run in groupby(range(len(week)), key=lambda number: week[number]):
        days = list(run)
        name = names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
        parts.append(f"{name} {span_in_words(span) if span else free}")
    return ", ".join(parts)


def span_in_words(span: list[int]) -> str:
    """[start, end] in minutes since midnight: 12:00–13:00."""
    return "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


def month_in_words(number: int) -> str:
    return gettext("Month %(number)s") % {"number": number}


def count_of(values: list[Any]) -> str:
    return figures.number(len(values))


def rights_in_words(changes: dict[str, list[int]]) -> str:
    """{permission: [before, after]}: See customers: Own → All."""
    labels = {code: declared.label for code, (declared, _of) in registry.permissions().items()}
    return ", ".join(
        f"{labels.get(code, gettext('no longer there'))}: "
        + " → ".join(str(grantable.WORDS[Scope(value)]) for value in values)
        for code, values in changes.items()
    )


def field_rights_in_words(changes: dict[str, dict[str, list[str]]]) -> str:
    """{record type: {field: [before, after]}}: Customer · Mobile: Write → Hidden."""
    said = []
    for code, fields in changes.items():
        record = desk.records().get(code)
        if record is None:
            continue
        for name, values in fields.items():
            steps = " → ".join(str(grantable.FIELD_WORDS[value]) for value in values)
            said.append(f"{record.label} · {record.label_of(name)}: {steps}")
    return ", ".join(said) or figures.NOTHING


company = Vocabulary(
    subject="tenants.company",
    label=_("Company"),
    facts={
        "name": Fact(label=_("Name")),
        "time_zone": Fact(label=_("Time zone")),
        "colour": Fact(label=_("Colour")),
        "fiscal_month": Fact(label=_("The fiscal year starts in"), say=month_in_words, like=4),
        "hours": Fact(
            label=_("Working hours"), say=week_in_words, like=[[540, 1080]] * 5 + [None, None],
            is_list=True,
        ),
        "lunch": Fact(
            label=_("Lunch break"), say=span_in_words, like=[720, 780], is_list=True
        ),
        "second_factor": Fact(label=_("Second factor"), like=True),
        "idle_minutes": Fact(
            label=_("Log out when nothing happens"),
            words={int(code): words for code, words in IDLE_CHOICES if code},
        ),
        "networks": Fact(label=_("Networks from which people may log in"), is_list=True),
    },
    deeds={
        "tenants.company.found": _("Company founded"),
        "tenants.company.edit": _("Company changed"),
        "tenants.hours.edit": _("Working hours changed"),
        "tenants.rules.edit": _("Log-in rules changed"),
        "tenants.logo.edit": _("Logo changed"),
        "tenants.logo.remove": _("Logo removed"),
    },
)  # fmt: skip

user = Vocabulary(
    subject="tenants.user",
    label=pgettext_lazy("person who logs in", "User"),
    model=User,
    fields=("name", "role", "language"),
    facts={
        "name": Fact(label=_("Name")),
        "role": Fact(label=_("Role")),
        "language": Fact(label=_("Language")),
        "plans": PLANS,
        "access_roles": Fact(label=_("Access roles"), say=str, like="영업 담당"),
        "department": Fact(label=_("Department"), say=str, like="영업1팀"),
        "heir": Fact(label=_("Records handed over to"), names=User, like=str(UUID(int=9))),
        "back_from": Fact(label=_("Records taken back from"), names=User, like=str(UUID(int=9))),
        "method": Fact(label=_("Proved by"), words=METHODS),
        "reason": Fact(label=_("Reason"), words=REFUSALS),
        "kind": Fact(label=_("Second factor"), words=METHODS),
        "count": Fact(label=_("Devices"), like=2),
    },
    deeds={
        "tenants.login.pass": _("Logged in"),
        "tenants.login.fail": _("Log-in refused"),
        "tenants.password.change": _("Password changed"),
        "tenants.sitting.end": _("Device logged out"),
        "tenants.factor.add": _("Second factor added"),
        "tenants.factor.edit": _("Passkey renamed"),
        "tenants.factor.remove": _("Second factor removed"),
        "tenants.factor.renew": _("Recovery codes renewed"),
        "tenants.factor.reset": _("Second factors reset"),
        "tenants.user.join": _("User joined"),
        "tenants.user.view_as": _("Looked with this user's eyes"),
        "tenants.user.roles": _("Roles given"),
        "tenants.user.place": _("Moved to a department"),
        "tenants.user.edit": _("User changed"),
        "tenants.user.license": _("Licences changed"),
        "tenants.user.deactivate": _("User deactivated"),
        "tenants.user.activate": _("User activated"),
        "tenants.profile.edit": _("Own details changed"),
    },
)

invitation = Vocabulary(
    subject="tenants.invitation",
    label=_("Invitation"),
    model=Invitation,
    facts={
        "role": ROLE,
        "plans": PLANS,
        "access_roles": Fact(label=_("Access roles"), say=str, like="영업 담당"),
        "department": Fact(label=_("Department"), say=str, like="영업1팀"),
    },
    deeds={
        "tenants.user.invite": _("User invited"),
        "tenants.user.uninvite": _("Invitation withdrawn"),
    },
)

holiday = Vocabulary(
    subject="tenants.holiday",
    label=_("Day off"),
    facts={"day": Fact(label=_("Date"), say=day, like="2026-05-05")},
    deeds={
        "tenants.holiday.add": _("Day off added"),
        "tenants.holiday.remove": _("Day off removed"),
        "tenants.holiday.off": _("Holiday made a working day"),
        "tenants.holiday.on": _("Holiday taken off again"),
    },
)

samples = Vocabulary(
    subject="portal.samples",
    label=_("Sample data"),
    facts={
        "rows": Fact(label=_("Samples"), like=12),
        "kept": Fact(label=_("Samples kept"), say=count_of, like=["1", "2"], is_list=True),
    },
)

role = Vocabulary(
    subject="tenants.role",
    label=_("Role"),
    model=AccessRole,
    fields=("name",),
    facts={
        "rights": Fact(label=_("Rights"), say=rights_in_words, like={"tenants.audit.view": [0, 3]}),
        "field_rights": Fact(
            label=_("Field rights"),
            say=field_rights_in_words,
            like={"base.customer": {"mobile": ["", "hide"]}},
        ),
        "copied_from": Fact(label=_("Copied from"), say=str, like="영업 담당"),
    },
    deeds={"tenants.role.view_as": _("Looked with this role's eyes")},
)


def type_in_words(code: str) -> str:
    """The record type's name."""
    found = desk.records().get(code)
    return str(found.label) if found else gettext("no longer there")


share = Vocabulary(
    subject="tenants.share",
    label=_("Shared record"),
    model=Share,
    fields=("is_writable",),
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "with": Fact(label=_("Shared with"), say=str, like="영업1팀"),
        "is_writable": Fact(label=_("May change it")),
    },
    deeds={
        "tenants.record.share": _("Record shared"),
        "tenants.record.unshare": _("No longer shared"),
    },
)

department = Vocabulary(
    subject="tenants.department",
    label=_("Department"),
    model=Department,
    fields=("name",),
    facts={"parent": Fact(label=_("Above"), say=str, like="영업본부")},
)
