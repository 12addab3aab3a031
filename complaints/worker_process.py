"""Start-up of the worker processes of a command. The module imports no model, because Django is not set up yet."""

import django
from django.db import connection


def set_up_worker(settings: dict) -> None:
    """Set up Django and use the parent process's database settings."""
    django.setup()
    connection.settings_dict.update(settings)
