"""What files of free text say, and what is said of those that cannot be read (A20)."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest

from dangol.errors import RuleBroken
from modules.materials.intake import reading
from modules.materials.intake.reading import read
from modules.materials.tests.conftest import RESIDENT, archive, docx, hwpx, pdf, upload

pytestmark = pytest.mark.feature("A20")
MAIL = """\
From: =?utf-8?b?6rmA7ZWY64qY?= <sky@gaon.example>
Subject: =?utf-8?b?6rKs7KCBIOusuOydmA==?=
Date: Fri, 20 Nov 2026 09:30:00 +0900
MIME-Version: 1.0
Content-Type: {kind}; charset={charset}
Content-Transfer-Encoding: 8bit

{text}
"""


def refused(name: str, content: bytes) -> str:
    with pytest.raises(RuleBroken) as told:
        read(upload(name, content))
    assert f"“{name}”" in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_plain_text_is_read_as_korean_windows_writes_it_too(encoding: str) -> None:
    found = read(upload("상담 기록.txt", "똠방각하\r\n둘째 줄\r\n".encode(encoding)))
    assert (found.title, found.text) == ("상담 기록", "똠방각하\n둘째 줄")
    assert (found.origin, found.day, found.starred, found.is_cut) == ("", None, 0, False)


@pytest.mark.parametrize("encoding", ["utf-8", "euc-kr"])
def test_a_page_says_its_words_and_none_of_its_code(encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{encoding}"><title>새  거점</title>'
        '<meta property="og:site_name" content="한빛경제">'
        '<meta property="article:published_time" content="2026-11-03T09:00:00+09:00">'
        "<style>p{color:red}</style></head><body><script>alert('나쁨')</script>"
        "<h1>거점을 연다</h1><p>값은 1 &lt; 2<br>둘째</p><template>틀</template></body></html>"
    )
    found = read(upload("기사.html", page.encode(encoding)))
    assert found.text == "거점을 연다\n\n값은 1 < 2\n둘째"
    assert (found.title, found.origin, found.day) == ("새 거점", "한빛경제", date(2026, 11, 3))


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("ks_c_5601-1987", "cp949"), ("none", "cp949")]
)
def test_a_mail_brings_its_subject_its_sender_and_its_day(charset: str, encoding: str) -> None:
    mail = MAIL.format(kind="text/plain", charset=charset, text="견적을 보내 주세요. 똠")
    found = read(upload("a.eml", mail.encode(encoding)))
    assert (found.title, found.text) == ("견적 문의", "견적을 보내 주세요. 똠")
    assert (found.origin, found.day) == ("김하늘 <sky@gaon.example>", date(2026, 11, 20))


def test_a_mail_written_as_a_page_is_read_as_one() -> None:
    mail = MAIL.format(kind="text/html", charset="utf-8", text="<p>가</p><p>나</p>")
    assert read(upload("a.eml", mail.encode())).text == "가\n\n나"


def test_documents_of_word_and_hangul_and_pdf_are_read() -> None:
    assert read(upload("보고서.docx", docx("첫째", "둘째 &amp; 셋째"))).text == "첫째\n둘째 & 셋째"
    assert read(upload("보고서.hwpx", hwpx("첫째", "둘째"))).text == "첫째\n\n둘째"
    assert read(upload("report.pdf", pdf("Logistics centre"))).text == "Logistics centre"


def test_text_in_a_box_is_not_read_twice() -> None:
    box = (
        "<w:p><mc:AlternateContent><mc:Choice><w:t>상자</w:t></mc:Choice>"
        "<mc:Fallback><w:t>상자</w:t></mc:Fallback></mc:AlternateContent></w:p>"
    )
    xml = f'<w:document xmlns:w="w" xmlns:mc="mc">{box}</w:document>'
    assert read(upload("a.docx", archive({"word/document.xml": xml}))).text == "상자"


def test_what_cannot_be_read_is_named_with_its_reason() -> None:
    assert "비밀번호" in refused("a.pdf", pdf("secret", password="열쇠"))
    assert "글이 없" in refused("스캔.pdf", pdf(""))
    assert "글이 없" in refused("b.txt", b" \n ")
    assert "0바이트" in refused("c.txt", b"")
    assert "txt, html" in refused("그림.png", b"\x89PNG\r\n\x1a\n")
    assert "hwpx" in refused("옛것.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "손상" in refused("d.pdf", b"%PDF-1.7 nothing")
    assert "손상" in refused("e.docx", archive({"other.xml": "<a/>"}))
    assert "손상" in refused("f.hwpx", archive({"other.xml": "<a/>"}))
    assert "PDF" in refused("g.txt", pdf("x"))
    assert "UTF-8" in refused("h.txt", b"\xff\xfa\x80 abc")


def test_locked_documents_say_so() -> None:
    manifest = {"META-INF/manifest.xml": "<m:manifest><m:encryption-data/></m:manifest>"}
    assert "비밀번호" in refused("a.hwpx", hwpx("가", **manifest))
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "비밀번호" in refused("b.docx", locked)


def test_a_file_that_is_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    monkeypatch.setattr(reading, "_told", None)
    assert "붙여" in refused("a.txt", b"0" * 11)


def test_an_archive_that_unfolds_without_end_is_refused() -> None:
    bomb = archive({"word/document.xml": "<a>" + " " * 61 * 1024**2 + "</a>"})
    assert len(bomb) < 100_000
    assert "너무 커" in refused("a.docx", bomb)
    many = BytesIO()
    with zipfile.ZipFile(many, "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(5):
            opened.writestr(f"Contents/section{number}.xml", b" " * 50 * 1024**2)
    assert "너무 커" in refused("b.hwpx", many.getvalue())


def test_entities_are_not_unfolded_and_nothing_outside_is_read() -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    outside = '<!DOCTYPE l SYSTEM "file:///etc/passwd">'
    for head in (laughs, outside):
        assert "손상" in refused("a.docx", docx("글", head=head))


def test_resident_numbers_are_starred_wherever_they_stand() -> None:
    found = read(upload("a.txt", f"주민번호 {RESIDENT} 확인".encode()))
    assert (found.text, found.starred) == ("주민번호 850101-******* 확인", 1)
    mail = MAIL.format(kind="text/plain", charset="utf-8", text="가").replace(
        "=?utf-8?b?6rKs7KCBIOusuOydmA==?=", f"ID {RESIDENT}"
    )
    assert read(upload("a.eml", mail.encode())).title == "ID 850101-*******"


def test_a_long_text_is_cut_and_no_half_of_a_resident_number_is_left() -> None:
    found = read(upload("a.txt", f"{'가' * 199_990} {RESIDENT} {'나' * 50_000}".encode()))
    assert found.is_cut
    assert len(found.text) == 200_000
    assert RESIDENT[:8] not in found.text
    tail = f"{'가' * 209_990} {RESIDENT[:9]}"
    assert "850101-1" not in read(upload("b.txt", f"{tail}12345{'나' * 9}".encode())).text
