"""Addresses of outside materials, below `/materials/`."""

from django.urls import path

from dangol.records import record_urls
from modules.materials.records import material_record
from modules.materials.views import adding, concerns

app_name = "materials"
urlpatterns = [
    path("add/", adding.add, name="add"),
    path("materials/<uuid:pk>/connect", concerns.connect, name="material-connect"),
    path(
        "materials/<uuid:pk>/disconnect/<uuid:key>", concerns.disconnect, name="material-disconnect"
    ),
    *record_urls(material_record, "materials"),
]
