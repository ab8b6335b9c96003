"""Addresses of clean data, below `/cleansing/`."""

from django.urls import path

from modules.cleansing.views import scans, suggestions

app_name = "cleansing"
urlpatterns = [
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/decide", suggestions.decide, name="decide"),
    path("suggestions/undo/<uuid:run>", suggestions.undo, name="undo"),
    path("suggestions/reopen", suggestions.reopen, name="reopen"),
    path("scans/start", scans.scan_start, name="scan-start"),
    path("scans/stop", scans.scan_stop, name="scan-stop"),
]
