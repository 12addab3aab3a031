"""App configuration. Importing `checks` registers the system check."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from information import checks

__all__ = ["InformationConfig", "checks"]


class InformationConfig(AppConfig):
    name = "information"
    verbose_name = _("Public information")
