"""Addresses of the portal, below `/portal/`."""

from django.urls import path

from dangol.portal.views import arranging, page, start

urlpatterns = [
    path("", page.portal, name="portal"),
    path("tiles/<str:code>", page.tile, name="portal-tile"),
    path("tiles/<str:code>/settings", page.tile_settings, name="portal-tile-settings"),
    path("arrange", arranging.arrange, name="portal-arrange"),
    path("layout", arranging.save, name="portal-layout"),
    path("add", arranging.add, name="portal-add"),
    path("reset", arranging.reset, name="portal-reset"),
    path("undo", arranging.undo, name="portal-undo"),
    path("start", start.start, name="portal-start"),
    path("start/hide", start.hide, name="portal-start-hide"),
    path("start/show", start.show, name="portal-start-show"),
    path("samples/add", start.samples_add, name="portal-samples-add"),
    path("samples/remove", start.samples_remove, name="portal-samples-remove"),
]
