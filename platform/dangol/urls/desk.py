"""Addresses of the shell on a company's own site, open to every user of it."""

from django.urls import path

from dangol.palette import views as palette
from dangol.records.views import bin
from dangol.search import views as search
from dangol.views import home

urlpatterns = [
    path("health", home.health, name="health"),
    path("palette", palette.results, name="palette"),
    path("search", search.results, name="search"),
    path("trash", bin.trash_list, name="trash"),
    path("trash/restore", bin.trash_restore, name="trash-restore"),
    path("trash/remove", bin.trash_remove, name="trash-remove"),
]
