"""Addresses below /messaging/senders/."""

from django.urls import path

from messaging.senders.views import addresses, domains, numbers, overview

urlpatterns = [
    path("", overview.senders, name="senders"),
    path("usual", overview.usual, name="sender-usual"),
    path("replies", overview.replies, name="sender-replies"),
    path("domains/new", domains.new, name="sender-domain-new"),
    path("domains/<uuid:key>/", domains.domain, name="sender-domain"),
    path("domains/<uuid:key>/check", domains.check, name="sender-domain-check"),
    path("domains/<uuid:key>/remove", domains.remove, name="sender-domain-remove"),
    path("addresses/new", addresses.new, name="sender-address-new"),
    path("addresses/<uuid:key>/", addresses.edit, name="sender-address"),
    path("addresses/<uuid:key>/ask", addresses.ask, name="sender-address-ask"),
    path("addresses/<uuid:key>/remove", addresses.remove, name="sender-address-remove"),
    path("confirm/<str:token>", addresses.confirm, name="sender-confirm"),
    path("numbers/new", numbers.new, name="sender-number-new"),
    path("numbers/<uuid:key>/", numbers.number, name="sender-number"),
    path("numbers/<uuid:key>/remove", numbers.remove, name="sender-number-remove"),
    path("numbers/<uuid:key>/<uuid:file>", numbers.document, name="sender-number-file"),
]
