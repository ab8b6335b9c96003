"""Addresses of this layer, below /tenants/ on a company's host."""

from django.urls import path

from tenants.views import audit, desk, joining, profile, users

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
    path("desk/favourites", desk.favourite_add, name="favourite-add"),
    path("desk/favourites/<uuid:key>/drop", desk.favourite_drop, name="favourite-drop"),
    path("desk/favourites/<uuid:key>/move", desk.favourite_move, name="favourite-move"),
    path("desk/setting", desk.setting, name="desk-setting"),
]
