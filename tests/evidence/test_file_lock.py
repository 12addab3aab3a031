"""The lock on a file: both of its forms exclude each other, and nothing is deleted before the changes are committed."""

import uuid

import psycopg
import pytest
from django.db import connection

from complaints.evidence import upload
from complaints.evidence.file_lock import try_lock_file, try_lock_file_for_job
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from tests.evidence.conftest import PHOTO, TOLD, Hands
from tests.world import build, clock

FILE = uuid.UUID(int=7)
FORMS = try_lock_file, try_lock_file_for_job


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("others", ["SELECT pg_try_advisory_lock(7)", "SELECT pg_try_advisory_xact_lock(7)"])
def test_nobody_else_gets_the_lock_before_the_block_ends(own_database, form, others):
    with psycopg.connect(own_database.url, autocommit=True) as another:
        with form(FILE) as has_lock:
            assert has_lock
            assert another.execute(others).fetchone() == (False,)
        assert another.execute(others).fetchone() == (True,)


@pytest.mark.parametrize("form", FORMS)
def test_a_lock_of_another_is_respected(own_database, form):
    with psycopg.connect(own_database.url) as another:
        another.execute("SELECT pg_advisory_xact_lock(7)")
        with form(FILE) as has_lock:
            assert not has_lock


def test_the_pieces_of_a_file_are_deleted_after_the_commit(own_database, monkeypatch):
    build()
    draft, seen = start_draft(channel=Channel.WEB, answers=TOLD, at=clock("08:55")), []

    def delete_pieces(evidence_id):
        seen.append((connection.in_atomic_block, Evidence.objects.get(pk=evidence_id).state))

    monkeypatch.setattr(upload, "delete_pieces", delete_pieces)
    Hands(FileOwner(draft_id=draft.pk)).gives("a.jpg", PHOTO)
    assert seen == [(False, Evidence.State.CHECKING)]
