"""Log-in pages of django-allauth, each with its mark; only those that a company needs."""

from allauth.account import views
from django.urls import path, re_path

from dangol.access import anyone, requires

urlpatterns = [
    path("accounts/login/", anyone(views.login), name="account_login"),
    path("accounts/logout/", anyone(views.logout), name="account_logout"),
    path("accounts/inactive/", anyone(views.account_inactive), name="account_inactive"),
    path("accounts/password/reset/", anyone(views.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        anyone(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anyone(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        anyone(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "accounts/password/change/",
        requires("tenants.profile.edit", while_suspended=True)(views.password_change),
        name="account_change_password",
    ),
]
