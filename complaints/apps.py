from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self):
        import_module("complaints.services.exclusion.exclusion_enforcement")  # receivers of signals
        import_module("complaints.services.notification_writing")  # receivers of accounts' signals
        import_module("complaints.services.staff_changes.moved_offices")  # receivers of accounts' signals
        import_module("complaints.services.staff_changes.vacated_postings")  # receivers of accounts' signals
