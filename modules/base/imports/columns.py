"""Which column of a file is which field of a customer (U5)."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.registry import Text
from modules.base.models import Customer

HEADS: dict[str, str] = {
    "name": "이름 성명 고객명 성함 담당자명 name fullname customername",
    "company_name": "회사명 회사 업체명 직장명 직장 상호 기업명 법인명 거래처 거래처명 소속"
    " company companyname",
    "department": "부서 부서명 department",
    "title": "직책 직위 직급 title jobtitle position",
    "mobile": "핸드폰 휴대폰 휴대전화 핸드폰번호 휴대폰번호 휴대전화번호 이동전화 모바일 연락처"
    " hp mobile cell cellphone",
    "email": "이메일 메일 이메일주소 메일주소 전자우편 email mail emailaddress",
    "work_phone": "직장전화 회사전화 전화 전화번호 유선전화 대표전화 사무실전화 tel phone"
    " workphone",
    "fax": "팩스 팩스번호 fax",
    "homepage": "홈페이지 웹사이트 homepage website url",
    "birth_date": "생년월일 생일 birthday birthdate dateofbirth",
    "grade": "등급 고객등급 관리등급 grade",
    "source": "출처 유입경로 유입 source",
    "code": "고객코드 고객번호 코드 code customercode customerno",
    "owner": "담당자 담당 담당직원 담당사원 담당영업 owner manager salesrep",
    "memo": "메모 비고 특이사항 memo note notes remark",
    "home_postcode": "우편번호 자택우편번호 집우편번호 우편 zip zipcode postcode postalcode",
    "home_line1": "주소 자택주소 집주소 기본주소 도로명주소 address address1",
    "home_line2": "상세주소 주소상세 자택상세주소 나머지주소 address2",
    "work_postcode": "직장우편번호 회사우편번호 workpostcode",
    "work_line1": "직장주소 회사주소 사업장주소 workaddress",
    "work_line2": "직장상세주소 회사상세주소 workaddress2",
    "mail_ads": "메일수신동의 이메일수신동의 메일동의 이메일동의 메일수신 이메일수신"
    " emailconsent emailoptin",
    "sms_ads": "문자수신동의 sms수신동의 문자동의 sms동의 문자수신 sms수신 smsconsent smsoptin",
    "night": "야간수신동의 야간문자동의 야간동의 야간수신 nightconsent",
}
"""Words by which people head their columns, without spaces and marks, per field."""

FIELD_OF = {word: field for field, words in HEADS.items() for word in words.split()}
_MARKS = re.compile(r"[\s\W_]+")


def field_labels() -> dict[str, Text]:
    """{field: label} of everything a file can fill."""
    labels = {field.name: field.verbose_name for field in Customer._meta.concrete_fields}
    return {name: labels[name] for name in HEADS}


def guess(header: list[str]) -> dict[str, int]:
    """{field: column} as far as the heads tell; the first of two equal heads wins.

    Our own words for the fields count, too: what was exported comes in again.
    """
    found: dict[str, int] = {}
    own = {_MARKS.sub("", str(label).lower()): field for field, label in field_labels().items()}
    for column, head in enumerate(header):
        word = _MARKS.sub("", head.lower())
        field = FIELD_OF.get(word) or own.get(word)
        if field is not None:
            found.setdefault(field, column)
    return found


def checked(chosen: dict[int, str], width: int, closed: Collection[str] = ()) -> dict[str, int]:
    """{field: column} from {column: field} as confirmed; RuleBroken when it cannot be used.

    `closed` fields are there, but not for this user.
    """
    found: dict[str, int] = {}
    for column, field in sorted(chosen.items()):
        if field not in HEADS or field in closed or not 0 <= column < width:
            raise RuleBroken("import_column", _("There is no such field or column."))
        if field in found:
            sentence = _("Two columns are meant for “%(field)s”; choose one of them.")
            raise RuleBroken(
                "import_twice",
                sentence % {"field": field_labels()[field]},
                field=f"column_{column}",
            )
        found[field] = column
    if "name" not in found:
        raise RuleBroken(
            "import_no_name", _("Choose the column in which the names of the customers stand.")
        )
    return found
