"""The settings of the portal's database role, on which web requests rely."""

import pytest
from django.db import connection

from operations.database.database_roles import ROLE_SETTINGS
from operations.pooling import pool_checks

pytestmark = pytest.mark.django_db


def test_the_role_has_them_and_nothing_is_said():
    assert pool_checks.stored_role_settings() >= set(ROLE_SETTINGS)
    assert pool_checks.check_role_settings(databases=["default"]) == []


def test_a_role_without_one_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(pool_checks, "stored_role_settings", lambda: {"timezone"})
    (warning,) = pool_checks.check_role_settings(databases=["default"])
    assert warning.msg == "The database role of DATABASE_URL has no setting statement_timeout."
    assert "create_roles" in warning.hint


def test_jobs_and_commands_lift_the_limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
