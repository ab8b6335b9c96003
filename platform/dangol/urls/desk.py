"""Addresses of the shell on a company's own site, open to every user of it."""

from django.urls import path

from dangol.palette import views as palette

urlpatterns = [
    path("palette", palette.results, name="palette"),
]
