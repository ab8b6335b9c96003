"""Addresses of the message box, below `/messages/`."""

from django.urls import path

from modules.messages.views import boxes, writing

app_name = "messages"
urlpatterns = [
    path("", boxes.box, name="box"),
    path("new", writing.new, name="new"),
    path("<uuid:key>/", boxes.message, name="message"),
    path("<uuid:key>/cancel", writing.cancel, name="cancel"),
    path("<uuid:key>/take-back", writing.take_back, name="take-back"),
    path("<uuid:key>/trash", boxes.trash, name="trash"),
    path("<uuid:key>/restore", boxes.restore, name="restore"),
    path("<uuid:key>/files/<uuid:file>", boxes.file, name="message-file"),
]
