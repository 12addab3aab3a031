"""The project itself as an app, so that its system checks and its jobs' signals are registered."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from config import checks, checks_deploy, packed, protected, request_ids, unsafe_modes
from config.metrics import jobs

__all__ = ["ProjectConfig", "checks", "checks_deploy", "jobs", "request_ids", "unsafe_modes"]


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self):
        # The signal is sent for apps that have models, after all of them are migrated: once is enough.
        for settle in (protected.withdraw_all, packed.allow_all):
            post_migrate.connect(settle, sender=apps.get_app_config("complaints"))
