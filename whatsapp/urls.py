"""The webhook's address, in no language."""

from django.urls import path

from whatsapp.webhook import answer_webhook

urlpatterns = [path("webhook", answer_webhook, name="whatsapp_webhook")]
