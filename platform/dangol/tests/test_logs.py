"""What stands in the log (X1)."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied

from dangol.logs import RefusalsInOneLine

pytestmark = pytest.mark.feature("X1")


@pytest.mark.parametrize(
    ("error", "is_told"), [(PermissionDenied("no"), False), (KeyError(), True)]
)
def test_only_a_refusal_has_no_traceback(error: Exception, is_told: bool) -> None:
    told = (type(error), error, None)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), told)
    assert RefusalsInOneLine().filter(record)
    assert bool(record.exc_info) is is_told
