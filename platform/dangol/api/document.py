"""The OpenAPI document of one company, as one caller may use it (W1).

Made of the declarations when it is asked for: own fields are in it, hidden ones are not, and what a
role may not do has no place in it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dangol.api import schemas, types
from dangol.api.callers import ROOT
from dangol.api.calls import JSON, Answer, Call
from dangol.api.operations import ALWAYS, paths_of
from dangol.api.problems import MEDIA_TYPE, TITLES
from dangol.api.values import values_of

VERSION = "1.0.0"


def document(call: Call) -> Answer:
    """The document, for the rights of the caller and at the address that was asked."""
    return Answer(200, written(call.user, call.request.build_absolute_uri(ROOT.rstrip("/"))))


def written(user: Any, address: str) -> dict[str, Any]:
    """The document as JSON; `address` is where the interface of this company is."""
    found: dict[str, Any] = {"paths": {}, "schemas": schemas.shared()}
    tags = []
    for record in types.open_to(user):
        values = values_of(record, user)
        found["schemas"] |= schemas.of_record(record, values)
        found["paths"] |= paths_of(record, values, user)
        tags.append({"name": str(record.plural), "description": record.code})
    found["paths"]["/openapi.json"] = {"get": _own()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dangol", "version": VERSION, "description": _about()},
        "servers": [{"url": address}],
        "security": [{"key": []}],
        "tags": tags,
        "paths": found["paths"],
        "components": {
            "schemas": found["schemas"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _about() -> str:
    return _(
        "Every call carries a key: Authorization: Bearer …. A key may do what its role may."
        " Up to %(calls)s calls a minute; RateLimit headers say how many are left."
    ) % {"calls": settings.API_CALLS_A_MINUTE}


def _own() -> dict[str, Any]:
    refused = {
        str(status): {
            "description": str(TITLES[status]),
            "content": {MEDIA_TYPE: {"schema": schemas.ref("problem")}},
        }
        for status in ALWAYS
    }
    told = {"description": _("Done"), "content": {JSON: {"schema": {"type": "object"}}}}
    return {
        "operationId": "document",
        "summary": _("This document"),
        "responses": {"200": told, **refused},
    }
