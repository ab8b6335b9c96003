"""Addresses of the public site, where there is no company."""

from django.conf import settings
from django.urls import include, path

from dangol import registry
from dangol.views import errors, home, mailbox, ui

urlpatterns = [
    path("language", home.language, name="language"),
    path("health", home.health, name="health"),
    *(
        path("", include(declaration.public_urls))
        for declaration in registry.declarations()
        if declaration.public_urls
    ),
]
if settings.DEVELOPMENT:
    urlpatterns += [*mailbox.urlpatterns, *ui.urlpatterns]

handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_often
handler500 = errors.server_error
