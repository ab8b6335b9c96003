"""Addresses of the console for sending."""

from django.urls import path

from messaging.console.views import accounts, maintenance, overview, unknowns

app_name = "sending"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("maintenance", maintenance.maintenance, name="maintenance"),
    path("unknowns/<slug:schema>/", unknowns.company, name="unknowns"),
    path("now", overview.now, name="queue-progress"),
    path("accounts/new", accounts.new, name="account-new"),
    path("accounts/<slug:code>/", accounts.edit, name="account"),
    path("accounts/<slug:code>/pause", accounts.pause, {"paused": True}, name="account-pause"),
    path("accounts/<slug:code>/resume", accounts.pause, {"paused": False}, name="account-resume"),
    path("accounts/<slug:code>/try", accounts.probe, name="account-try"),
]
