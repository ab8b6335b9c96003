"""Own fields choose whom a campaign addresses, and stand in its texts (U7, S2)."""

from __future__ import annotations

import pytest

from messaging.content.merge import canonical, told
from messaging.ports import audience
from modules.base.models import Customer
from tenants.customising.services import fields
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U7"), pytest.mark.feature("S2")]


def test_an_audience_is_narrowed_by_own_fields_and_formulas(add: Add) -> None:
    area = add("number", "면적").name
    twice = add("formula", "두 배", formula=f"{{{area}}} * 2").name
    for number in ("10", "30"):
        Customer.objects.create(
            name=number, email_key=f"m{number}@hanbit.example", custom={area: number}
        )
    assert audience().count({f"{area}.over": ["20"]}, "email") == 1
    found = audience().page({f"{twice}.under": ["50"]}, "email", None, 9)
    assert [each.name for each in found] == ["10"]


def test_texts_name_own_fields_by_their_labels_and_people_get_the_words(add: Add) -> None:
    kind = add("choice", "회원 유형", options=["개인", "법인"])
    area = add("number", "면적").name
    twice = add("formula", "두 배", formula=f"{{{area}}} * 2").name
    customer = Customer.objects.create(
        name="김하늘", email_key="ha@hanbit.example", custom={kind.name: "법인", area: "1500"}
    )
    text = canonical("{{ 회원 유형 }} {{두 배}}")
    assert text == f"{{{{ {kind.name} }}}} {{{{ {twice} }}}}"
    fields.change(kind, {"label": "고객 유형"})
    assert told(text) == "{{ 고객 유형 }} {{ 두 배 }}"
    person = audience().resolve([customer.pk], "email", [kind.name, twice])[customer.pk]
    assert person.values == {kind.name: "법인", twice: "3,000"}


def test_a_field_that_was_put_away_meanwhile_is_empty_in_a_text(add: Add) -> None:
    row = add("text", "회원 번호")
    customer = Customer.objects.create(
        name="김하늘", email_key="ha@hanbit.example", custom={row.name: "A-1"}
    )
    fields.retire(row)
    person = audience().resolve([customer.pk], "email", ["name", row.name])[customer.pk]
    assert person.values == {"name": "김하늘", row.name: ""}
