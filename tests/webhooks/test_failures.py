"""What the log of a webhook says of a try that failed, in plain words (W2)."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tenants import calls, outside
from tenants.models import Company
from tenants.people.models import User
from tenants.webhooks.models import Delivery
from tenants.webhooks.services import endpoints, sending
from tests.api.program import role_of
from tests.webhooks import receiver as receiving

pytestmark = pytest.mark.feature("W2")


def failed(address: str) -> str:
    """The code of a call that fails."""
    with pytest.raises((OSError, outside.Refused)) as failure:
        outside.post(address, b"{}", {}, ports=(443,))
    return calls.code_of(failure.value)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_certificate_of_nobody_is_called_so(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    subprocess.run(
        [*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    safe.load_cert_chain(certificate, key)
    with receiving.running(safe) as receiver:
        assert failed(f"https://127.0.0.1:{receiver.port}/") == "certificate"


def test_each_usual_failure_has_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving.running() as receiver:
        assert failed(f"https://127.0.0.1:{receiver.port}/") == "tls"
        monkeypatch.setattr(outside, "WHOLE", 0.2)
        receiver.delay = 1
        assert failed(receiver.url) == "timeout"
    assert failed(f"http://127.0.0.1:{free_port()}/") == "connection"
    assert failed("https://10.0.0.8/") == "refused"
    assert failed(f"https://{'a' * 70}.example/") == "name"


def test_the_log_says_it_in_a_sentence_also_where_it_kept_the_system_s_words(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    endpoint, _secret = endpoints.add(
        name="쇼핑몰", url=f"http://127.0.0.1:{free_port()}/", events=["base.customer.create"],
        role=role_of(), user=ada,
    )  # fmt: skip
    made = endpoints.test(endpoint)
    sending.attempt(made)
    page = f"/tenants/webhooks/{endpoint.pk}/{made.number}/"
    nobody = "연결되지 않았어요. 이 주소와 포트에서 받는 곳이 없어요"
    assert nobody in browse(ada).get(page).content.decode()
    tries = [{**made.tries[0], "error": "[SSL: UNEXPECTED_EOF_WHILE_READING] (_ssl.c:1006)"}]
    Delivery.objects.filter(pk=made.pk).update(tries=tries)
    shown = browse(ada).get(page).content.decode()
    assert "_ssl.c" not in shown
    assert "응답을 받기 전에 연결이 끊겼어요" in shown
