"""URL of the link in the answer to an e-mail."""

from django.urls import path

from mail_intake.citizen.mail_link_page import open_mail

urlpatterns = [path("m/<draft:draft>/", open_mail, name="open_mail")]
