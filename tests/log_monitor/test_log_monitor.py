"""The monitor of the public log: it is content with a log that grows, and finds every change by who has all keys."""

import importlib.util
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.signed_notes import SignedNote, VerifierKey, sign_note
from operations.fresh_secrets import new_key
from tests.log_monitor.attackers_log import ATTACKS, KEY, ORIGIN, SEED, AttackersLog, roll_back, served

PROGRAM = Path(__file__).parents[2] / "tools" / "log-monitor" / "log_monitor.py"
ATTEMPTS = int(os.environ.get("LOG_ATTACKS", "60"))
"""How many attacks are tried (`make drill-log`: 1,000)."""
STALE = timedelta(hours=3)


@pytest.fixture(scope="module")
def monitoring():
    """The program as a module."""
    spec = importlib.util.spec_from_file_location("log_monitor", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def log(tmp_path):
    log = AttackersLog(tmp_path / "log", hours=300)
    log.publish()
    return log


@pytest.fixture
def monitor(monitoring, log, tmp_path):
    with served(log.folder) as url:
        yield monitoring.Log(url, KEY, tmp_path / "seen")


def test_a_log_that_grows_is_unbroken_since_the_first_look(log, monitor):
    assert monitor.check(stale=STALE).startswith("300 entries, unbroken since")
    since = monitor.last_seen()["since"]
    log.grow(1)
    log.publish()
    assert monitor.check(stale=STALE) == f"301 entries, unbroken since {since}"
    assert monitor.check(stale=STALE) == f"301 entries, unbroken since {since}"


@pytest.mark.mostly_slow(keep=12)
@pytest.mark.parametrize("number", range(ATTEMPTS))
def test_every_change_by_who_has_all_keys_is_found(number, monitoring, tmp_path):
    log = AttackersLog(tmp_path / "log", hours=2 + number % 7 * 50, seed=number)
    log.publish()
    with served(log.folder) as url:
        monitor = monitoring.Log(url, KEY, tmp_path / "seen")
        monitor.check(stale=STALE)
        ATTACKS[number % len(ATTACKS)](log)
        log.publish()
        with pytest.raises(monitoring.Violation):
            monitor.check(stale=timedelta(days=9999))


def test_two_readers_who_are_shown_different_logs_hold_two_signed_states_that_contradict(monitoring, log, tmp_path):
    """Neither finds it alone; together they have the proof. A witness would have signed one of the two only."""
    fork = AttackersLog(tmp_path / "fork", hours=300, seed=1)
    fork.publish()
    seen = []
    for number, shown in enumerate((log, fork)):
        with served(shown.folder) as url:
            monitor = monitoring.Log(url, KEY, tmp_path / f"seen{number}")
            monitor.check(stale=STALE)
            seen.append(SignedNote.parse((monitor.folder / "checkpoint-300").read_text()))
    assert all(VerifierKey.parse(KEY).signature_in(note) for note in seen)
    assert seen[0].text.split("\n")[1] == seen[1].text.split("\n")[1]
    assert seen[0].text != seen[1].text


def test_the_contradiction_is_kept_as_evidence(log, monitor, monitoring):
    monitor.check(stale=STALE)
    roll_back(log)
    log.publish()
    with pytest.raises(monitoring.Violation, match="the log had 300 entries and has"):
        monitor.check(stale=STALE)
    (evidence,) = monitor.folder.glob("evidence-*")
    assert VerifierKey.parse(KEY).signature_in(SignedNote.parse(evidence.read_text()))
    assert monitor.last_seen()["size"] == 300


def test_an_alarm_is_not_forgotten_when_the_log_shows_its_old_face_again(log, monitor, monitoring):
    monitor.check(stale=STALE)
    honest = list(log.roots)
    log.roots[3] = bytes(32)
    log.publish()
    with pytest.raises(monitoring.Violation, match="is another one than before"):
        monitor.check(stale=STALE)
    log.roots = honest
    log.publish()
    with pytest.raises(monitoring.Violation, match="since an earlier run"):
        monitor.check(stale=STALE)
    assert len(list(monitor.folder.glob("evidence-*"))) == 1


def truncated_tile(log):
    path = log.folder / "tile" / "0" / "001.p" / "44"
    path.write_bytes(path.read_bytes()[:-32])


def truncated_entries(log):
    path = log.folder / "tile" / "entries" / "001.p" / "44"
    path.write_bytes(path.read_bytes()[:-1])


def wrong_key(log):
    note = sign_note(log.note(log.entries()).text, ORIGIN, b"\x08" * 32)
    log.write("checkpoint", str(note).encode())


def false_signature(log):
    note = log.note(log.entries())
    log.write("checkpoint", str(note).replace("\n300\n", "\n301\n").encode())


def another_log(log):
    text = log.note(log.entries()).text.replace(ORIGIN, "elsewhere.example/log")
    log.write("checkpoint", str(sign_note(text, ORIGIN, SEED)).encode())


def clock_that_went_back(log):
    log.first -= timedelta(hours=5)
    log.roots.append(log.random.randbytes(32))
    entries = log.entries()
    log.publish([*entries[:-1], entries[0]])


def hour_of_the_future(log):
    log.first += timedelta(hours=5)
    log.publish()


def hour_without_a_zone(log):
    log.publish([entry.replace(b"+00:00", b"") for entry in log.entries()])


@pytest.mark.parametrize(
    "damage",
    [
        *(truncated_tile, truncated_entries, wrong_key, false_signature, another_log),
        *(clock_that_went_back, hour_of_the_future, hour_without_a_zone),
    ],
)
def test_what_is_not_this_log_is_refused_in_one_line(damage, log, monitor, monitoring):
    damage(log)
    with pytest.raises(monitoring.Violation) as refused:
        monitor.check(stale=STALE)
    assert "\n" not in str(refused.value)
    assert monitor.last_seen() is None


def test_a_log_that_stopped_is_told(log, monitor, monitoring):
    log.first -= timedelta(hours=9)
    log.publish()
    with pytest.raises(monitoring.Violation, match="the newest entry is of"):
        monitor.check(stale=STALE)


def test_the_program_ends_with_a_status_and_signs_what_it_saw(log, tmp_path):
    (tmp_path / "key").write_text(new_key())
    arguments = [tmp_path / "seen", "--sign", tmp_path / "key", "--name", "newspaper.example/monitor"]

    def run(url) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, PROGRAM, url, KEY, *arguments], capture_output=True, text=True)

    with served(log.folder) as url:
        assert (run(url).returncode, run(url).stdout.split()[1]) == (0, "OK")
        status = SignedNote.parse((tmp_path / "seen" / "status").read_text())
        assert status.text.split("\n")[:2] == ["monitor/v1", ORIGIN]
        assert status.signatures[0].name == "newspaper.example/monitor"
        roll_back(log)
        log.publish()
        assert (run(url).returncode, run(url).stdout.split()[1]) == (1, "ALARM:")
    assert (run(url).returncode, run(url).stdout.split()[1]) == (1, "ALARM:")


def test_a_log_that_does_not_answer_is_not_reached(monitoring, tmp_path):
    monitor = monitoring.Log("http://127.0.0.1:9", KEY, tmp_path / "seen")
    with pytest.raises(monitoring.Unreachable):
        monitor.check(stale=STALE)
