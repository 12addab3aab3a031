from importlib import import_module

from django.apps import AppConfig


class MailIntakeConfig(AppConfig):
    name = "mail_intake"

    def ready(self):
        import_module("mail_intake.services.complaint_signals")  # connects receivers to the signals of complaints
        import_module("mail_intake.setting_checks")
