from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhatsAppConfig(AppConfig):
    name = "whatsapp"
    verbose_name = _("WhatsApp")

    def ready(self):
        import_module("whatsapp.services.chat_erasure")  # connects a receiver to the signal of complaints
        import_module("whatsapp.services.handover_erasure")  # connects a receiver to the deletion of chats
