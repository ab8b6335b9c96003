"""What recipients read: bytes, labels, merge fields, and mails that parse to the same text."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dangol.errors import RuleBroken
from dangol.ids import new_id
from messaging.content import advertising, cp949, merge, text
from messaging.content.encoding import GappedBase64, header_words, lines
from messaging.content.mail import MailForm
from messaging.content.textmessage import TextForm
from messaging.models import Send

LONGEST_LINE = 998


def mail(**others: object) -> Send:
    fields = {
        "channel": "email",
        "subject": "{{ name }}님께",
        "body": "안녕하세요 {{ name }}님.\n.점으로 시작하는 줄\n"
        "https://hanbit.example/?c={{ code }} 보기",
        "sender_name": "한빛물산",
        "sender_address": "news@hanbit.example",
        "sender_number": "02-123-4567",
    }
    return Send(**(fields | others))


def parsed(send: Send, values: dict[str, str]) -> EmailMessage:
    form = MailForm(send, company_id=7, origin="http://hanbit.localhost", host="hanbit.localhost")
    data = form.compose(new_id(), "p1@people.example", values).data
    assert all(len(line) <= LONGEST_LINE for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert not message.defects
    return message  # type: ignore[return-value]


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    assert not body.defects
    return str(body.get_content())


@pytest.mark.feature("S6")
def test_a_mail_parses_to_its_text_in_both_parts() -> None:
    message = parsed(mail(), {"name": "홍길동", "code": "가&나"})
    assert message["subject"] == "홍길동님께"
    assert message["to"] == "p1@people.example"
    assert message["from"] == "한빛물산 <news@hanbit.example>"
    assert part(message, "plain").startswith("안녕하세요 홍길동님.\n.점으로 시작하는 줄\n")
    assert "안녕하세요 홍길동님.<br>\n.점으로" in part(message, "html")


def test_values_cannot_break_out_of_the_html_part() -> None:
    html = part(parsed(mail(), {"name": "<b>&", "code": '"><script>'}), "html")
    assert "&lt;b&gt;&amp;" in html
    assert "<script>" not in html


@given(
    name=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    code=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
)
def test_whatever_the_values_the_plain_part_is_the_text(name: str, code: str) -> None:
    plain = part(
        parsed(mail(body="가{{ name }}나{{ code }}{{ name }}다"), {"name": name, "code": code}),
        "plain",
    )
    assert plain.rstrip("\n") == f"가{name}나{code}{name}다"


@given(st.lists(st.one_of(st.binary(max_size=200), st.integers(0, 2)), max_size=12))
def test_base64_with_gaps_equals_base64_of_the_whole(pieces: list[bytes | int]) -> None:
    values = [b"", b"\x00\xff", "홍길동".encode() * 30]
    whole = b"".join(piece if isinstance(piece, bytes) else values[piece] for piece in pieces)
    joined = GappedBase64(pieces).join(values)
    assert joined.replace(b"\r\n", b"") == lines(whole).replace(b"\r\n", b"")
    assert all(len(line) <= 76 for line in joined.split(b"\r\n"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120))
def test_subjects_survive_their_encoding(subject: str) -> None:
    encoded = b"Subject: " + header_words(subject, first=9) + b"\r\n\r\n"
    message = email.message_from_bytes(encoded, policy=email.policy.default)
    assert all(len(line) <= 78 for line in encoded.split(b"\r\n"))
    assert " ".join(str(message["subject"]).split()) == " ".join(subject.split())


def test_a_subject_cannot_add_a_header() -> None:
    message = parsed(
        mail(subject="{{ name }}"), {"name": "안녕\r\nBcc: x@evil.example", "code": ""}
    )
    assert message["bcc"] is None


@pytest.mark.feature("S7")
def test_advertising_mail_carries_label_sender_and_one_click_opt_out() -> None:
    message = parsed(mail(advertising=True, subject="[광고] 세일"), {"name": "가", "code": "1"})
    assert message["subject"] == "(광고) 세일"
    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    link = message["list-unsubscribe"].strip("<>")
    assert link.startswith("http://hanbit.localhost/messaging/u/")
    for kind in ("plain", "html"):
        assert link in part(message, kind)
        assert "news@hanbit.example" in part(message, kind)
        assert "02-123-4567" in part(message, kind)


def test_other_mail_carries_neither_label_nor_opt_out() -> None:
    message = parsed(mail(), {"name": "가", "code": "1"})
    assert message["list-unsubscribe"] is None
    assert "/messaging/u/" not in part(message, "html")


@pytest.mark.feature("G17")
@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("가" * 40, 80),
        ("a" * 90, 90),
        ("가" * 45, 90),
        ("가" * 45 + "a", 91),
        ("똠방각하", 8),
        ("", 0),
    ],
)
def test_bytes_are_counted_as_carriers_do(written: str, size: int) -> None:
    assert cp949.count(written) == size
    assert len(cp949.encode(written)) == size


def test_decomposed_hangul_counts_as_written_on_a_keyboard() -> None:
    assert cp949.count("\u1100\u1161") == 2


def test_a_character_that_texts_cannot_carry_is_named_with_its_place() -> None:
    with pytest.raises(RuleBroken) as refused:
        cp949.check("안녕🦋", field="body")
    assert "🦋" in str(refused.value)
    assert "3" in str(refused.value)
    assert refused.value.field == "body"


@pytest.mark.parametrize(
    ("body", "channel"),
    [("가" * 45, "sms"), ("가" * 45 + "a", "lms"), ("가" * 1000, "lms")],
)
def test_a_text_becomes_lms_at_91_bytes(body: str, channel: str) -> None:
    form = TextForm(Send(channel="sms", body=body, sender_number="021234567"))
    assert form.ceiling() == channel
    assert form.compose(new_id(), "01012345678", {}).channel == channel


def test_2001_bytes_are_too_long() -> None:
    form = TextForm(Send(channel="sms", body="가" * 1000 + "a", sender_number="021234567"))
    with pytest.raises(RuleBroken) as refused:
        form.check()
    assert refused.value.code == "too_long"


@pytest.mark.feature("S8")
@pytest.mark.parametrize(
    "body", ["세일", "(광고)세일", "[광고] 세일", "(광 고) 한빛물산 세일", "(광고)한빛물산 세일"]
)
def test_an_advertising_text_has_one_label_sender_and_opt_out(body: str) -> None:
    send = Send(
        channel="sms",
        body=body,
        advertising=True,
        sender_name="한빛물산",
        opt_out_number="0801234567",
    )
    assert advertising.text_message(send) == "(광고)한빛물산 세일\n무료수신거부 0801234567"


@pytest.mark.feature("S6")
def test_unknown_merge_fields_are_named_beside_the_known_ones() -> None:
    with pytest.raises(RuleBroken) as refused:
        text.check_fields("{{ name }} {{ nmae }}", {"name": "이름"}, field="body")
    assert "nmae" in str(refused.value)
    assert "이름" in str(refused.value)


@pytest.mark.feature("S6")
@pytest.mark.parametrize(
    "body", ["{없는칸}", "#{없는칸}", "{{ 없는칸 }}", "｛없는칸｝", "{ 없는칸 }"]
)
def test_a_word_in_any_braces_is_taken_for_a_merge_field(body: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        text.check_fields(f"안녕하세요 {body}님", {"name": "이름"}, field="body")
    assert refused.value.code == "unknown_merge_field"
    assert "“없는칸”" in str(refused.value)


@pytest.mark.feature("S6")
@pytest.mark.parametrize(
    ("body", "read"),
    [
        (r"\{오늘만\} 반값", "{오늘만} 반값"),
        (r"\{\{ name \}\}", "{{ name }}"),
        ("{2026} { 빨강, 파랑 } {} a}b", "{2026} { 빨강, 파랑 } {} a}b"),
    ],
)
def test_braces_in_prose_are_read_as_they_are(body: str, read: str) -> None:
    text.check_fields(body, {"name": "이름"}, field="body")
    assert text.fill(text.parse(body), {"name": "가가"}) == read
    assert merge.canonical(body) == body


@pytest.mark.feature("S6")
@pytest.mark.parametrize(
    "written",
    ["{이름}", "{ 이름 }", "#{이름}", "${name}", "｛이름｝", "{{이름}}", "{{ Name }}", "{NAME}"],
)
def test_a_merge_field_is_known_by_its_word_in_every_language(written: str) -> None:
    assert merge.canonical(f"안녕 {written}님") == "안녕 {{ name }}님"
    assert merge.canonical("{Company name} {회사 이름}") == "{{ company }} {{ company }}"


@pytest.mark.feature("S6")
def test_a_writer_reads_merge_fields_in_his_own_language() -> None:
    for language, word in (("ko", "이름"), ("en", "Name")):
        with translation.override(language):
            assert merge.told("{{ name }}님 {{ nick }}") == f"{{{{ {word} }}}}님 {{{{ nick }}}}"


def test_an_address_ends_before_the_punctuation_of_its_sentence() -> None:
    nodes = text.parse("보기: https://a.example/x?y=1, 그리고 (http://b.example).")
    found = [node.filled({}) for node in nodes if isinstance(node, text.Link)]
    assert found == ["https://a.example/x?y=1", "http://b.example"]
