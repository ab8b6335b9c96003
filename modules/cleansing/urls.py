"""Addresses of clean data, below `/cleansing/`."""

from django.urls import path

from dangol.records import record_urls
from modules.cleansing.records import fault_record
from modules.cleansing.views import composition, faults, quality, scans, suggestions

app_name = "cleansing"
urlpatterns = [
    *record_urls(fault_record, "faults"),
    path("faults/<uuid:pk>/correct", faults.fault_correct, name="fault-correct"),
    path("composition/", composition.composition, name="composition"),
    path("quality/", quality.quality, name="quality"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/decide", suggestions.decide, name="decide"),
    path("suggestions/undo/<uuid:run>", suggestions.undo, name="undo"),
    path("suggestions/reopen", suggestions.reopen, name="reopen"),
    path("scans/start", scans.scan_start, name="scan-start"),
    path("scans/stop", scans.scan_stop, name="scan-stop"),
]
