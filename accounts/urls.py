"""Officers' sign-in, under /desk/. allauth's own names, its pages one by one: what is not listed does not exist."""

from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    path("password/reset/", views.forgotten_password, name="account_reset_password"),
    path("password/reset/sent/", views.forgotten_password_sent, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/set/", views.new_password_set, name="account_reset_password_from_key_done"),
    path("posting/", views.posting, name="posting"),
]
