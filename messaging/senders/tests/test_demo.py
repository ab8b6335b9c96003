"""A demo company has senders: one of each that counts, and a number that waits (X1)."""

from __future__ import annotations

import pytest

from dangol.records.page.files import files
from messaging.dispatch.models import SenderNumber
from messaging.senders.demo import Furnished
from messaging.senders.models import MailAddress, MailDomain
from messaging.senders.queries import allowed
from messaging.senders.services import domains, numbers
from messaging.tests.work import as_platform
from tenants import context
from tenants.models import Company

pytestmark = [pytest.mark.feature("X1"), pytest.mark.feature("S1")]


def test_a_demo_company_can_send_at_once_and_is_furnished_once(hanbit: Company) -> None:
    as_platform(lambda: SenderNumber.objects.filter(company=hanbit).delete())
    with context.inside(hanbit):
        MailDomain.objects.all().delete()
        MailAddress.objects.all().delete()
    for _time in range(2):
        as_platform(Furnished().furnish, hanbit)
    with context.inside(hanbit):
        assert [each.name for each in MailDomain.objects.all()] == ["hanbit.example"]
        mail, text = allowed.usual("email"), allowed.usual("sms")
        assert mail is not None
        assert text is not None
        assert (mail.value, text.value) == ("news@hanbit.example", "023397020")
        waiting = numbers.own().get(number="023397021")
        assert waiting.state == SenderNumber.State.WAITING
        assert len(files().of(numbers.SUBJECT, waiting.pk, None)) == 1
        assert not domains.is_due(MailDomain.objects.get())
