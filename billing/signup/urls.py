"""Addresses of the public site: prices and sign-up."""

from django.urls import path

from billing.signup import price_page, views

urlpatterns = [
    path("", price_page.price_page, name="prices"),
    path("signup", views.sign_up, name="signup"),
    path("signup/address", views.address, name="signup-address"),
    path("signup/confirm/<str:token>", views.confirm, name="signup-confirm"),
]
