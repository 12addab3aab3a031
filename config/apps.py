"""The project as an app, so that Django registers its system checks and signal handlers."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from config import checks, checks_deploy, protected, request_ids, unsafe_modes
from config.metrics import jobs

__all__ = ["ProjectConfig", "checks", "checks_deploy", "jobs", "request_ids", "unsafe_modes"]


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self):
        # Django sends the signal once for each app with models, after all migrations. One app is enough.
        post_migrate.connect(protected.withdraw_all, sender=apps.get_app_config("complaints"))
