"""How files of a table fill outside materials: by their form, row by row (U5, A20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Imports, Key

HEADS = {
    "title": "제목 자료명 기사제목 메일제목 title subject",
    "kind": "종류 자료종류 구분 분류 유형 kind type",
    "origin": "매체 매체명 보낸사람 발신자 작성자 출처 언론사 source sender medium",
    "link": "주소 링크 웹주소 원문 원문주소 url link",
    "dated_on": "날짜 일자 자료날짜 작성일 게재일 상담일 date",
    "state": "상태 처리상태 state",
    "text": "내용 본문 글 텍스트 상담내용 리뷰 후기 text body content",
    "owner": "담당자 담당직원 owner",
}
material_imports = Imports(
    heads=HEADS,
    keys=(Key(code="title", label=_("Title and day"), fields=("title", "dated_on"), shared=True),),
)
