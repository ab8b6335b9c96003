"""Addresses that providers report to, on the public site: a report is for any company."""

from django.urls import path

from messaging.feedback import views

app_name = "feedback"

urlpatterns = [path("hooks/sns/<slug:code>", views.sns_hook, name="sns")]
