"""The operations app, which registers the project's system checks and signal handlers."""

from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from operations import configuration_checks, extension_checks, installation_checks, request_ids, unsafe_modes
from operations.containers import worker_health
from operations.database import database_timeouts, protected_tables, reporting_role
from operations.file_storage import bucket_checks
from operations.jobs import clock_check
from operations.metrics import job_counts
from operations.observability import reporters
from operations.pooling import pool_checks

__all__ = [
    "OperationsConfig",
    "bucket_checks",
    "clock_check",
    "configuration_checks",
    "extension_checks",
    "installation_checks",
    "job_counts",
    "pool_checks",
    "request_ids",
    "unsafe_modes",
    "worker_health",
]


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self):
        reporters.start_reporters()
        connection_created.connect(database_timeouts.lift_statement_timeout, dispatch_uid=database_timeouts.LIFT)
        # Django sends this signal once for each app with models, after all migrations. One app is enough.
        post_migrate.connect(protected_tables.revoke_change_rights, sender=apps.get_app_config("complaints"))
        post_migrate.connect(reporting_role.grant_reporting_rights, sender=apps.get_app_config("complaints"))
