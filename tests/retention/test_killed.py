"""The job is killed at every step of a complaint. The next run finishes, and nothing is lost or left over."""

import os
import signal

import pytest
from django.conf import settings as portal_settings
from django.db import connections

from complaints.evidence import sealed_storage, upload
from complaints.models import Complaint, Event, Evidence
from complaints.queries.verification import verify_complaints
from complaints.services import history
from complaints.services.retention import anonymise_due, file_deletion, row_erasure
from tests.evidence import samples
from tests.forked import run_forked
from tests.retention.lives import LATER, lived, settle
from tests.world import build, clock

pytestmark = pytest.mark.slow

STEPS = {
    "before anything": (row_erasure, "erase_personal_rows"),
    "in the midst of the rows": (file_deletion, "mark_files_destroyed"),
    "before the event": (history, "append"),
}
AFTERWARDS = {
    "before a file": (upload, "delete_pieces"),
    "before the next file": (sealed_storage, "delete_files"),
}


def die(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(step: tuple, monkeypatch) -> int:
    """Return how a process ended that was killed there.

    It opens its own connections. After a test with a browser (whose loop runs in this thread but not in the child), the
    child would find the previous connection still open, to another database.
    """
    connections.close_all()

    def anonymise():
        for inherited in connections.all(initialized_only=True):
            inherited.connection = None
        monkeypatch.setattr(*step, die)
        anonymise_due(at=clock(LATER))

    return run_forked(anonymise)


@pytest.fixture
def place(settings, tmp_path):
    where = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": where}
    return tmp_path / "evidence"


def test_killed_anywhere_it_is_finished_later(own_database, place, monkeypatch):
    world = build()
    settle("financial_crime")
    complaint = lived(world, photo=samples.photo())
    for name, step in STEPS.items():
        assert killed_at(step, monkeypatch) == -signal.SIGKILL, name
        assert is_gone(complaint) is False, name
        assert wrong() == []
    for name, step in AFTERWARDS.items():
        assert killed_at(step, monkeypatch) == -signal.SIGKILL, name
        assert is_gone(complaint) is True, name
        assert wrong() == []
        assert [path for path in place.rglob("*") if path.is_file()] != []
    assert anonymise_due(at=clock(LATER)) == 0
    assert [path for path in place.rglob("*") if path.is_file()] == []
    assert Evidence.objects.get(complaint=complaint).original == ""
    assert Event.objects.filter(complaint=complaint, kind="anonymised").count() == 1
    assert wrong() == []


def is_gone(complaint) -> bool:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk).anonymised_at is not None


def wrong() -> list[str]:
    return [str(finding) for _, found in verify_complaints() for finding in found]
