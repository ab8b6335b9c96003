"""The founder's first way into a new company, at its own address."""

from django.urls import path

from billing.signup import views

urlpatterns = [path("welcome/<str:token>", views.entry, name="welcome")]
