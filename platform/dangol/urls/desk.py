"""Addresses of the shell on a company's own site, open to every user of it."""

from django.urls import path

from dangol.palette import views as palette
from dangol.search import views as search
from dangol.views import home

urlpatterns = [
    path("health", home.health, name="health"),
    path("palette", palette.results, name="palette"),
    path("search", search.results, name="search"),
]
