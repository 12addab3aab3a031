"""Somebody with the owner's rights edits the tables behind the portal's back. Each edit is found and named."""

import io
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction

from complaints.models import Event
from complaints.services.log.log_seals import seal_events
from tests.complaints.verifying import found
from tests.world import build, clock

EDITS = {
    "a body": ("UPDATE complaints_event SET body = replace(body, 'relief_granted', 'not_proved')", "was changed"),
    "a column": (
        "UPDATE complaints_event SET at = at - interval '1 hour' WHERE kind = 'mark'",
        "its time is",
    ),
    "an actor": ("UPDATE complaints_event SET posting_id = NULL WHERE kind = 'begin' OR kind = 'mark'", "its actor is"),
    "a link": ("UPDATE complaints_event SET prev = mac WHERE seq = 3", "does not continue the one before"),
    "an event in the middle": (
        "DELETE FROM complaints_words WHERE event_id IN (SELECT id FROM complaints_event WHERE seq = 3);"
        "DELETE FROM complaints_event WHERE seq = 3",
        "event 3 is missing",
    ),
    "the tail, head left": (
        "DELETE FROM complaints_words WHERE event_id = (SELECT max(id) FROM complaints_event);"
        "DELETE FROM complaints_event WHERE id = (SELECT max(id) FROM complaints_event)",
        "its head says",
    ),
    "words": ("UPDATE complaints_words SET text = 'Nothing was said.'", "its words were changed"),
    "words taken away": ("DELETE FROM complaints_words", "its words are gone"),
    "a row's status": (
        "UPDATE complaints_complaint SET status = 'closed', ending = 'confirmed', closed_at = now()",
        "its row says status closed",
    ),
    "a row's holder": ("UPDATE complaints_complaint SET holder_id = NULL", "its row says holder None"),
    "a row's district": ("UPDATE complaints_complaint SET district_id = region_id", "its row says district"),
    "a row's deadline": ("UPDATE complaints_complaint SET due_at = due_at + interval '9 days'", "its row is due at"),
    "when custody passed": (
        "UPDATE complaints_custody SET started_at = started_at + interval '1 h' WHERE ended_at IS NULL;"
        "UPDATE complaints_custody SET ended_at = ended_at + interval '1 h' WHERE ended_at IS NOT NULL",
        "custody and history differ",
    ),
    "a gap in custody": (
        "UPDATE complaints_custody SET ended_at = ended_at - interval '5 min' WHERE ended_at IS NOT NULL",
        "custody has a gap",
    ),
    "a clock's second that is nobody's": (
        "UPDATE complaints_clockrun SET started_at = started_at - interval '1 s', budget = budget + interval '1 s'"
        " WHERE clock = 'contact' AND ended_at IS NOT NULL",
        "not every second is somebody's",
    ),
    "custody's last holder": ("DELETE FROM complaints_custody WHERE ended_at IS NULL", "nobody has it"),
    "a clock taken away": ("DELETE FROM complaints_runningclock", "runs in the ledger only"),
    "a clock taken away from both places": (
        "DELETE FROM complaints_runningclock; DELETE FROM complaints_clockrun WHERE ended_at IS NULL",
        "ought to run",
    ),
    "a deadline moved": (
        "UPDATE complaints_runningclock SET due_at = due_at + interval '1 day'",
        "is not the one of the ledger",
    ),
    "a deadline moved in both places": (
        "UPDATE complaints_runningclock SET due_at = due_at + interval '1 day';"
        "UPDATE complaints_clockrun SET budget = budget + interval '1 day';"
        "UPDATE complaints_complaint SET due_at = due_at + interval '1 day'",
        "promised at registration",
    ),
    "a seal": ("UPDATE complaints_seal SET mac = sha256('made up')", "its events were changed"),
    "a seal taken away": (
        "DELETE FROM complaints_sealedevent WHERE seal_id = (SELECT min(id) FROM complaints_seal);"
        "DELETE FROM complaints_seal WHERE id = (SELECT min(id) FROM complaints_seal)",
        "does not continue the one before",
    ),
}


TABLES = "event", "seal", "sealedevent", "words"


@contextmanager
def behind_the_portals_back(*statements: str):
    """As the owner, with the triggers turned off; undone afterwards."""
    with transaction.atomic():
        with connection.cursor() as owner:
            for table in TABLES:
                owner.execute(f"ALTER TABLE complaints_{table} DISABLE TRIGGER USER")
            for statement in statements:
                owner.execute(statement)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def as_owner(own_database, monkeypatch):
    """The test's connection signs in as the owner of its database."""
    parts = urlsplit(own_database.owner_url)
    connections.close_all()
    for name, value in {"USER": parts.username, "PASSWORD": parts.password}.items():
        monkeypatch.setitem(connections.settings["default"], name, value)


@pytest.fixture
def inquiry(as_owner):
    """A complaint back in inquiry, its first four events in one seal and the others in another."""
    world = build()
    complaint = world.in_inquiry("10:00", station="gulberg")
    seal_events(at=clock("10:00"))
    world.bilal.reports(complaint, "11:00")
    world.farah.does("return_report", complaint, "12:00")
    seal_events(at=clock("12:00"))
    return complaint


def test_an_untouched_world_passes(inquiry):
    assert found() == []
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue().splitlines() == ["1 of 1 complaints", "1 complaints: history, ledgers and rows agree."]


@pytest.mark.slow
def test_each_edit_behind_the_portals_back_is_found_and_named(inquiry):
    missed = {}
    for edit, (statements, sentence) in EDITS.items():
        with behind_the_portals_back(*statements.split(";")):
            findings = found()
        if not any(sentence in one for one in findings):
            missed[edit] = findings
    assert missed == {}
    assert found() == []


def test_the_command_names_each_finding_and_ends_with_one(inquiry):
    errors = io.StringIO()
    with (
        behind_the_portals_back("DELETE FROM complaints_words"),
        pytest.raises(CommandError, match="1 complaints: 5 findings") as failed,
    ):
        call_command("verify_history", stdout=io.StringIO(), stderr=errors)
    assert failed.value.returncode == 1
    assert len([line for line in errors.getvalue().splitlines() if line.startswith(str(inquiry))]) == 5


def test_a_tail_that_is_cut_off_with_everything_that_tells_of_it_shows_in_the_seals(inquiry):
    """The return of the report is undone in every table of the complaint; only the seal remembers it."""
    before = Event.objects.get(complaint=inquiry, kind="submit_report")
    gone = Event.objects.get(complaint=inquiry, kind="return_report")
    with behind_the_portals_back(
        f"DELETE FROM complaints_words WHERE event_id = {gone.pk}",
        f"DELETE FROM complaints_sealedevent WHERE event_id = {gone.pk}",
        f"DELETE FROM complaints_event WHERE id = {gone.pk}",
        f"UPDATE complaints_chainhead SET seq = {before.seq}, mac = '\\x{bytes(before.mac).hex()}'",
        "UPDATE complaints_complaint SET status = 'reported', outcome = 'relief_granted', "
        f"reported_at = '{before.at.isoformat()}', reported_by_id = "
        f"(SELECT officer_id FROM accounts_posting WHERE id = {before.posting_id})",
        "DELETE FROM complaints_runningclock WHERE clock = 'report'",
        "DELETE FROM complaints_clockrun WHERE clock = 'report' AND ended_at IS NULL",
        "UPDATE complaints_clockrun SET ended_at = NULL, why = '' WHERE clock = 'decision'",
        'INSERT INTO complaints_runningclock (complaint_id, clock, cycle, started_at, due_at, "limit", step) '
        'SELECT complaint_id, clock, cycle, started_at, started_at + budget, "limit", step FROM complaints_clockrun '
        "WHERE clock = 'decision'",
        "UPDATE complaints_complaint SET due_at = (SELECT due_at FROM complaints_runningclock)",
    ):
        findings = found()
    assert len(findings) == 1
    assert "2 events were sealed, 1 are there" in findings[0]
