"""Addresses of sign-up on the public site."""

from django.urls import path

from billing.signup import views

urlpatterns = [
    path("signup", views.sign_up, name="signup"),
    path("signup/address", views.address, name="signup-address"),
    path("signup/confirm/<str:token>", views.confirm, name="signup-confirm"),
]
