"""A migration must suit people at work and the release before it (docs/decisions/0030)."""

import pytest
from django_migration_linter import MigrationLinter

from tests.next_release import next_release  # noqa: F401

# The last migration of each app that no running release had to bear.
BASELINE = {
    "accounts": 1, "api": 1, "complaints": 1, "enquiries": 1, "information": 1, "mail_intake": 1, "monitoring": 2,
    "notices": 1, "notifications": 1, "reviews": 1, "sla": 1, "whatsapp": 1,
}  # fmt: skip
EXCUSED: dict[tuple[str, str], str] = {}
"""Migrations that do otherwise, each with the reason why nobody is kept waiting and the release before goes on."""


@pytest.fixture
def linter(django_db_setup, django_db_blocker):
    """It reads the statements of migrations, outside any transaction, as some of them want it."""
    with django_db_blocker.unblock():
        yield MigrationLinter(all_warnings_as_errors=True, no_cache=True, no_output=True)


def new_ones(linter: MigrationLinter) -> list:
    """Migrations of ours that came after the baseline."""
    every = linter.migration_loader.disk_migrations.values()
    return [one for one in every if one.app_label in BASELINE and int(one.name[:4]) > BASELINE[one.app_label]]


def test_new_migrations_suit_people_at_work_and_the_release_before(linter, capsys):
    wrong = []
    for one in new_ones(linter):
        before = linter.nb_erroneous
        linter.no_output = False
        linter.lint_migration(one)
        if linter.nb_erroneous > before and (one.app_label, one.name) not in EXCUSED:
            wrong.append(f"{one.app_label}.{one.name}")
    assert wrong == [], capsys.readouterr().out


@pytest.mark.usefixtures("servers")
def test_the_linter_finds_what_keeps_people_waiting(next_release, request):  # noqa: F811
    """The control: an index that is made with a lock."""
    next_release("migrations.AddIndex('message', models.Index(fields=['recipient'], name='spare'))")
    linter = request.getfixturevalue("linter")
    linter.lint_migration(linter.migration_loader.disk_migrations["notifications", "0002_next"])
    assert linter.nb_erroneous == 1


def test_whatever_is_excused_is_there(linter):
    assert set(EXCUSED) <= set(linter.migration_loader.disk_migrations)
