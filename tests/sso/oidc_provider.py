"""A little OpenID Connect provider of the tests' own: real HTTP, real keys, PKCE checked."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from dangol import clock

CLIENT, SECRET = "dangol", "s3cret-of-the-client"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who logs in there next, and what is wrong with the answer.

    claims   of the person; `userinfo` what is only said there
    changed  what in the ID token differs from what is right
    """

    port: int = 0
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    kid: str = "one"
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_away: bool = False
    page: str = ""
    """What stands at /page."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, address: str) -> dict[str, str]:
        """What the log-in page there does: a code for who asked, and the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "redirect_uri": asked["redirect_uri"]}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(form["code"])  # a code counts once
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        assert form["client_secret"] == SECRET
        assert form["redirect_uri"] == asked["redirect_uri"]
        now = int(clock.real_now().timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.claims, **self.changed,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(
            claims, self.signs_with or self.key, self.algorithm, headers={"kid": self.kid}
        )
        return {"access_token": "at", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str, form: dict[str, str]) -> Any:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                    "jwks_uri": "keys", "userinfo_endpoint": "me"}  # fmt: skip
            found = {name: f"{self.issuer}/{end}" for name, end in ends.items()}
            return {"issuer": self.issuer, **found}
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**public, "kid": self.kid, "use": "sig"}]}
        if path == "/token":
            return self.token(form)
        return {"sub": self.claims.get("sub"), **self.userinfo}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                self._send_back(provider.authorize(self.path))
            else:
                self._answer({})

        def _send_back(self, found: dict[str, str]) -> None:
            query = urlencode({"code": found["code"], "state": found["state"]})
            self.send_response(302)
            self.send_header("Location", f"{found['redirect_uri']}?{query}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            text, status = b"{}", 503
            if self.path == "/page":
                text, status = provider.page.encode(), 200
            elif not provider.is_away:
                try:
                    text, status = json.dumps(provider.answer(self.path, form)).encode(), 200
                except (AssertionError, KeyError):
                    status = 400
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
