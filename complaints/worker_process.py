"""What a further process of a command begins with. It imports no model: Django is not set up yet."""

import django
from django.db import connection


def begin(settings: dict) -> None:
    """Set Django up, on the database of whoever started this process."""
    django.setup()
    connection.settings_dict.update(settings)
