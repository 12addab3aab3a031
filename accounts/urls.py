"""URLs of the officers' sign-in, under /desk/.

The names are allauth's. Its pages are listed one by one, so that pages that are not listed do not exist.
"""

from django.urls import path, re_path

from accounts import admin_log_views, leave_views, second_factor_views, session_views, sign_in_views
from accounts.single_sign_on import sign_in_pages

urlpatterns = [
    path("sign-in/", sign_in_views.sign_in, name="account_login"),
    path("sign-in/code/", second_factor_views.enter_second_factor, name="mfa_authenticate"),
    path("sign-in/sso/", sign_in_pages.begin_sign_in, name="sso_sign_in"),
    path("sign-in/sso/back/", sign_in_pages.return_from_provider, name="sso_callback"),
    path("sign-out/", sign_in_views.sign_out, name="account_logout"),
    path("inactive/", sign_in_views.inactive, name="account_inactive"),
    path("password/reset/", sign_in_views.forgotten_password, name="account_reset_password"),
    path("password/reset/sent/", sign_in_views.forgotten_password_sent, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in_views.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/set/", sign_in_views.new_password_set, name="account_reset_password_from_key_done"),
    path("posting/", sign_in_views.choose_posting, name="posting"),
    path("leave/end/", leave_views.end_my_leave, name="end_my_leave"),
    path("acts/", admin_log_views.show_admin_log, name="staff_acts"),
    path("my-sign-in/", session_views.show_my_sign_in, name="mfa_index"),
    path(
        "my-sign-in/", session_views.show_my_sign_in, name="mfa_list_webauthn"
    ),  # allauth redirects here after a passkey
    path("my-sign-in/first/", second_factor_views.require_second_factor, name="second_factor"),
    path("my-sign-in/app/", second_factor_views.set_up_app, name="mfa_activate_totp"),
    path("my-sign-in/app/away/", second_factor_views.remove_app, name="mfa_deactivate_totp"),
    path("my-sign-in/passkey/", second_factor_views.add_passkey, name="mfa_add_webauthn"),
    path("my-sign-in/passkey/<int:pk>/away/", second_factor_views.remove_passkey, name="mfa_remove_webauthn"),
    path("my-sign-in/codes/", second_factor_views.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/codes/new/", second_factor_views.create_recovery_codes, name="mfa_generate_recovery_codes"),
    path("my-sign-in/again/", second_factor_views.reauthenticate_by_password, name="account_reauthenticate"),
    path("my-sign-in/again/code/", second_factor_views.reauthenticate_by_code, name="mfa_reauthenticate"),
    path(
        "my-sign-in/again/passkey/", second_factor_views.reauthenticate_by_passkey, name="mfa_reauthenticate_webauthn"
    ),
    path("my-sign-in/sso/", sign_in_pages.show_link, name="sso_link"),
    path("my-sign-in/sso/confirm/", sign_in_pages.confirm_link, name="sso_confirm_link"),
    path("my-sign-in/sessions/end/", session_views.end_own_session, name="end_session"),
]
