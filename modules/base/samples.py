"""Example customers for a new company, with contacts and orders (P4).

Nobody in them exists. Their mail addresses end in .example, which no mail server has, their mobile
numbers begin with 010-0000, which nobody has, and both are listed as addresses that do not exist:
a send skips them and nothing is charged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import clock
from messaging.services import unreachable
from modules.base.models import ContactHistory, Customer, Order
from modules.base.models.contact import Medium
from modules.base.services import contacts, customers, sources
from tenants.people.models import User

SOURCE = "예시"
FIRMS = {
    "㈜가람정밀": "garam-precision",
    "늘봄유통": "neulbom-retail",
    "㈜다솔소프트": "dasol-soft",
    "라온기계": "raon-machine",
    "마루건축": "maru-archi",
    "㈜새벽식품": "saebyeok-food",
    "여울물류": "yeoul-logis",
    "㈜온새미바이오": "onsaemi-bio",
    "참빛인쇄": "chambit-print",
    "㈜한울전자": "hanul-elec",
}
PEOPLE = (
    ("강도현", "dohyun.kang", "구매팀", "과장"), ("고나은", "naeun.ko", "총무팀", "대리"),
    ("권시우", "siwoo.kwon", "생산팀", "팀장"), ("김서진", "seojin.kim", "경영지원팀", "이사"),
    ("나해원", "haewon.na", "마케팅팀", "주임"), ("남지호", "jiho.nam", "구매팀", "대리"),
    ("도예림", "yerim.do", "품질팀", "과장"), ("류건우", "gunwoo.ryu", "영업팀", "차장"),
    ("문소윤", "soyun.moon", "총무팀", "사원"), ("박이안", "ian.park", "대표이사", "대표"),
    ("배하린", "harin.bae", "구매팀", "팀장"), ("백승우", "seungwoo.baek", "설비팀", "과장"),
    ("서유나", "yuna.seo", "마케팅팀", "팀장"), ("성준서", "junseo.sung", "전산팀", "대리"),
    ("손다인", "dain.son", "회계팀", "과장"), ("송태윤", "taeyun.song", "생산팀", "부장"),
    ("신아라", "ara.shin", "영업팀", "대리"), ("안도율", "doyul.ahn", "물류팀", "팀장"),
    ("양채은", "chaeun.yang", "총무팀", "과장"), ("오지한", "jihan.oh", "연구소", "책임"),
    ("유세아", "sea.yoo", "구매팀", "사원"), ("윤재민", "jaemin.yoon", "경영지원팀", "차장"),
    ("이로운", "roun.lee", "대표이사", "대표"), ("임수아", "sua.lim", "홍보팀", "대리"),
    ("장은호", "eunho.jang", "설비팀", "부장"), ("전보람", "boram.jeon", "품질팀", "주임"),
    ("정이든", "ideun.jung", "연구소", "선임"), ("조미르", "mir.cho", "전산팀", "팀장"),
    ("최나무", "namu.choi", "물류팀", "대리"), ("한가온", "gaon.han", "구매팀", "차장"),
)  # fmt: skip
CONTACTS = (
    (Medium.PHONE, "견적 금액 문의, 메일로 다시 보내기로 함"),
    (Medium.VISIT, "담당자 미팅, 내년도 연간 계약 논의"),
    (Medium.MAIL, "제품 소개서 발송, 다음 달 검토 예정"),
    (Medium.PHONE, "납기 확인 요청, 확인 뒤 회신하기로 함"),
    (Medium.WEB, "홈페이지 문의: 대량 구매 할인 여부"),
)
PRODUCTS = (("베어링 세트", 184_000), ("산업용 필터", 36_500), ("라벨 프린터", 389_000))
ORDERS = "EX-"
"""How the numbers of example orders begin."""
BIRTHDAYS_FROM_TODAY = (0, 3, 8, 40, 95, 170)
"""Days until the birthday, taken in turn: so that the portal has some to show."""


def add(user: User) -> list[tuple[str, str]]:
    """Thirty customers of `user`, who came over the last ten months; most were contacted since."""
    added = [_add_one(number, user) for number in range(len(PEOPLE))]
    Order.objects.bulk_create(
        order for number, customer in enumerate(added) for order in _orders(number, customer)
    )
    unreachable.add("email", [customer.email_key for customer in added])
    unreachable.add("sms", [customer.mobile_key for customer in added])
    return [("base.customer", str(customer.pk)) for customer in added]


def changed(ids: Sequence[str]) -> list[str]:
    """How many of them people have edited, and what they wrote down about them themselves."""
    return [*_edited(ids), *_added_to(ids)]


def _edited(ids: Sequence[str]) -> list[str]:
    rows = Customer.objects.filter(pk__in=ids)
    edited = sum(row.updated_at - row.created_at > timedelta(0) for row in rows.only(
        "pk", "updated_at", "created_at"
    ))  # fmt: skip
    if not edited:
        return []
    sentence = ngettext(
        "%(n)s example customer was edited; it goes as well.",
        "%(n)s example customers were edited; they go as well.",
        edited,
    )
    return [sentence % {"n": edited}]


def _added_to(ids: Sequence[str]) -> list[str]:
    """The notes, contacts and orders that did not come with the samples."""
    memos = [memo for _medium, memo in CONTACTS]
    noted = ContactHistory.objects.filter(customer_id__in=ids, is_system=False)
    own = noted.exclude(memo__in=memos).count()
    bought = Order.objects.filter(customer_id__in=ids)
    own += bought.exclude(number__startswith=ORDERS).count()
    if not own:
        return []
    sentence = ngettext(
        "%(n)s note, contact or order of your own at example customers goes as well.",
        "%(n)s notes, contacts and orders of your own at example customers go as well.",
        own,
    )
    return [sentence % {"n": own}]


def remove(ids: Sequence[str]) -> dict[str, str]:
    """Removes them for good, also from the trash, with their contacts and orders; none stays."""
    Customer.objects.filter(pk__in=ids).delete()
    sources.forget(SOURCE)
    everyone = range(len(PEOPLE))
    unreachable.remove("email", [_email(number) for number in everyone])
    unreachable.remove("sms", [_mobile(number).replace("-", "") for number in everyone])
    return {}


def _add_one(number: int, user: User) -> Customer:
    """One person who does not exist, and so agreed to nothing: the consent ledger stays clean."""
    name, _mail, department, title = PEOPLE[number]
    came = clock.now() - timedelta(days=2 + number * 10)
    customer = customers.create(
        {
            "name": name,
            "company_name": _firm(number),
            "department": department,
            "title": title,
            "email": _email(number),
            "mobile": _mobile(number),
            "work_phone": f"02-000-{3001 + number}",
            "grade": 1 + number % 4,
            "birth_date": _birth_date(number),
            "source": SOURCE,
            "owner_id": user.pk,
            "memo": _("An example. This person does not exist."),
            "created_at": came,
            "updated_at": came,
        }
    )
    for days in range(number % 3):
        medium, memo = CONTACTS[(number + days) % len(CONTACTS)]
        moment = _working_hour(clock.now() - timedelta(days=1 + number * 3 + days * 17))
        contacts.add(customer, staff=user, medium=medium, memo=memo, contacted_at=max(came, moment))
    return customer


def _orders(number: int, customer: Customer) -> list[Order]:
    product, price = PRODUCTS[number % len(PRODUCTS)]
    return [
        Order(
            customer=customer,
            number=f"{ORDERS}{number + 1:02}-{each + 1}",
            ordered_at=_working_hour(clock.now() - timedelta(days=3 + number * 8 + each * 30)),
            amount=price * (1 + (number + each) % 5),
            product=product,
        )
        for each in range(number % 3)
    ]


def _firm(number: int) -> str:
    return list(FIRMS)[number % len(FIRMS)]


def _email(number: int) -> str:
    return f"{PEOPLE[number][1]}@{FIRMS[_firm(number)]}.example"


def _mobile(number: int) -> str:
    return f"010-0000-{1001 + number}"


def _birth_date(number: int) -> date:
    ahead = BIRTHDAYS_FROM_TODAY[number % len(BIRTHDAYS_FROM_TODAY)] + number // 6
    day = clock.today() + timedelta(days=ahead)
    return day.replace(year=1966 + number, day=min(day.day, 28) if day.month == 2 else day.day)


def _working_hour(moment: datetime) -> datetime:
    """Ten in the morning of that Korean day."""
    day = moment.astimezone(clock.KOREA).date()
    return datetime.combine(day, time(10), tzinfo=clock.KOREA)
