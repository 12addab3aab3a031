"""URLs of the form that works without a connection."""

from django.urls import path

from citizen.offline import offline_form_page, offline_intake

urlpatterns = [
    path("complain/offline/", offline_form_page.show_offline_form, name="offline_form"),
    path("complain/offline/send/", offline_intake.receive_offline_complaint, name="offline_send"),
]
