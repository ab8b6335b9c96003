"""Addresses below /messaging/."""

from django.urls import include, path

from messaging.views import corner, results, sends, steering, tracking

app_name = "messaging"

urlpatterns = [
    path("senders/", include("messaging.senders.urls")),
    path("sends/<uuid:key>", sends.send_page, name="send-page"),
    path("sends/<uuid:key>/progress", sends.send_progress, name="send-progress"),
    path("sends/<uuid:key>/results.csv", results.send_csv, name="send-csv"),
    path("sends/<uuid:key>/pause", steering.send_pause, name="send-pause"),
    path("sends/<uuid:key>/resume", steering.send_resume, name="send-resume"),
    path("sends/<uuid:key>/cancel", steering.send_cancel, name="send-cancel"),
    path("sends/<uuid:key>/cover", steering.send_cover, name="send-cover"),
    path("sends/<uuid:key>/postpone", steering.send_postpone, name="send-postpone"),
    path("sends/<uuid:key>/now", steering.send_now, name="send-now"),
    path("sends/<uuid:key>/unfollow", corner.unfollow, name="send-unfollow"),
    path("sends/running", corner.running, name="sends-running"),
    path("o/<str:token>", tracking.opened, name="open"),
    path("c/<str:token>", tracking.clicked, name="click"),
    path("u/<str:token>", tracking.unsubscribe, name="unsubscribe"),
]
