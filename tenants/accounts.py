"""Log-in pages of django-allauth, each with its mark; only those that a company needs (P6)."""

from allauth.account import views
from django.urls import path, re_path

from dangol.access import anyone, requires
from tenants.second_factor import before_second_factor
from tenants.sso.views import way
from tenants.views import login

own = requires("tenants.profile.edit", while_suspended=True)

urlpatterns = [
    path("accounts/login/", anyone(login.LogIn.as_view()), name="account_login"),
    path(
        "accounts/login/passkey",
        anyone(login.PasskeyLogIn.as_view()),
        name="mfa_login_webauthn",
    ),
    path("accounts/login/code", anyone(login.SecondStep.as_view()), name="mfa_authenticate"),
    path("accounts/sso/", way.start, name="sso_start"),
    path("accounts/sso/oidc", way.oidc, name="sso_oidc"),
    path("accounts/sso/saml", way.saml_reply, name="sso_saml"),
    path("accounts/sso/saml/metadata", way.saml_metadata, name="sso_saml_metadata"),
    path("accounts/sso/saml/<str:key>", way.saml_read, name="sso_saml_read"),
    path("accounts/logout/", anyone(views.logout), name="account_logout"),
    path("accounts/inactive/", anyone(views.account_inactive), name="account_inactive"),
    path(
        "accounts/password/reset/",
        anyone(login.PasswordForgotten.as_view()),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        anyone(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anyone(login.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        anyone(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "tenants/profile/password",
        own(login.PasswordChange.as_view()),
        name="account_change_password",
    ),
    path(
        "accounts/prove/",
        before_second_factor(own(login.Prove.as_view())),
        name="account_reauthenticate",
    ),
    path(
        "accounts/prove/code",
        before_second_factor(own(login.ProveByCode.as_view())),
        name="mfa_reauthenticate",
    ),
    path(
        "accounts/prove/passkey",
        before_second_factor(own(login.ProveByPasskey.as_view())),
        name="mfa_reauthenticate_webauthn",
    ),
]
