"""The founder's first way into a new company at its own address, and what robots find there."""

from django.urls import path

from billing.signup import entry, site

urlpatterns = [
    path("welcome/<str:token>", entry.entry, name="welcome"),
    path("robots.txt", site.company_robots, name="robots"),
]
