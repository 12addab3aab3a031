"""Independent witnesses: two real ones sign what continues the log, and refuse everything else."""

from datetime import timedelta

import httpx
import pytest
from django.db import connection
from django.utils.timezone import now

from complaints.models import LogCheckpoint, WitnessSignature
from complaints.queries import public_log
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_witnesses import LogsDiffer, ask_witnesses
from ledger import log_keys
from ledger.signed_notes import TreeHead, VerifierKey
from tests.log_witness import running_witness
from tests.world import clock

pytestmark = pytest.mark.slow
NAMES = ("university.example/witness", "bar.example/witness")


@pytest.fixture
def witnesses(settings, tmp_path):
    """A university and a bar council, which know this log."""
    keys = {"origin": settings.LOG_ORIGIN, "log_key": str(log_keys.public_key())}
    with (
        running_witness(tmp_path / "university", NAMES[0], **keys) as university,
        running_witness(tmp_path / "bar", NAMES[1], **keys) as bar,
    ):
        settings.LOG_WITNESSES = [university.entry, bar.entry]
        yield university, bar


@pytest.fixture
def superuser_runs(as_superuser):
    """Return a function that runs SQL as a superuser who has turned all triggers off."""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET session_replication_role = replica; {sql}; SET session_replication_role = origin")

    return run


def hours(first: int, last: int) -> None:
    """Publish the heads of these hours of the first day."""
    for hour in range(first, last + 1):
        publish_head(at=clock("00:02") + timedelta(hours=hour))


def test_both_sign_each_hour_and_the_checkpoint_is_witnessed(world, witnesses):
    for hour in range(3):
        hours(hour, hour)
        assert ask_witnesses(at=now()) == 2
        assert ask_witnesses(at=now()) == 0
    checkpoint = public_log.newest_witnessed_checkpoint()
    note = public_log.note_of(checkpoint)
    assert TreeHead.parse(note.text).size == 3
    for witness in witnesses:
        assert VerifierKey.parse(witness.key).signature_in(note)


def test_a_witness_that_was_away_signs_the_newest_when_it_is_back(world, witnesses, settings):
    hours(0, 0)
    ask_witnesses(at=now())
    university, bar = witnesses
    settings.LOG_WITNESSES = [university.entry, bar.key + " http://127.0.0.1:9"]
    hours(1, 3)
    assert ask_witnesses(at=now()) == 1
    assert public_log.newest_witnessed_checkpoint().size == 1
    settings.LOG_WITNESSES = [university.entry, bar.entry]
    assert ask_witnesses(at=now()) == 1
    assert public_log.newest_witnessed_checkpoint().size == 4


def test_a_witness_whose_signatures_we_lost_is_asked_from_what_it_knows(superuser_runs, witnesses):
    hours(0, 2)
    ask_witnesses(at=now())
    superuser_runs("DELETE FROM complaints_witnesssignature")
    hours(3, 3)
    assert ask_witnesses(at=now()) == 2


def test_a_log_that_was_rolled_back_is_refused_and_raises_the_alarm(superuser_runs, witnesses, caplog):
    hours(0, 5)
    ask_witnesses(at=now())
    superuser_runs(
        "DELETE FROM complaints_witnesssignature; DELETE FROM complaints_logcheckpoint WHERE size > 3;"
        "DELETE FROM complaints_hourlyhead WHERE number > 3"
    )
    with pytest.raises(LogsDiffer, match="it signed 6 entries, and this log has 3"):
        ask_witnesses(at=now())
    assert "has seen another log" in caplog.text
    assert WitnessSignature.objects.count() == 0


def test_a_log_that_was_rewritten_is_refused_and_raises_the_alarm(superuser_runs, witnesses):
    hours(0, 5)
    ask_witnesses(at=now())
    superuser_runs(
        "DELETE FROM complaints_witnesssignature; DELETE FROM complaints_logcheckpoint WHERE size > 3;"
        "DELETE FROM complaints_hourlyhead WHERE number > 3"
    )
    for hour in range(7, 13):
        hours(hour, hour)
    assert LogCheckpoint.objects.order_by("size").last().size == 9
    with pytest.raises(LogsDiffer, match="does not continue the 6 that it signed"):
        ask_witnesses(at=now())


def test_another_log_of_the_same_size_is_refused_too(superuser_runs, witnesses):
    hours(0, 0)
    ask_witnesses(at=now())
    superuser_runs(
        "DELETE FROM complaints_witnesssignature; DELETE FROM complaints_logcheckpoint;"
        "DELETE FROM complaints_hourlyhead"
    )
    hours(4, 4)
    with pytest.raises(LogsDiffer):
        ask_witnesses(at=now())


def test_a_witness_knows_neither_a_foreign_log_nor_a_false_signature(world, witnesses, settings):
    settings.LOG_ORIGIN = "elsewhere.example/log"
    hours(0, 0)
    note = LogCheckpoint.objects.get().note
    assert httpx.post(f"{witnesses[0].url}/add-checkpoint", content=f"old 0\n\n{note}").status_code == 404
