"""Addresses of a company: each layer and module below its own code."""

from django.urls import include, path

from dangol import registry
from dangol.views import errors, help_drawer, home

urlpatterns = [
    path("", home.home, name="home"),
    path("language", home.language, name="language"),
    path("help", help_drawer.screen, name="help"),
    path("api/v1/", include("dangol.api.urls")),
    *(
        path("", include(declaration.root_urls))
        for declaration in registry.declarations()
        if declaration.root_urls
    ),
    *(
        path(f"{declaration.code}/", include(declaration.urls))
        for declaration in registry.declarations()
        if declaration.urls
    ),
]

handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_often
handler500 = errors.server_error
