"""The inspection sandbox: what a program in it can do, and what happens on a computer where there is none."""

import ctypes
import io
import json
import os
import platform
import resource
import select
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from complaints import evidence
from complaints.evidence import inspection_job, sandbox
from complaints.inspection import process_limits
from complaints.isolation import bubblewrap
from complaints.isolation.syscall_filter import DENIED, INSTRUCTION, build_syscall_filter
from complaints.queries.processing_delays import inspection_backlog
from complaints.rules.accepted_files import FileRefusal, FileRefused
from operations import configuration_checks, start_checks
from tests.citizen.conftest import words
from tests.databases import ROOT
from tests.desk.conftest import seat  # noqa: F401
from tests.evidence import samples
from tests.evidence.conftest import checked
from tests.world import clock

PROBLEM = bubblewrap.find_sandbox_problem()
needs_sandbox = pytest.mark.skipif(bool(PROBLEM), reason=f"NOT SHOWN HERE: {PROBLEM}")
ATTACKS = (ROOT / "tests/evidence/attacks.py").read_text()
GET_DUMPABLE = 3


@pytest.fixture
def attacker(monkeypatch):
    """Put the attacker in the place of the inspection program. Return the program."""
    with closing(socket.create_server(("127.0.0.1", 0))) as portal:
        program = (sys.executable, "-E", "-s", "-c", ATTACKS, str(os.getpid()), str(portal.getsockname()[1]), str(ROOT))
        monkeypatch.setattr(sandbox, "PROGRAM", program)
        monkeypatch.setenv("SECRET_OF_THE_PORTAL", "x")
        yield program


@pytest.fixture
def no_sandbox(monkeypatch, settings):
    """A machine without bubblewrap whose operator has allowed no exception."""
    settings.INSPECT_WITHOUT_SANDBOX = False
    monkeypatch.setattr(bubblewrap, "find_sandbox_problem", lambda: "bubblewrap is not installed.")


def inspect_a_photo() -> str:
    with sandbox.copy_in_sandbox(io.BytesIO(samples.photo()), family="jpeg") as copy:
        return copy.media_type


# --- inside ---


@needs_sandbox
def test_an_inspector_taken_over_reaches_nothing(attacker):
    assert inspect_a_photo() == ""


def test_the_same_attacks_succeed_outside_a_sandbox(attacker):
    """So the test above fails if the sandbox is missing."""
    done = subprocess.run(attacker, cwd=ROOT, env=os.environ, capture_output=True, check=True)
    succeeded = json.loads(done.stdout)["media_type"].split(", ")
    expected = {"own environment", "signal to the parent", "the settings", "a file beside the code", "a connection"}
    assert expected | {"a socket", "a local socket", "a shell", "ptrace", "keyctl"} <= set(succeeded)


@needs_sandbox
def test_a_real_photo_and_a_real_film_are_inspected_in_it(ayesha, monkeypatch, settings):
    settings.INSPECT_WITHOUT_SANDBOX = False
    assert checked(ayesha.gives("a.jpg", samples.photo())).state == "shown"
    assert checked(ayesha.gives("a.mp4", samples.film("mp4"))).state == "shown"


@needs_sandbox
@pytest.mark.parametrize(("signal", "ends"), [("SIGXCPU", "too_hard"), ("SIGSEGV", "broken"), ("SIGKILL", "again")])
def test_a_program_that_a_signal_ends_is_judged_as_outside_a_sandbox(monkeypatch, signal, ends):
    dies = f"import os, signal; os.kill(os.getpid(), signal.{signal})"
    monkeypatch.setattr(sandbox, "PROGRAM", (sys.executable, "-E", "-s", "-c", dies))
    with pytest.raises((FileRefused, sandbox.InspectionInterrupted)) as ended:
        inspect_a_photo()
    assert getattr(ended.value, "reason", "again") == ends


@pytest.mark.mostly_slow(keep=2)
@needs_sandbox
@pytest.mark.parametrize("waits", [0, 0.005, 0.01, 0.02, 0.05, 0.5])
def test_a_program_that_is_killed_leaves_nothing_behind(waits):
    """Also in the first milliseconds, while bubblewrap prepares the sandbox."""
    read, written = os.pipe()
    with open(read, "rb") as pipe:
        sleeps = (sys.executable, "-E", "-c", "import time; time.sleep(600)")
        with bubblewrap.IsolatedProcess(sleeps, handles=(written,)) as process:
            os.close(written)
            time.sleep(waits)
            process.kill()
        ended, _, _ = select.select([pipe], [], [], 30)  # all processes of the sandbox hold the other end
        assert ended


@pytest.mark.slow
@needs_sandbox
def test_a_program_that_takes_too_long_is_killed(monkeypatch):
    monkeypatch.setattr(sandbox, "limits_of", lambda family: process_limits.ProcessLimits(seconds=0.05))
    monkeypatch.setattr(sandbox, "PROGRAM", (sys.executable, "-E", "-c", "import time; time.sleep(600)"))
    with pytest.raises(FileRefused) as refused:
        inspect_a_photo()
    assert refused.value.reason is FileRefusal.TOO_HARD


def test_the_filter_knows_this_machines_numbers_and_both_architectures_have_the_same_names():
    numbers = [syscalls.keys() for syscalls in DENIED.values()]
    assert numbers[0] == numbers[1]
    for machine in DENIED:
        assert len(build_syscall_filter(machine)) % INSTRUCTION.size == 0
    with pytest.raises(KeyError):
        build_syscall_filter("riscv64")


# --- the portal's own processes ---


def test_a_process_that_starts_an_inspection_can_be_neither_read_nor_dumped():
    libc = ctypes.CDLL(None)
    libc.prctl(4, 1)
    with bubblewrap.IsolatedProcess((sys.executable, "-c", ""), handles=()):
        assert libc.prctl(GET_DUMPABLE) == 0
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


@pytest.mark.skipif(os.getuid() != 0, reason="NOT SHOWN HERE: only root can start processes of another user")
@pytest.mark.parametrize(("protect", "readable"), [("protect_process()", b"False"), ("", b"True")])
def test_another_process_of_the_same_user_cannot_read_its_environment(protect, readable):
    code = f"""
import ctypes, os, resource, subprocess, sys
SET_DUMPABLE = 4
{inspect_source()}
{protect}
print("ready", flush=True)
sys.stdin.read()
"""
    python, same_user = "/usr/bin/python3", {"user": 65534, "group": 65534, "extra_groups": []}
    with subprocess.Popen([python, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **same_user) as portal:
        assert portal.stdout.readline() == b"ready\n"
        reads = f"import os; print(os.access('/proc/{portal.pid}/environ', os.R_OK))"
        seen = subprocess.run([python, "-c", reads], capture_output=True, **same_user)
    assert seen.stdout.strip() == readable


def inspect_source() -> str:
    """Return the source of `protect_process`, for a process that may not read this checkout."""
    text = (ROOT / "complaints/isolation/bubblewrap.py").read_text()
    return "def protect_process" + text.split("def protect_process")[1].split("\n\n\n")[0]


# --- where there is no sandbox ---


def test_without_a_sandbox_a_file_is_held_until_a_worker_has_one(ayesha, no_sandbox, monkeypatch, settings):
    row = checked(ayesha.gives("a.jpg", samples.photo()))
    assert (row.state, row.state_label) == ("held", "Waiting for a safe check")
    assert evidence.open_shown_copy(row) is None
    assert inspection_backlog(at=clock("09:10")).waiting == 1
    assert checked(row).state == "held"
    settings.INSPECT_WITHOUT_SANDBOX = True
    assert checked(row).state == "shown"


def test_without_a_sandbox_a_large_film_is_held_too(ayesha, no_sandbox, monkeypatch):
    monkeypatch.setattr(inspection_job.accepted_files, "LARGEST_FILE", 1000)
    row = ayesha.begins("a.mp4", len(film := samples.film("mp4")))
    ayesha.sends(row, 0, film)
    assert checked(row).state == "held"


def test_officers_read_why_a_file_is_not_shown(world, seat, with_complaint, no_sandbox):  # noqa: F811
    ayesha, complaint = with_complaint
    checked(ayesha.gives("a.jpg", samples.photo()))
    assert "The portal cannot check files safely right now." in words(seat(world.salma).opens(complaint, "10:00"))


def test_a_file_of_a_request_is_refused_with_a_reason(no_sandbox):
    with pytest.raises(FileRefused) as refused:
        inspect_a_photo()
    assert refused.value.reason is FileRefusal.NO_SANDBOX


def test_check_says_what_to_do(no_sandbox, settings, caplog):
    (held,) = configuration_checks.check_inspection_sandbox()
    assert held.id == "portal.W023"
    assert held.hint.startswith("bubblewrap is not installed.")
    start_checks.warn_without_sandbox()
    settings.INSPECT_WITHOUT_SANDBOX = True
    (allowed,) = configuration_checks.check_inspection_sandbox()
    assert allowed.id == "portal.W022"
    start_checks.warn_without_sandbox()
    assert [line.partition(".")[0] for line in caplog.messages] == [
        "Files are held and not inspected",
        "Files are inspected WITHOUT a sandbox, as INSPECT_WITHOUT_SANDBOX allows",
    ]


def test_each_reason_is_found(monkeypatch):
    find = bubblewrap.find_sandbox_problem.__wrapped__
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(platform, "machine", lambda: "riscv64")
        assert find().startswith("The sandbox needs Linux on x86-64")
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda program: None)
    assert find() == "bubblewrap is not installed. Install Debian's package bubblewrap."
    bubblewrap.isolation_command.cache_clear()
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda program: "/bin/false")
    assert find().startswith("bubblewrap cannot make a sandbox here (1)")
    bubblewrap.isolation_command.cache_clear()
