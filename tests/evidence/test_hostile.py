"""Hostile files are refused with a reason, inspected in a sandbox, and not shown before the scanner has seen them."""

import io
import os
import signal
import subprocess
import sys
import time

import pikepdf
import pytest

from complaints import evidence, file_scanning
from complaints.evidence import sandbox
from complaints.inspection import process_limits
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from ledger.service_exceptions import RowsFailed
from tests.databases import ROOT
from tests.evidence import samples
from tests.evidence.clamd import clamd
from tests.evidence.conftest import TOLD, Hands, checked, original, stored
from tests.world import clock

# --- what is hostile, and what is broken ---

HOSTILE = {
    "a bomb": ("a.png", samples.bomb(), "pixels"),
    "half a photo": ("a.jpg", samples.photo(size=(640, 480))[:-300], "broken"),
    "noise behind a head": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(5000), "broken"),
    "a PNG called JPEG": ("a.jpg", samples.photo("PNG"), "disguised"),
    "a picture of lines and scripts": (
        "a.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "disguised",
    ),
    "a web page": ("a.pdf", b"<html><script>steal()</script></html>", "disguised"),
    "Word with macros, called PDF": ("a.pdf", samples.archive(), "disguised"),
    "a program": ("a.mp4", b"MZ" + bytes(5000), "disguised"),
    "a photo that is an archive": ("a.jpg", samples.photo() + samples.archive(), "hides"),
    "a photo that is a page": ("a.jpg", samples.photo(comment=b"<html><script>steal()</script>"), "hides"),
    "a PDF that is an archive": ("a.pdf", samples.paper() + samples.archive(), "hides"),
    "a PDF with JavaScript": (
        "a.pdf",
        samples.paper(lambda pdf: pdf.Root.__setattr__("OpenAction", samples.script("app.alert(1)"))),
        "hides",
    ),
    "a PDF whose script is called by name": ("a.pdf", samples.paper(samples.named_script), "hides"),
    "a PDF that starts a program": ("a.pdf", samples.paper(samples.launches), "hides"),
    "a locked PDF": ("a.pdf", samples.paper(encryption=pikepdf.Encryption(owner="o", user="u")), "locked"),
    "a PDF with rights taken away": ("a.pdf", samples.paper(encryption=pikepdf.Encryption(owner="o")), "locked"),
    "half a PDF": ("a.pdf", b"%PDF-1.7\n" + bytes(3000), "broken"),
    "half a film": ("a.mp4", samples.film("mp4")[:900], "broken"),
    "a play list called a film": ("a.webm", b"#EXTM3U\nfile:///etc/passwd\n", "disguised"),
}


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_and_everything_else_stays(ayesha, tmp_path, hostile):
    name, contents, reason = HOSTILE[hostile]
    good = ayesha.gives("good.jpg", samples.photo())
    bad = checked(ayesha.gives(name, contents))
    good.refresh_from_db()
    assert (bad.state, bad.refused_because, bad.refusal != "") == ("refused", reason, True)
    assert good.state == "shown"
    assert stored(tmp_path) == [f"originals/{good.pk}", f"shown/{good.pk}"]


def test_of_a_complaints_file_that_is_refused_the_original_stays_sealed_and_shown_to_nobody(with_complaint):
    ayesha, _ = with_complaint
    contents = samples.photo() + samples.archive()
    row = checked(ayesha.gives("a.jpg", contents))
    assert row.state == "refused"
    assert original(row) == contents
    assert evidence.open_shown_copy(row) is None
    assert not ayesha.removes(row)


# --- the sandbox ---


def test_the_room_has_no_keys_and_a_ceiling(monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_PORTAL", "x")
    seen = subprocess.run(
        [sys.executable, "-E", "-s", "-c", ROOM], cwd=ROOT, env={"LANG": "C.UTF-8"}, capture_output=True, text=True
    )
    assert seen.stdout.split() == ["268435456", "251658240", "5", "0", "True"], seen.stderr


ROOM = """
import os, resource
from complaints.inspection import process_limits
process_limits.set_process_limits("png")
for what in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_CPU):
    print(resource.getrlimit(what)[0])
print(resource.getrlimit(resource.RLIMIT_CORE)[0], "SECRET_OF_THE_PORTAL" not in os.environ)
"""


def test_a_file_that_takes_too_long_is_refused(ayesha, monkeypatch):
    monkeypatch.setattr(sandbox, "limits_of", lambda family: process_limits.ProcessLimits(seconds=0.001))
    row = checked(ayesha.gives("a.jpg", samples.photo()))
    assert (row.state, row.refused_because) == ("refused", "too_hard")


@pytest.mark.slow
def test_a_checker_that_is_killed_is_followed_by_another(own_database, tmp_path, settings):
    """The process is killed during a film. The row still has the pending work, and no lock remains."""
    draft = start_draft(channel=Channel.WEB, answers=TOLD, at=clock("08:55"))
    row = Hands(FileOwner(draft_id=draft.pk)).gives("a.mp4", samples.film("mp4", seconds=20))
    place = settings.STORAGES["evidence"]["OPTIONS"]["location"]
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env=os.environ | own_database.environment | {"EVIDENCE_STORAGE": place},
        stdout=subprocess.PIPE,
    )
    assert worker.stdout.readline() == b"looking\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    row.refresh_from_db()
    assert row.state == "checking"
    deadline = time.monotonic() + 20
    while checked(row).state == "checking":  # PostgreSQL notices the dead connection soon
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert row.state == "shown"


KILLED = """
import os, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.utils.timezone import now
from complaints import evidence
from complaints.evidence import sandbox
def look(*args):
    print("looking", flush=True)
    time.sleep(60)
sandbox._run_inspection = look
evidence.inspect_waiting_files(at=now())
"""


def test_a_room_that_is_closed_from_outside_leaves_the_file_for_later(ayesha, monkeypatch):
    row = ayesha.gives("a.jpg", samples.photo())
    dies = (sys.executable, "-E", "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(sandbox, "PROGRAM", dies)
    assert checked(row).state == "checking"
    monkeypatch.undo()
    assert checked(row).state == "shown"


def test_a_file_that_is_taken_away_meanwhile_leaves_no_copy(ayesha, monkeypatch, tmp_path):
    row = ayesha.gives("a.jpg", samples.photo())
    look = sandbox._run_inspection

    def slowly(*args):
        ayesha.removes(row)
        return look(*args)

    monkeypatch.setattr(sandbox, "_run_inspection", slowly)
    evidence.inspect_waiting_files(at=clock("09:05"))
    assert not Evidence.objects.exists()
    assert stored(tmp_path) == []


def test_one_file_that_cannot_be_looked_at_does_not_stop_the_others(ayesha, tmp_path):
    lost, good = ayesha.gives("lost.jpg", samples.photo()), ayesha.gives("good.jpg", samples.photo())
    (tmp_path / "evidence" / lost.original).unlink()
    with pytest.raises(RowsFailed):
        evidence.inspect_waiting_files(at=clock("09:05"))
    for row, state in ((lost, "checking"), (good, "shown")):
        row.refresh_from_db()
        assert row.state == state


# --- the virus scanner ---


def infected() -> bytes:
    return samples.photo(comment=samples.EICAR)


def test_a_virus_is_refused_and_the_rest_is_scanned_and_shown(ayesha, settings):
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        bad, good = ayesha.gives("bad.jpg", infected()), ayesha.gives("good.jpg", samples.photo())
        assert checked(bad).refused_because == "virus"
        good.refresh_from_db()
        assert (good.state, good.scanned_at) == ("shown", clock("09:05"))
        assert samples.photo() in server.seen


def test_while_the_scanner_is_away_nothing_is_shown(ayesha, settings):
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        server.error = b"INSTREAM size limit exceeded. ERROR"
        row = checked(ayesha.gives("a.jpg", samples.photo()))
        assert (row.state, row.state_label) == ("waiting", "Waiting for the virus scanner")
        assert evidence.open_shown_copy(row) is None
    assert checked(row).state == "waiting"  # no scanner listens at that address any more
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert checked(row).state == "shown"


@pytest.mark.slow
def test_a_new_scanner_looks_at_what_was_shown_before_and_hides_it_until_then(ayesha, settings):
    good, bad = checked(ayesha.gives("a.jpg", samples.photo())), checked(ayesha.gives("b.jpg", infected()))
    assert good.is_open
    assert bad.is_open
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert not good.is_open
        assert good.state_label == "Waiting for the virus scanner"
        assert checked(good).is_open
        bad.refresh_from_db()
        assert (bad.state, bad.refused_because) == ("refused", "virus")


def test_the_scanner_is_found_by_tcp_or_by_its_socket(settings):
    settings.CLAMAV_URL = "unix:///nowhere/clamd.ctl"
    assert file_scanning.scan_file(io.BytesIO(b"x")) is file_scanning.ScanResult.UNSEEN
