"""Addresses of this layer, below /tenants/ on a company's host."""

from django.urls import path

from tenants.notices.views import centre, choosing
from tenants.views import audit, company, desk, holidays, joining, profile, security, users

app_name = "tenants"

urlpatterns = [
    path("users/", users.user_list, name="user-list"),
    path("users/invite", users.user_invite, name="user-invite"),
    path("users/<uuid:key>/", users.user_edit, name="user-edit"),
    path("users/<uuid:key>/deactivate", users.user_deactivate, name="user-deactivate"),
    path("users/<uuid:key>/activate", users.user_activate, name="user-activate"),
    path("users/<uuid:key>/reset-factors", users.user_reset_factors, name="user-reset-factors"),
    path("invitations/<uuid:key>/withdraw", users.invitation_withdraw, name="invitation-withdraw"),
    path("join/<str:token>", joining.invitation, name="invitation"),
    path("profile", profile.profile, name="profile"),
    path("profile/security", security.security, name="security"),
    path("profile/security/app", security.totp_add, name="totp-add"),
    path("profile/security/passkeys/add", security.passkey_add, name="passkey-add"),
    path("profile/security/passkeys/<int:key>", security.passkey_rename, name="passkey-rename"),
    path("profile/security/factors/<int:key>/remove", security.factor_remove, name="factor-remove"),
    path("profile/security/codes", security.recovery_codes, name="recovery-codes"),
    path("profile/devices/", security.sitting_list, name="sitting-list"),
    path("profile/devices/end-others", security.sitting_end_others, name="sitting-end-others"),
    path("profile/devices/<uuid:key>/end", security.sitting_end, name="sitting-end"),
    path("profile/notices", choosing.notice_settings, name="notice-settings"),
    path("notices/", centre.notice_list, name="notice-list"),
    path("notices/count", centre.notice_count, name="notice-count"),
    path("notices/read-all", centre.notice_read_all, name="notice-read-all"),
    path("notices/unread-all/<str:mark>", centre.notice_unread_all, name="notice-unread-all"),
    path("notices/<uuid:key>/open", centre.notice_open, name="notice-open"),
    path("notices/<uuid:key>/read", centre.notice_read, name="notice-read"),
    path("notices/digest/<str:token>", choosing.digest_stop, name="digest-stop"),
    path("company", company.company, name="company"),
    path("company/colour", company.colour_preview, name="colour-preview"),
    path("company/logo", company.logo_change, name="logo-change"),
    path("company/logo/remove", company.logo_remove, name="logo-remove"),
    path("company/logo/<uuid:key>/restore", company.logo_restore, name="logo-restore"),
    path("logo/<uuid:key>/<slug:form>.png", company.logo, name="logo"),
    path("company/hours", company.hours, name="hours"),
    path("company/holidays", holidays.holiday_list, name="holiday-list"),
    path("company/holidays/add", holidays.holiday_add, name="holiday-add"),
    path("company/holidays/work", holidays.holiday_work, name="holiday-work"),
    path("company/holidays/<uuid:key>/remove", holidays.holiday_remove, name="holiday-remove"),
    path("company/holidays/restore/<str:token>", holidays.holiday_restore, name="holiday-restore"),
    path("company/login-rules", company.login_rules, name="login-rules"),
    path("audit/", audit.audit_list, name="audit-list"),
    path("desk/favourites", desk.favourite_add, name="favourite-add"),
    path("desk/favourites/<uuid:key>/drop", desk.favourite_drop, name="favourite-drop"),
    path("desk/favourites/<uuid:key>/move", desk.favourite_move, name="favourite-move"),
    path("desk/setting", desk.setting, name="desk-setting"),
]
