"""The addresses of the interface: four for every declared record type, and the document."""

from __future__ import annotations

from django.urls import URLPattern, path

from dangol.api import batches, document, reading, writing
from dangol.api.resources import Deed, resource
from dangol.api.types import declared
from dangol.records.declaration import Record

app_name = "api"


def addresses_of(record: Record) -> list[URLPattern]:
    """List and making; one record; the trash; many at once."""
    see, make, edit, delete = map(record.permission, ("view", "create", "edit", "delete"))
    root, name = f"{record.module}/{record.noun}", f"{record.module}-{record.noun}"
    many = {"GET": Deed(see, reading.many), "POST": Deed(make, writing.make, is_write=True)}
    one = {
        "GET": Deed(see, reading.one),
        "PATCH": Deed(edit, writing.change, is_write=True),
        "DELETE": Deed(delete, writing.remove, is_write=True),
    }
    batch = {
        "POST": Deed(make, batches.make_many, is_write=True),
        "PATCH": Deed(edit, batches.change_many, is_write=True),
    }
    restore = {"POST": Deed(delete, writing.restore, is_write=True)}
    return [
        path(root, resource(many, record), name=f"{name}-list"),
        path(f"{root}/batch", resource(batch, record), name=f"{name}-batch"),
        path(f"{root}/<uuid:pk>", resource(one, record), name=name),
        path(f"{root}/<uuid:pk>/restore", resource(restore, record), name=f"{name}-restore"),
    ]


urlpatterns = [
    path(
        "openapi.json",
        resource({"GET": Deed("desk.own.use", document.document)}),
        name="document",
    ),
    *(address for record in declared() for address in addresses_of(record)),
]
