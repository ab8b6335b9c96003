"""Founding demo companies and the provider's own, with users whose passwords are known (X1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from dangol import clock, registry
from dangol.errors import RuleBroken
from modules.base.demo import filling, house
from modules.base.demo.people import drawer, identifier
from tenants import context, ports
from tenants.business_number import made_up
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.people.models.user import Role
from tenants.services import licences
from tenants.services.founding import Founder, found_company

PASSWORD = "dangol-demo-2026"  # noqa: S105  (known on purpose, and only in development)
ADDRESS = "demo"
NAMES = [
    "다온상사",
    "한빛물산",
    "누리정밀",
    "해오름전자",
    "푸른솔바이오",
    "미르산업",
    "온누리유통",
    "이음소프트",
]
ADMIN = ("이수진", "sujin.lee", "full")
MEMBERS = (
    ("최민호", "minho.choi", "sales", 110),
    ("김도윤", "doyun.kim", "service", 80),
    ("박지안", "jian.park", "campaign", 50),
    ("정하윤", "hayun.jung", "base", 6),
)
"""(name, mail name, plan, days ago) of the members.

They came one after another, so that the months before today differ, and so do their bills.
"""
SHARES = (8, 5, 4, 2, 3)
"""How many customers of 22 each member looks after, and the administrator, who is the last."""
BEGAN = 110
"""How many days ago a demo company was founded: time for three whole months."""
PROVIDER_NUMBER = 999_999
OPERATOR = ("한서준", "operator@dangol.example")
FINANCE = ("윤채원", "finance@dangol.example")


@dataclass(frozen=True)
class LogIn:
    """Somebody who can log in: `name` of the company and person, `address` of the company."""

    name: str
    address: str
    email: str
    password: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def refuse_outside_development() -> None:
    """RuleBroken on real servers, where log-ins with known passwords would be open doors."""
    if not settings.DEVELOPMENT:
        raise RuleBroken(
            "demo_in_production",
            _("Demo companies have known passwords and are made in development only."),
        )


def address_of(number: int) -> str:
    """demo, demo2, demo3 ..."""
    return ADDRESS if number == 0 else f"{ADDRESS}{number + 1}"


def ensure_provider() -> list[LogIn]:
    """The provider's company with an operator and a finance user; made when it is not there."""
    address = settings.PROVIDER_ADDRESS
    with context.platform("demo: the provider's company"), transaction.atomic():
        if not Company.objects.filter(is_provider=True).exists():
            company = found_company(
                name="단골",
                address=address,
                business_number=made_up(PROVIDER_NUMBER),
                admin=Founder(OPERATOR[0], OPERATOR[1], make_password(PASSWORD)),
                plans=[],
                is_provider=True,
            )
            _furnish(company)
            with context.inside(company):
                User.objects.create(
                    name=FINANCE[0], email=FINANCE[1], password=make_password(PASSWORD)
                )
    return [LogIn(f"단골 {name}", address, email, PASSWORD) for name, email in (OPERATOR, FINANCE)]


def ensure_company(number: int, seed: int) -> tuple[Company, bool]:
    """The demo company of this number with its users, and whether it had to be made."""
    address = address_of(number)
    with context.platform("demo: found a company"), transaction.atomic():
        company = Company.objects.filter(address=address).first()
        if company is not None:
            return company, False
        with clock.at(_days_ago(BEGAN)):
            company = _found(number, address, seed)
        company.clock_shift = timedelta(0)
        company.save(update_fields=["clock_shift"])
        _furnish(company)
    return company, True


def _found(number: int, address: str, seed: int) -> Company:
    """A company that was founded BEGAN days ago, with members who came later, each on their day."""
    name, mail, plan = ADMIN
    password = make_password(PASSWORD)
    company = found_company(
        name=name_of(number),
        address=address,
        business_number=made_up(number),
        admin=Founder(name, f"{mail}@{address}.example", password, id=_user_id(len(MEMBERS), seed)),
        plans=[plan],
        clock_shift=_days_ago(BEGAN) - clock.real_now(),
    )
    for member, (_name, _mail, _plan, days) in enumerate(MEMBERS):
        company.clock_shift = _days_ago(days) - clock.real_now()
        with context.inside(company):
            _add_member(member, address, password, seed)
    with context.inside(company):
        house.arrange()
    return company


def _furnish(company: Company) -> None:
    for demo in ports.demos():
        demo.furnish(company)


def _days_ago(days: int) -> datetime:
    return clock.real_now() - timedelta(days=days)


def _add_member(member: int, address: str, password: str, seed: int) -> None:
    name, mail, plan, _days = MEMBERS[member]
    user = User.objects.create(
        pk=_user_id(member, seed),
        name=name,
        email=f"{mail}@{address}.example",
        password=password,
        role=Role.MEMBER,
    )
    licences.assign(user, [plan])


def is_full() -> bool:
    """Whether the present company's customers are all there."""
    return AuditEntry.objects.filter(subject="base.customer", action=filling.DEED).exists()


def fill(company: Company, size: filling.Size, *, seed: int, as_of: date) -> int:
    """Customers and history of a demo company; returns the rows written."""
    with context.inside(company):
        if is_full():
            return 0
        rows = filling.fill(size, seed=seed, as_of=as_of, staff=_owners(seed))
        declared = [each for each in registry.declarations() if each.demo]
        rows += sum(
            import_string(each.demo)()
            for each in sorted(declared, key=lambda each: each.demo_order)
        )
    with context.platform("demo: tell the planner"), connection.cursor() as cursor:
        for table in filling.TABLES:  # only the tables' owner may
            cursor.execute(f'ANALYZE "{company.schema_name}"."{table}"')
    return rows


def _owners(seed: int) -> list[UUID]:
    """The users that are there, each as often as its share says."""
    ids = [_user_id(member, seed) for member in range(len(SHARES))]
    present = set(User.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        each for each, share in zip(ids, SHARES, strict=True) for _n in range(share)
        if each in present
    ]  # fmt: skip


def log_ins(number: int) -> list[LogIn]:
    """The log-ins of a demo company, the administrator first."""
    address = address_of(number)
    return [
        LogIn(f"{name_of(number)} {name}", address, f"{mail}@{address}.example", PASSWORD)
        for name, mail, *_rest in (ADMIN, *MEMBERS)
    ]


def name_of(number: int) -> str:
    """다온상사, 한빛물산 ...; beyond the list with a number."""
    name = NAMES[number % len(NAMES)]
    return name if number < len(NAMES) else f"{name} {number // len(NAMES) + 1}"


def _user_id(member: int, seed: int) -> UUID:
    """Of a member by its place; of the administrator by the place after the last."""
    return UUID(identifier(drawer(f"{seed} user {member}"), member))
