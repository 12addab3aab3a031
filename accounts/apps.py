from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Offices and officers")

    def ready(self):
        # These modules register system checks, and receivers of sign-in signals and of our own signals.
        import_module("accounts.services.sign_in_logging")
        import_module("accounts.services.sessions")
        import_module("accounts.services.second_factor_sealing")
        import_module("accounts.services.provider_sessions")
        import_module("accounts.single_sign_on.setting_checks")
