"""The webhook's address, in no language."""

from django.urls import path

from whatsapp.webhook import webhook

urlpatterns = [path("webhook", webhook, name="whatsapp_webhook")]
