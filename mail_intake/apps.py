from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailIntakeConfig(AppConfig):
    name = "mail_intake"
    verbose_name = _("Complaints by e-mail")

    def ready(self):
        import_module("mail_intake.services.complaint_signals")  # connects receivers to the signals of complaints
        import_module("mail_intake.setting_checks")
