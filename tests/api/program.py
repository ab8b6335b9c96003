"""A program of the tests: a key and a client that sends it."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tenants import context
from tenants.api.models import ApiKey
from tenants.api.services import keys
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable

CUSTOMERS = "/api/v1/base/customer"


def role_of(name: str = "연동", **fields: Any) -> AccessRole:
    """A role that may do everything with everything, but for what `fields` says."""
    scopes = dict.fromkeys(grantable.permissions(), 3) | fields.pop("scopes", {})
    return AccessRole.objects.create(name=name, scopes=scopes, **fields)


class Program(Client):
    """Sends JSON with its key to one company's host."""

    def __init__(self, company: Company, text: str) -> None:
        super().__init__(headers={"host": company.host, "authorization": f"Bearer {text}"})
        self.raise_request_exception = False
        self.text = text

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        body = b"" if data is None else json.dumps(data).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.generic(method, path, body, "application/json", headers=given)


def program(
    company: Company, user: User, role: AccessRole | None = None, **key: Any
) -> tuple[Program, ApiKey]:
    """A program with a key of this user; without a role, one that may do everything."""
    with context.inside(company):
        role = role or role_of()
        kept, text = keys.make(key.pop("name", "쇼핑몰"), role=role, user=user, made_by=user, **key)
    return Program(company, text), kept
