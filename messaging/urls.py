"""Addresses below /messaging/."""

from django.urls import path

from messaging.views import sends, tracking

app_name = "messaging"

urlpatterns = [
    path("sends/<uuid:key>", sends.send_page, name="send-page"),
    path("sends/<uuid:key>/progress", sends.send_progress, name="send-progress"),
    path("sends/<uuid:key>/results.csv", sends.send_csv, name="send-csv"),
    path("sends/<uuid:key>/pause", sends.send_pause, name="send-pause"),
    path("sends/<uuid:key>/resume", sends.send_resume, name="send-resume"),
    path("sends/<uuid:key>/cancel", sends.send_cancel, name="send-cancel"),
    path("sends/<uuid:key>/cover", sends.send_cover, name="send-cover"),
    path("o/<str:token>", tracking.opened, name="open"),
    path("c/<str:token>", tracking.clicked, name="click"),
    path("u/<str:token>", tracking.unsubscribe, name="unsubscribe"),
]
