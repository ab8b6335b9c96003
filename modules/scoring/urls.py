"""Addresses of scores, below `/scoring/`."""

from django.urls import path

from modules.scoring.views import runs, segments, settings

app_name = "scoring"
urlpatterns = [
    path("settings/", settings.rule_settings, name="settings"),
    path("settings/progress", runs.progress, name="run-progress"),
    path("segments/", segments.segment_grid, name="segments"),
    path("segments/<str:code>/rules", segments.segment_rules, name="segment-rules"),
    path("runs/start", runs.run_start, name="run-start"),
    path("runs/stop", runs.run_stop, name="run-stop"),
]
