"""Addresses of this layer, below /tenants/ on a company's host."""

from django.urls import path

from tenants.views import audit, joining, profile, users

app_name = "tenants"

urlpatterns = [
    path("users/", users.user_list, name="user-list"),
    path("users/invite", users.user_invite, name="user-invite"),
    path("users/<uuid:key>/", users.user_edit, name="user-edit"),
    path("users/<uuid:key>/deactivate", users.user_deactivate, name="user-deactivate"),
    path("invitations/<uuid:key>/withdraw", users.invitation_withdraw, name="invitation-withdraw"),
    path("join/<str:token>", joining.invitation, name="invitation"),
    path("profile", profile.profile, name="profile"),
    path("audit/", audit.audit_list, name="audit-list"),
]
