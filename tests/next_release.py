"""A fixture that adds a migration to an app, for tests of how migrations run and are linted."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]
    operations = [{operation}]
"""


@pytest.fixture
def next_release(tmp_path, monkeypatch, settings):
    """Return a function that adds the migration "0002_next" with one operation to the app `notifications`."""

    def add(operation: str) -> None:
        package = Path(shutil.copytree(ROOT / "notifications" / "migrations", tmp_path / "next_release_migrations"))
        (package / "0002_next.py").write_text(MIGRATION.format(operation=operation))
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {"notifications": package.name}

    yield add
    for name in [name for name in sys.modules if name.startswith("next_release_migrations")]:
        del sys.modules[name]
