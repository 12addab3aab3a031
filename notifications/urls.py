"""URL of the demo's mailbox page."""

from django.urls import path

from notifications import views

app_name = "demo"

urlpatterns = [
    path("mailbox/", views.show_mailbox, name="mailbox"),
]
