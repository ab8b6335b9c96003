"""The notices about consents as they read until a company writes its own (S8).

They say what the law wants said: who sends it, which answer was given on which day, that it was
carried out; and of an old consent since when it holds and how one keeps or withdraws it.
"""

from __future__ import annotations

from collections.abc import Mapping

RESULT, REMINDER = "result", "reminder"
SUBJECT, BODY = "subject", "body"
LANGUAGES = ("ko", "en")
NAMES = [f"{k}_{p}_{c}" for k in (RESULT, REMINDER) for p in (SUBJECT, BODY) for c in LANGUAGES]
USUAL: Mapping[str, str] = {
    "result_subject_ko": "광고성 정보 수신 의사를 처리한 결과를 알려 드려요",
    "result_body_ko": (
        "{{ name }} 님, 광고성 정보 수신에 관해 알려 주신 대로 처리했어요.\n\n"
        "{{ consent_results }}\n\n처리 결과: 위와 같이 반영했어요.\n"
        "언제든지 여기에서 바꾸실 수 있어요: {{ consent_link }}"
    ),
    "result_subject_en": "What became of your answer about advertising",
    "result_body_en": (
        "Dear {{ name }}, we have done as you told us about advertising.\n\n"
        "{{ consent_results }}\n\nResult: carried out as above.\n"
        "You can change it at any time here: {{ consent_link }}"
    ),
    "reminder_subject_ko": "광고성 정보 수신 동의 사실을 알려 드려요",
    "reminder_body_ko": (
        "{{ name }} 님, 광고성 정보 수신에 동의하신 지 2년이 되어 알려 드려요.\n\n"
        "{{ consent_dates }}\n\n그대로 두시려면 아무것도 하지 않으셔도 돼요.\n"
        "동의를 철회하시려면 여기에서 바꾸실 수 있어요: {{ consent_link }}"
    ),
    "reminder_subject_en": "You agreed to advertising two years ago",
    "reminder_body_en": (
        "Dear {{ name }}, the law asks us to tell you again every two years what you agreed to.\n\n"
        "{{ consent_dates }}\n\nTo keep it, you need do nothing.\n"
        "To withdraw it, go here: {{ consent_link }}"
    ),
}


def text_of(texts: Mapping[str, str], kind: str, part: str, language: str) -> str:
    """The company's text or the usual one; both languages one below the other, or side by side."""
    wanted = LANGUAGES if language == "both" else (language,)
    names = [f"{kind}_{part}_{code}" for code in wanted]
    found = [texts.get(name) or USUAL[name] for name in names]
    return (" / " if part == SUBJECT else "\n\n").join(found)
