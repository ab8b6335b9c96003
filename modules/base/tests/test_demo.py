"""Demo companies: the same seed gives the same rows, and the rows make sense (X1)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.db.models import Count

from dangol import clock
from dangol.copying import columns_of
from dangol.errors import RuleBroken
from dangol.records.text import resident_numbers
from modules.base import counters, values, widgets
from modules.base.commands import demo
from modules.base.demo import accounts, care, dealings, filling, history, house, people, selling
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.filling import Size
from modules.base.demo.firms import firms
from modules.base.demo.mailboxes import Mailboxes, forms
from modules.base.models import (
    Account,
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
    Complaint,
    ContactHistory,
    Customer,
    Group,
    Interest,
    Material,
    Order,
    OrderLine,
    Product,
    Relation,
)
from modules.base.models.contact import Medium
from tenants.business_number import is_valid
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, Department, User

pytestmark = pytest.mark.feature("X1")
AS_OF = date(2026, 11, 20)


def everything() -> list[str]:
    """All rows of the drawn tables as text, in order of their ids."""
    rows = []
    with connection.cursor() as cursor:
        for model in (Customer, ContactHistory, Order):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t ORDER BY id')
            rows += [row[0] for row in cursor.fetchall()]
    return rows


def drawn(seed: int, staff: list[Any]) -> list[str]:
    """What a seed gives, in an otherwise empty company."""
    for model in (Customer, Account, Product, Group, AccountGroup):
        model.objects.all().delete()
    filling.fill(Size(300, 900), seed=seed, as_of=AS_OF, staff=staff)
    return everything()


def test_the_same_seed_gives_the_same_rows_with_the_same_ids(
    inside_hanbit: Any, bob: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BLOCK", 100)
    staff = [bob.pk, carol.pk]
    first = drawn(7, staff)
    assert len(first) == 300 + 900 + 450
    assert drawn(7, staff) == first
    assert drawn(8, staff) != first


def test_a_stopped_fill_goes_on_where_it_was(
    inside_hanbit: Any, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BLOCK", 100)
    whole = drawn(7, [bob.pk])
    fill_block = filling._fill_block

    def stopped(size: Size, block: int, *rest: Any) -> int:
        if block == 2:
            raise KeyboardInterrupt
        return fill_block(size, block, *rest)

    with monkeypatch.context() as interrupted, pytest.raises(KeyboardInterrupt):
        interrupted.setattr(filling, "_fill_block", stopped)
        drawn(7, [bob.pk])
    assert Customer.objects.count() == 200
    filling.fill(Size(300, 900), seed=7, as_of=AS_OF, staff=[bob.pk])
    assert everything() == whole


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Customer, people.COLUMNS),
        (ContactHistory, history.CONTACT_COLUMNS),
        (Order, selling.ORDER_COLUMNS),
        (OrderLine, selling.LINE_COLUMNS),
        (Account, accounts.COLUMNS),
        (Product, selling.PRODUCT_COLUMNS),
        (AccountGroup, dealings.GROUP),
        (AccountYear, dealings.YEAR),
        (AccountAddress, dealings.ADDRESS),
        (AccountRating, dealings.RATING),
        (AccountPerson, dealings.PERSON),
        (Complaint, care.COMPLAINT),
        (Interest, care.INTEREST),
        (Material, care.MATERIAL),
        (Relation, care.RELATION),
    ],
)
def test_every_column_is_drawn(model: Any, columns: tuple[str, ...]) -> None:
    without = [field.column for field in model._meta.concrete_fields if field.has_db_default()]
    assert sorted({*columns, *without}) == sorted(columns_of(model))


def test_what_is_drawn_is_what_a_user_could_have_entered(inside_hanbit: Any, bob: User) -> None:
    drawn(1, [bob.pk])
    customers = list(Customer.objects.all())
    for customer in customers:
        customer.full_clean()
        assert values.mobile(customer.mobile) == (customer.mobile, customer.mobile_key)
        assert values.email(customer.email)[1] == customer.email_key
        assert customer.email.endswith(".example") or not customer.email
        assert values.phone(customer.work_phone) == customer.work_phone
        assert values.postcode(customer.work_postcode) == customer.work_postcode
        assert re.fullmatch(r"[가-힣]{2,4}", customer.name)
        assert customer.created_at.date() <= AS_OF
        assert not any(resident_numbers(f"{customer.mobile_key} {customer.code}"))
    for name in ("mobile_key", "email_key"):
        keys = [getattr(customer, name) for customer in customers if getattr(customer, name)]
        assert len(set(keys)) == len(keys)
    assert 0.4 < sum(customer.mail_ads for customer in customers) / len(customers) < 0.7
    assert 0.4 < sum(customer.sms_ads for customer in customers) / len(customers) < 0.7
    assert sum(customer.name[0] in "김이박" for customer in customers) > len(customers) * 0.35


def test_the_last_contact_is_the_last_of_the_history(inside_hanbit: Any, bob: User) -> None:
    drawn(1, [bob.pk])
    for customer in Customer.objects.prefetch_related("contacts"):
        contacts = [each for each in customer.contacts.all() if each.medium != Medium.NOTE]
        dates = [contact.contacted_at for contact in contacts]
        assert customer.last_contacted_at == max(dates, default=None)


def test_nothing_happens_before_the_customer_came_or_after_now(
    inside_hanbit: Any, bob: User
) -> None:
    """A demo made on a Sunday forenoon."""
    sunday = datetime(2026, 11, 22, 10, 30, tzinfo=clock.KOREA)
    with clock.at(sunday):
        filling.fill(Size(300, 1200), seed=3, as_of=sunday.date(), staff=[bob.pk])
    for customer in Customer.objects.prefetch_related("contacts", "orders"):
        moments = [each.contacted_at for each in customer.contacts.all()]
        moments += [each.ordered_at for each in customer.orders.all()]
        assert customer.created_at <= sunday
        assert all(customer.created_at <= moment <= sunday for moment in moments)
    newest = Customer.objects.latest("created_at").created_at
    assert newest.astimezone(clock.KOREA).date() == sunday.date()


@pytest.mark.parametrize("minute", [0, 3, 480, 545, 551, 1079, 1439])
def test_the_last_day_ends_now(minute: int) -> None:
    now = datetime.combine(AS_OF, time(minute // 60, minute % 60), tzinfo=clock.KOREA)
    calendar = Calendar(AS_OF, now)
    for part in (0.0, 0.5, 0.999):
        assert datetime.fromisoformat(calendar.moment(LAST, part)) <= now
    assert calendar.moment(LAST - 1, 0.999) == "2026-11-19 17:59:00+09"


def test_a_demo_is_alive_on_the_day_it_is_made(inside_hanbit: Any, ada: User, bob: User) -> None:
    """Every tile and counter of the portal has something to tell to whoever owns customers."""
    today = clock.today()
    filling.fill(Size(1000, 4000), seed=1, as_of=today, staff=[bob.pk, bob.pk, ada.pk])
    start = datetime.combine(today, time(), tzinfo=clock.KOREA)
    week = start - timedelta(days=7)
    assert Customer.objects.filter(created_at__gte=start).exists()
    assert Customer.objects.filter(created_at__gte=week).count() > 5
    for count in (counters.new_this_week, counters.mine, counters.birthdays):
        assert count(ada).number > 0, count
    owned = Customer.objects.filter(owner=ada).count()
    assert 200 < owned < Customer.objects.filter(owner=bob).count()
    assert Customer.objects.filter(owner=None).count() > 30
    lately = ContactHistory.objects.filter(contacted_at__gte=week)
    assert lately.filter(medium=Medium.NOTE).exists()
    lively = lately.values("customer").annotate(n=Count("pk")).filter(n__gte=2)
    assert lively.count() > 3, "some customers have several in the last days"
    assert Order.objects.filter(ordered_at__gte=week).exists()
    assert widgets.growth(ada, {})["months"][-1].count > 0


def test_the_portal_tells_who_did_what_lately(inside_hanbit: Any, ada: User, bob: User) -> None:
    today = clock.today()
    filling.fill(Size(1000, 4000), seed=1, as_of=today, staff=[bob.pk, ada.pk])
    news = widgets.news(ada, {})["lines"]
    assert len(news) == widgets.LINES
    assert {line.entry.actor_name for line in news} <= {ada.name, bob.name}
    entries = AuditEntry.objects.filter(subject="base.customer").exclude(action=filling.DEED)
    deeds = set(entries.values_list("action", flat=True))
    assert deeds == {"base.customer.create", "base.customer.edit", "base.contact.create"}
    for entry in entries:
        assert Customer.objects.get(pk=entry.subject_id).created_at <= entry.at <= clock.now()
    minutes = [f"{entry.at:%F %H:%M}" for entry in entries.order_by("id")]
    assert minutes == sorted(minutes), "in the order in which it happened"


def test_mail_addresses_are_short_and_each_is_given_once() -> None:
    """Many blocks, one firm: names that meet again and again still have their own address."""
    given: set[str] = set()
    for block in range(30):
        boxes, random = Mailboxes(block), people.drawer(f"mails {block}")
        for _number in range(400):
            ways = forms(*people._name(random, 1980)[:2])
            address = boxes.take(ways, "pureunsolbio.example", random.randrange(4))
            assert address not in given
            assert values.email(address)[0] == address
            given.add(address)
    lengths = [len(address.partition("@")[0]) for address in given]
    assert sum(lengths) / len(lengths) < 12
    first = Mailboxes(0).take(forms("정", "영진"), "pureunsol.example", 0)
    assert first == "yj.jeong@pureunsol.example"


def test_every_firm_has_a_short_domain_of_its_own() -> None:
    found = firms(1)
    assert len({firm.domain for firm in found}) == len(found)
    assert max(len(firm.domain) for firm in found) < 30


def test_one_address_belongs_to_one_place(inside_hanbit: Any) -> None:
    drawn(1, [])
    offices = Customer.objects.exclude(company_name="").values_list(
        "company_name", "work_phone", "work_postcode", "work_line1"
    )
    assert len({name for name, *_rest in offices}) == len(set(offices))


@pytest.fixture
def run(committed_db: None) -> Any:
    """`run(*arguments)`: what the command prints, read as JSON."""

    def call(*arguments: str) -> dict[str, Any]:
        answer = CliRunner().invoke(demo, [*arguments, "--json"], catch_exceptions=False)
        found: dict[str, Any] = json.loads(answer.output)
        return found

    return call


def test_the_command_makes_companies_that_one_can_log_in_to(run: Any) -> None:
    found = run("--customers", "50", "--companies", "2", "--ensure")
    assert [each["address"] for each in found["logins"][::5]] == ["demo", "demo2", "ops"]
    lines = []
    for each in found["logins"][:10]:
        company = Company.objects.get(address=each["address"])
        with inside(company):
            assert User.objects.get(email=each["email"]).check_password(each["password"])
            assert Customer.objects.count() == 50
            assert Order.objects.exclude(lines=None).count() == 100
            parts = (
                Complaint, Interest, Material, Relation, AccountGroup, AccountYear,
                AccountAddress, AccountRating, AccountPerson,
            )  # fmt: skip
            cared = sum(model.objects.count() for model in parts)
            assert cared > 0
            lines.append(OrderLine.objects.count() + cared)
    selling = 6 + 14
    own = 2 * (50 + 200 + 100 + selling) + sum(lines[::5])
    assert found["rows"] > own, "other modules add theirs"


def test_a_demo_order_costs_what_its_lines_cost(inside_hanbit: Any, bob: User) -> None:
    drawn(1, [bob.pk])
    for order in Order.objects.prefetch_related("lines"):
        lines = list(order.lines.all())
        assert order.amount == sum(line.amount for line in lines)
        for line in lines:
            assert line.amount == line.quantity * line.unit_price - line.discount
            line.full_clean()
    for account in Account.objects.all():
        account.full_clean()
        assert is_valid(account.business_number)
        names = set(account.customers.values_list("company_name", flat=True))
        assert names <= {account.name}


def test_a_demo_company_has_departments_with_people_and_roles_with_holders(run: Any) -> None:
    run("--customers", "5")
    with inside(Company.objects.get(address="demo")):
        assert not User.objects.filter(department=None).exists()
        sales = Department.objects.get(name="영업1팀")
        assert sales.parent is not None
        assert sales.parent.name == "영업본부"
        assert set(AccessRole.objects.values_list("name", flat=True)) >= set(house.ROLES)
        assert not AccessRole.objects.filter(assignments=None).exists()


def test_ensuring_twice_changes_nothing_and_is_quick(run: Any) -> None:
    run("--customers", "50", "--ensure")
    again = run("--customers", "50", "--ensure")
    assert again["rows"] == 0
    assert again["logins"][0]["address"] == "demo"
    assert again["seconds"] < 1


def test_without_ensure_a_company_that_is_there_is_left_alone(run: Any) -> None:
    run("--customers", "5")
    with pytest.raises(RuleBroken) as refusal:
        run("--customers", "9")
    assert refusal.value.code == "demo_exists"
    with inside(Company.objects.get(address="demo")):
        assert Customer.objects.count() == 5
