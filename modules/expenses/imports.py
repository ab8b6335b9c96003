"""How files fill expenses: by their form, row by row, each a draft (U5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Imports, Key

HEADS = {
    "name": "경비명 경비 내용 적요 사용내역 사용내용 expense description",
    "amount": "총경비 금액 사용금액 지출금액 합계 amount total",
    "spent_on": "지출일 사용일 사용일자 지출일자 일자 날짜 date spenton",
    "account_title": "계정과목 계정 과목 accounttitle category",
    "method": "결제수단 지불수단 지급수단 paidwith method",
    "evidence": "증빙 증빙여부 영수증 receipt evidence",
    "owner": "지출직원 지출자 사용자 직원 사원 성명 spender employee",
    "approver": "결재관리자 결재자 승인자 approver",
    "account": "관련거래처 거래처 거래처명 account",
    "customer": "관련고객 고객 고객명 customer",
    "order": "관련주문 주문 주문번호 order",
    "project": "프로젝트 과제 사업명 project",
    "memo": "메모 비고 memo note remark",
}
expense_imports = Imports(
    heads=HEADS,
    keys=(
        Key(
            code="same",
            label=_("Person, day, amount and name"),
            fields=("owner", "spent_on", "amount", "name"),
            shared=True,
        ),
    ),
)
