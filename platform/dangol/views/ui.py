"""Every component in every state, at `/dev/ui/` in development: what screens are made of (U10).

The words are samples, in Korean, because Hangul is what the measures were made for; what belongs
to a component itself follows the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dangol import clock
from dangol.access import anyone
from dangol.views import errors

PLANS = [("base", "고객"), ("sales", "영업"), ("service", "서비스")]
SECTIONS = (
    ("type", _("Type and colour")),
    ("buttons", _("Buttons")),
    ("inputs", _("Inputs")),
    ("states", _("States and badges")),
    ("people", _("Avatars")),
    ("menus", _("Menus, tooltips, skeletons")),
    ("navigation", _("Tabs, segments, filters")),
    ("notices", _("Toasts and notices")),
    ("sending", _("How a send stands")),
    ("tables", _("Tables")),
    ("dates", _("Dates")),
    ("figures", _("Figures")),
    ("charts", _("Charts")),
    ("records", _("Parts of a record")),
    ("portal", _("Portal")),
    ("dialogs", _("Dialogs")),
    ("forms", _("A whole form")),
)
"""The parts of the page in their order: anchor and template name, title."""


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="이름", help_text="명함에 적힌 대로 입력해 주세요.")
    email = forms.EmailField(label="회사 메일", required=False)
    plan = forms.ChoiceField(label="요금제", choices=PLANS)
    memo = forms.CharField(label="메모", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="고객 파일", help_text="CSV, 100 MB까지 올릴 수 있어요.")
    channel = forms.ChoiceField(
        label="연락 방법",
        choices=[("mail", "메일"), ("text", "문자")],
        widget=forms.RadioSelect,
        initial="mail",
    )
    days = forms.MultipleChoiceField(
        label="요일",
        choices=[("mon", "월요일"), ("tue", "화요일")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="이용약관에 동의해요")


@dataclass(frozen=True)
class SampleRow:
    """A line of the sample list. `mark`: peeked, chosen, editing or bad."""

    name: str
    stage: str
    word: str
    company: str
    owner: str
    amount: int | None
    mark: str = ""


ROWS = (
    SampleRow("최은채", "repeat", "재구매", "누리정밀", "최민호", 412_800_000),
    SampleRow("김하늘", "repeat", "재구매", "㈜한빛물산", "이수진", 286_450_000, "peeked"),
    SampleRow("강지후", "existing", "기존", "미르산업", "이수진", 141_000_000, "chosen"),
    SampleRow("윤소라", "dormant", "휴면", "온누리유통", "박지안", 128_900, "editing"),
    SampleRow(
        "제갈하늘빛나라온", "new", "신규", "아주 긴 이름을 가진 주식회사 단골상회", "최민호", None
    ),
    SampleRow("Alexandra K.", "lost", "이탈", "Northwind", "김도윤", 999_999_999_999_999, "bad"),
)
LIFECYCLE = (
    ("prospect", "가망"),
    ("new", "신규"),
    ("existing", "기존"),
    ("repeat", "재구매"),
    ("dormant", "휴면"),
    ("lost", "이탈"),
)
STAGES = (
    (0, "가망"),
    (20, "문의"),
    (40, "니즈"),
    (60, "제안"),
    (80, "계약"),
    ("won", "성공"),
    ("lost", "실패"),
)
SENDS = (
    ("waiting", "대기", "받을 사람 43,864명을 줄 세우고 있어요. 보통 10초 안에 끝나요.", 0),
    ("reserved", "예약", "11월 23일(월) 09:00에 시작해요. 보류 ₩87,728은 그때 잡아요.", 0),
    ("running", "진행", "28,004명까지 갔어요. 4분 33초 남았어요.", 60.4),
    ("insufficient", "잔액부족", "₩403,350이 모자라 9,812명에서 멈췄어요.", 19.8),
    ("limited", "발송제한", "오늘 문자 한도 50,000건을 다 썼어요. 내일 00:00에 이어져요.", 52),
    ("paused", "일시정지", "서다인 님이 14:25에 멈췄어요. 남은 15,102명은 그대로 기다려요.", 61),
    ("done", "완료", "14:28에 끝났어요. 접수 42,341 · 실패 319 · 제외 1,204", 96),
    ("cancelled", "취소", "16,240명에게 보낸 뒤 그만뒀어요. 보류 ₩690,600을 돌려놨어요.", 37),
)
SCOPES = (("none", "없음"), ("own", "내 것"), ("team", "우리 팀"), ("all", "전체"))
OWNERS = [
    ("suzin", "이수진"),
    ("minho", "최민호"),
    ("jian", "박지안"),
    ("doyun", "김도윤"),
    ("dain", "서다인"),
    ("haneul", "김하늘"),
    ("sora", "윤소라"),
    ("jihu", "강지후"),
]
GROUPS = [("best", "우수 고객"), ("check", "점검"), ("metro", "수도권 제조"), ("expo", "전시회")]
MONTHS = [f"{month}월" for month in range(1, 12)]
SALES = {
    "labels": MONTHS,
    "series": [
        {
            "name": "올해",
            "values": [182, 163, 171, 203, 196, 228, 214, 241, 233, 262, 248],
            "chosen": 10,
        },
        {
            "name": "작년",
            "kind": "line",
            "tone": "rest",
            "values": [150, 158, 149, 170, 181, 177, 190, 199, 205, 201, 224],
        },
    ],
    "links": [f"/dev/ui/?month={month}#charts" for month in range(1, 12)],
}
SHARES = {
    "labels": ["고객", "영업", "서비스", "캠페인"],
    "series": [{"name": "사용자", "values": [12, 6, 4, 4]}],
}
FUNNEL = {
    "labels": ["조건에 맞음", "동의", "주소 있음", "최종"],
    "series": [{"name": "사람", "values": [48_210, 45_920, 44_010, 43_864]}],
}
SPARK = [3, 5, 4, 6, 6, 8, 7, 9]


def sample(request: HttpRequest) -> dict[str, object]:
    """What the parts of the page draw."""
    bound = request.method == "POST" or "errors" in request.GET
    return {
        "title": _("Components"),
        "sections": SECTIONS,
        "templates": [(anchor, label, f"ui/{anchor}.html") for anchor, label in SECTIONS],
        "form": SampleForm({"email": "dain@handeul", "plan": "x"} if bound else None),
        "rows": ROWS,
        "lifecycle": LIFECYCLE,
        "stages": STAGES,
        "sends": SENDS,
        "scopes": SCOPES,
        "owners": OWNERS,
        "groups": GROUPS,
        "chosen_groups": ["best", "check"],
        "sales": SALES,
        "shares": SHARES,
        "funnel": FUNNEL,
        "spark": SPARK,
        "day": date(2026, 11, 24),
        "until": date(2026, 11, 27),
        "now": clock.now(),
        "earlier": clock.now() - timedelta(days=40),
    }


@anyone
@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """The page; a POST answers like a form that was filled in wrongly."""
    if "toasts" in request.GET:
        messages.success(request, "고객 3명을 그룹에 넣었어요.")
        messages.error(request, "파일을 읽지 못했어요. CP949나 UTF-8로 저장해 주세요.")
    return render(request, "ui/components.html", sample(request))


@anyone
@require_http_methods(["GET"])
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error, with a reference."""
    if status == errors.FAILED.status:
        return errors.server_error(request)
    kind = next((each for each in errors.KINDS if each.status == status), None)
    if kind is None:
        raise Http404
    return errors.page(request, kind, "주소를 다시 확인해 주세요.")


urlpatterns = [
    path("dev/ui/", components, name="dev-ui"),
    path("dev/ui/<int:status>", error_page, name="dev-ui-error"),
]
