"""Campaigns of a demo company in every stage, so that a visitor sees how each looks (X1).

Made by the module's own services: the mails are real mails to the development mail folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeAlias

from dangol import clock
from messaging.models import Send
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import reach
from modules.campaign.services import campaigns, projects, sending
from tenants import context
from tenants.people.models import User

Query: TypeAlias = dict[str, list[str]]
MOST = 800
"""A demo send stays well within the credit of a new company: 50,000 won."""
CONSENT = {Project.Medium.EMAIL: "mail_ads", Project.Medium.SMS: "sms_ads"}
NARROWER: tuple[Query, ...] = (
    {},
    {"company_name": ["정밀"]},
    {"company_name": ["한빛정밀"]},
)
"""From wide to narrow: the first that reaches few enough is taken."""


@dataclass(frozen=True)
class Text:
    """What a demo project says."""

    name: str
    subject: str
    body: str


CHECK_UP = Text(
    "정기 점검 안내 메일",
    "{{ name }} 님, 12월 정기 점검 일정을 알려 드려요",
    "{{ name }} 님, 안녕하세요.\n\n올해 마지막 정기 점검이 12월 둘째 주에 있어요."
    "\n편한 날짜를 알려 주시면 담당자가 찾아뵐게요.\n\n고맙습니다.",
)
COUPON = Text("감사 쿠폰 문자", "", "{{ name }}님, 감사 쿠폰 5천원 드려요")
"""With label, sender and opt-out it stays within the 90 bytes of an SMS, also with a long name."""
COME_BACK = Text(
    "오랜만이에요 메일",
    "{{ name }} 님, 그동안 잘 지내셨나요?",
    "{{ name }} 님, 오랜만에 인사드려요.\n\n새로 나온 제품을 먼저 보여 드리고 싶어요.",
)


def fill() -> int:
    """Adds the demo campaigns to the present company unless it has campaigns; how many it added."""
    by = User.objects.filter(role="admin").order_by("created_at").first()
    if by is None or Campaign.objects.exists():
        return 0
    mail, text = (_query(medium) for medium in (Project.Medium.EMAIL, Project.Medium.SMS))
    if mail is None or text is None:
        return 0
    _running("12월 정기 점검", Campaign.Kind.RETAIN, CHECK_UP, mail, by)
    _reserved("연말 감사 쿠폰", Campaign.Kind.REPURCHASE, COUPON, text, by)
    _planned("휴면 고객 다시 부르기", Campaign.Kind.REAWAKEN, COME_BACK, mail, by)
    return 3


def _query(medium: Project.Medium) -> Query | None:
    """The best customers who agreed to advertising on the medium, few enough; None for nobody."""
    best: Query = {"grade": ["1"], CONSENT[medium]: ["yes"]}
    each = (best | narrower for narrower in NARROWER)
    return next((query for query in each if 0 < reach.matching(query).count() <= MOST), None)


def _running(name: str, kind: str, text: Text, query: Query, by: User) -> None:
    project = _project(name, kind, text, query, by, Project.Medium.EMAIL, _approve)
    count = reach.of_send(project.send).reachable
    sending.start(project, confirmed=count, funding=Send.Funding.FULL)


def _reserved(name: str, kind: str, text: Text, query: Query, by: User) -> None:
    project = _project(name, kind, text, query, by, Project.Medium.SMS, _approve)
    tomorrow = clock.today() + timedelta(days=1)
    at = datetime.combine(tomorrow, time(10), tzinfo=clock.KOREA)
    count = reach.of_send(project.send).reachable
    sending.reserve(project, at=at, confirmed=count, funding=Send.Funding.FULL)


def _planned(name: str, kind: str, text: Text, query: Query, by: User) -> None:
    _project(name, kind, text, query, by, Project.Medium.EMAIL, lambda campaign: campaign)


def _approve(campaign: Campaign) -> Campaign:
    return campaigns.move(campaign, Campaign.State.APPROVED)


def _project(
    name: str,
    kind: str,
    text: Text,
    query: Query,
    by: User,
    medium: Project.Medium,
    prepare: Callable[[Campaign], Campaign],
) -> Project:
    today = clock.today()
    period: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    values = {"name": name, "kind": kind, "owner": by, "budget": 500_000, **period}
    campaign = prepare(campaigns.create(values))
    plan = {"name": text.name, "medium": medium, "kind": Project.Kind.NEWS, **period}
    project = projects.create(campaign, plan, by=by)
    projects.choose_audience(project, query)
    company = context.company()
    more = (
        {"subject": text.subject}
        if medium == Project.Medium.EMAIL
        else {"opt_out_number": "080-123-4567"}
    )
    return projects.write(
        project, {"sender_name": company.name, "body": text.body, "advertising": True, **more}
    )
