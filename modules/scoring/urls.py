"""Addresses of scores, below `/scoring/`."""

from django.urls import path

from modules.scoring.views import runs, settings

app_name = "scoring"
urlpatterns = [
    path("settings/", settings.rule_settings, name="settings"),
    path("settings/progress", runs.progress, name="run-progress"),
    path("runs/start", runs.run_start, name="run-start"),
    path("runs/stop", runs.run_stop, name="run-stop"),
]
