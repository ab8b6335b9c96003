"""A record of each type, each with the others that it leads to."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from dangol import clock
from dangol.records.types import records
from modules.base.models import (
    Account,
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
    Complaint,
    ConsentLine,
    ContactHistory,
    Customer,
    Group,
    Interest,
    Material,
    Order,
    OrderLine,
    Product,
    Relation,
    Source,
)
from modules.boards.models import Board, Kind, Post
from modules.calendar.models import Anniversary, Appointment, Todo
from modules.campaign.models import Campaign
from modules.cleansing.models import Fault
from modules.expenses.models import Expense
from modules.innovation.models import Kpi, Progress, Task
from modules.materials.models import Material as OutsideMaterial


def one_of_each(**owned: Any) -> dict[str, Model]:
    """{code of the type: a record}; `owned` are further values of those that have an owner."""
    account = Account.objects.create(name="㈜한빛물산", **owned)
    customer = Customer.objects.create(name="김하늘", account=account, **owned)
    order = Order.objects.create(
        customer=customer, account=account, number="O-1", amount=7_700, product="베어링", **owned
    )
    product = Product.objects.create(name="베어링", price=1_000)
    today = clock.today()
    line = OrderLine.objects.create(
        order=order, product=product, name="베어링 세트", unit_price=1_000, amount=7_700
    )
    contact = ContactHistory.objects.create(customer=customer, medium="phone", subject="통화")
    campaign = Campaign.objects.create(name="가을", starts_on=today, ends_on=today)
    now = clock.now()
    board = Board.objects.create(name="공지사항", kind=Kind.NOTICE)
    post = Post.objects.create(
        board=board, kind=board.kind, title="점검 안내", body="<p>점검해요.</p>", words="점검해요.",
        published_at=clock.now(), **owned
    )  # fmt: skip
    task = Task.objects.create(name="반품률 낮추기", starts_on=today, **owned)
    friend = Customer.objects.create(name="이바다", **owned)
    every: list[Any] = [
        account, customer, order, product, line, contact, campaign,
        Appointment.objects.create(title="회의", starts_at=now, ends_at=now, **owned),
        Anniversary.objects.create(
            name="창립", written="06-15", month=6, day=15, account=account
        ),
        Todo.objects.create(title="견적", **owned),
        AccountGroup.objects.create(name="우량 거래처"),
        AccountYear.objects.create(account=account, year="2025", sales=1_000),
        AccountAddress.objects.create(account=account, name="2공장"),
        AccountRating.objects.create(account=account, value=1, **owned),
        AccountPerson.objects.create(account=account, customer=customer, is_key=True),
        Group.objects.create(name="우수 고객", **owned),
        Material.objects.create(customer=customer, document="제품 소개서", **owned),
        Complaint.objects.create(customer=customer, subject="납기 지연", **owned),
        Interest.objects.create(customer=customer, topic="베어링", **owned),
        Relation.objects.create(customer=customer, other=friend, kind="friend"),
        Fault.objects.create(
            customer=customer, kind="bounced", field="email", name="메일 반송", **owned
        ),
        Expense.objects.create(
            name="택시비", amount=12_000, spent_on=today, account=account, **owned
        ),
        task, Kpi.objects.create(task=task, name="반품률"),
        Progress.objects.create(task=task, planned=50, actual=40, remark="절차를 고쳐요", **owned),
        Source.objects.create(name="전시회", **owned),
        ConsentLine.objects.create(
            customer=customer, channel="mail_ads", said="given", at=now, source="전시회",
            way="screen",
        ),
        OutsideMaterial.objects.create(title="새 거점을 연다", text="거점", words="거점", **owned),
        board, post,
    ]  # fmt: skip
    return {each.record_code: each for each in every}


def page_of(code: str, instance: Any) -> str:
    """The path of its page."""
    name = records()[code].url_name("page")
    return reverse(name, urlconf="dangol.urls.company", args=[instance.pk])
