"""URLs of the notifications, under /desk/notifications/."""

from django.urls import path

from desk.notifications import digest_settings_page, notification_list_page

urlpatterns = [
    path("notifications/", notification_list_page.show_notifications, name="notifications"),
    path("notifications/number/", notification_list_page.show_number, name="notification_number"),
    path("notifications/read/", notification_list_page.mark_all_read, name="read_notifications"),
    path("notifications/settings/", digest_settings_page.show_digest_settings, name="digest_settings"),
    path("notifications/<int:notification_id>/", notification_list_page.open_notification, name="notification"),
]
