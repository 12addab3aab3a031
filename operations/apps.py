"""The operations app, which registers the project's system checks and signal handlers."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from operations import (
    configuration_checks,
    installation_checks,
    observability,
    protected_tables,
    request_ids,
    unsafe_modes,
    worker_health,
)
from operations.metrics import job_counts

__all__ = [
    "OperationsConfig",
    "configuration_checks",
    "installation_checks",
    "job_counts",
    "request_ids",
    "unsafe_modes",
    "worker_health",
]


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        observability.start_reporters()
        # Django sends the signal once for each app with models, after all migrations. One app is enough.
        post_migrate.connect(protected_tables.revoke_change_rights, sender=apps.get_app_config("complaints"))
