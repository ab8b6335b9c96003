"""Addresses of the console for sending."""

from django.urls import path

from messaging.console.views import accounts, maintenance, numbers, overview, unknowns

app_name = "sending"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("maintenance", maintenance.maintenance, name="maintenance"),
    path("unknowns/<slug:address>/", unknowns.company, name="unknowns"),
    path("now", overview.now, name="queue-progress"),
    path("accounts/new", accounts.new, name="account-new"),
    path("accounts/<slug:code>/", accounts.edit, name="account"),
    path("accounts/<slug:code>/pause", accounts.pause, {"paused": True}, name="account-pause"),
    path("accounts/<slug:code>/resume", accounts.pause, {"paused": False}, name="account-resume"),
    path("accounts/<slug:code>/try", accounts.probe, name="account-try"),
    path("numbers/", numbers.listed, name="number-list"),
    path("numbers/<uuid:key>/", numbers.number, name="number"),
    path("numbers/<uuid:key>/approve", numbers.approve, name="number-approve"),
    path("numbers/<uuid:key>/refuse", numbers.refuse, name="number-refuse"),
    path("numbers/<uuid:key>/withdraw", numbers.withdraw, name="number-withdraw"),
    path("numbers/<uuid:key>/<uuid:file>", numbers.document, name="number-file"),
]
