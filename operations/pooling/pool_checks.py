"""System check of the database role's settings, on which web processes rely (operations.database.database_roles)."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, Error, connections

from operations.database.database_roles import ROLE_SETTINGS

STORED = """
    SELECT lower(split_part(setting, '=', 1)) FROM pg_roles, unnest(rolconfig) AS setting
    WHERE rolname = current_user"""


@register(Tags.database, deploy=True)
def check_role_settings(databases=None, **_) -> list[Warning]:
    """Warn if the portal's role lacks its settings, because then no web request has a time limit in PostgreSQL."""
    missing = set(ROLE_SETTINGS) - stored_role_settings() if DEFAULT_DB_ALIAS in (databases or []) else set()
    return [
        Warning(
            f"The database role of DATABASE_URL has no setting {', '.join(sorted(missing))}.",
            hint="Run `manage.py create_roles` again. It is safe to repeat.",
            id="portal.W045",
        )
    ] * bool(missing)


def stored_role_settings() -> set[str]:
    """Return the names of the settings that are stored with the role; all of them if the database is unavailable."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(STORED)
            return {name for (name,) in cursor.fetchall()}
    except Error:
        return set(ROLE_SETTINGS)
