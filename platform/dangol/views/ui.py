"""Every component in every state, at `/dev/ui/` in development: what screens are made of (U10).

The words are samples, in Korean, because Hangul is what the measures were made for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from dangol import clock
from dangol.access import anyone

PLANS = [("base", "고객"), ("sales", "영업"), ("service", "서비스")]


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
class SampleLine:
    """A line of the navigation."""

    label: str
    url: str
    icon: str
    active: bool = False


@dataclass(frozen=True)
class SampleRow:
    """A line of the sample list."""

    name: str
    company: str
    kind: str
    word: str
    amount: int | None


MENU = (
    SampleLine("고객", "/dev/ui/", "users", True),
    SampleLine("캠페인", "/dev/ui/#campaigns", "megaphone"),
    SampleLine("사용자", "/dev/ui/#users", "user-cog"),
    SampleLine("청구", "/dev/ui/#billing", "receipt"),
    SampleLine("변경 이력", "/dev/ui/#audit", "history"),
)
ROWS = (
    SampleRow("최은채", "누리정밀", "ok", "완료", 412_800_000),
    SampleRow("김하늘", "㈜한빛물산", "active", "진행", 286_450_000),
    SampleRow("정민재", "해오름전자", "wait", "예약", 198_200_000),
    SampleRow("서다은", "푸른솔바이오", "warn", "잔액부족", 154_730_000),
    SampleRow("강지후", "미르산업", "err", "실패", None),
    SampleRow("윤소라", "온누리유통", "", "취소", 128_900_000),
)


@anyone
@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """The page; a POST answers like a form that was filled in wrongly."""
    bound = request.method == "POST" or "errors" in request.GET
    if "toasts" in request.GET:
        messages.success(request, "고객 3명을 그룹에 넣었어요.")
        messages.error(request, "파일을 읽지 못했어요. CP949나 UTF-8로 저장해 주세요.")
    context = {
        "title": "부품",
        "navigation": {"main": MENU},
        "message_account": {"available": 836_650, "url": "/dev/ui/#billing"},
        "form": SampleForm({"email": "dain@handeul", "plan": "x"} if bound else None),
        "rows": ROWS,
        "now": clock.now(),
        "earlier": clock.now() - timedelta(days=40),
    }
    return render(request, "ui/components.html", context)


@anyone
@require_http_methods(["GET"])
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error, with a reference."""
    context = {"status": status, "reference": "4F2A91BC", "message": "주소를 다시 확인해 주세요."}
    return render(request, f"{status}.html", context)


urlpatterns = [
    path("dev/ui/", components, name="dev-ui"),
    path("dev/ui/<int:status>", error_page, name="dev-ui-error"),
]
