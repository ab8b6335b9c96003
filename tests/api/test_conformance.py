"""The document tells the truth: calls made up from it are answered as it says, never 5xx (W1)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from dangol import clock
from modules.base.models import Account, Customer, Order, Product
from modules.campaign.models import Campaign
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tests.api.program import program

pytestmark = pytest.mark.feature("W1")
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
EXAMPLES = 4
"""Calls for each operation in each mode; each record type has eight operations."""


class Asking:
    """Calls made up of a document, sent to the application itself; what was answered is counted."""

    def __init__(self, company: Company, text: str, samples: dict[str, Any]) -> None:
        self.company, self.samples = company, samples
        self.headers = {"Host": company.host, "Authorization": f"Bearer {text}"}
        self.web = get_wsgi_application()
        self.answered: set[tuple[str, int]] = set()
        load_all_checks()
        self.checks = [CHECKS.get_one(name) for name in HELD]

    def server(self, environ: dict[str, Any], start: Any) -> Any:
        """As a server hands a call over: with the address of whoever calls."""
        return self.web({"REMOTE_ADDR": "127.0.0.1", **environ}, start)

    def ask(self, operation: Any, mode: GenerationMode) -> None:
        @examples(
            max_examples=EXAMPLES, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def once(case: Any) -> None:
            if mode is GenerationMode.POSITIVE:
                self._point_at_a_record(case)
            mine = {name: text for name, text in (case.headers or {}).items() if name != "If-Match"}
            case.headers = {**mine, **self.headers}
            answer = case.call_and_validate(checks=self.checks)
            self.answered.add((operation.label, answer.status_code))

        once()

    def _point_at_a_record(self, case: Any) -> None:
        """A made-up id is nobody's; this record is there, or in the trash to be restored."""
        for path, row in self.samples.items():
            if case.path.startswith(f"{path}/") and "id" in (case.path_parameters or {}):
                in_trash = clock.now() if case.path.endswith("/restore") else None
                with context.inside(self.company):
                    type(row).objects.filter(pk=row.pk).update(deleted_at=in_trash)
                case.path_parameters = {"id": str(row.pk)}


def test_made_up_calls_are_answered_as_the_document_says(
    committed_db: None, hanbit: Company, ada: User, settings: Any
) -> None:
    settings.API_CALLS_A_MINUTE = 100_000
    shop, _key = program(hanbit, ada)
    with context.inside(hanbit):
        customer = Customer.objects.create(name="김하늘", owner=ada, grade=1)
        order = Order.objects.create(customer=customer, number="1", amount=1_000)
        samples = {
            "/base/customer": customer,
            "/base/account": Account.objects.create(name="한빛물산", owner=ada),
            "/base/product": Product.objects.create(name="연필"),
            "/base/order": order,
            "/campaign/campaign": Campaign.objects.create(name="봄 행사", owner=ada),
        }
    asking = Asking(hanbit, shop.text, samples)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", asking.server, headers=asking.headers
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            asking.ask(operation, mode)
    done = {label for label, status in asking.answered if status < 300}
    looked_at = [each for each in operations if _needs_no_luck(each, samples)]
    assert {each.label for each in looked_at} <= done, "each is done at least once"
    assert len(looked_at) >= 4 * len(samples)
    assert {400, 404, 422} <= {status for _label, status in asking.answered}


def _needs_no_luck(operation: Any, samples: dict[str, Any]) -> bool:
    """Whether it must have been done: on a record that is there, or on the list of such."""
    root = operation.path.removesuffix("/{id}").removesuffix("/{id}/restore")
    if root not in samples:
        return False
    return operation.method == "get" or operation.path != root
