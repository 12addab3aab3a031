"""Migrations and production settings: what must hold before a deployment."""

import pytest

from operations.fresh_secrets import new_secrets
from tests.databases import manage

pytestmark = pytest.mark.usefixtures("servers")  # both commands look at the database

PRODUCTION = {
    "DEBUG": "false",
    "DEMO": "false",
    "SITE_URL": "https://complaints.example.org",
    "ALLOWED_HOSTS": "complaints.example.org",
}


def test_models_and_migrations_agree():
    assert "No changes detected" in manage("makemigrations", "--check", "--dry-run")


def test_production_settings_pass_the_deploy_checks():
    arguments = ("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    assert "no issues" in manage(*arguments, **PRODUCTION, **new_secrets())
