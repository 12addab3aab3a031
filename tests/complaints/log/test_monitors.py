"""What monitors of the public log state is shown, and one that has seen another log raises the alarm for good."""

from datetime import timedelta

import pytest

from complaints.models import HourlyHead, MonitorReport
from complaints.queries import public_log
from complaints.rules.log.monitor_statement import InvalidStatement, MonitorStatement
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_monitors import SeesAnotherLog, read_statements
from ledger import merkle
from ledger.signed_notes import log_key, sign_note
from tests.citizen.conftest import Visitor, words
from tests.log_monitor.attackers_log import served
from tests.world import clock

NAME, SEED = "newspaper.example/monitor", b"\x05" * 32
SINCE, CHECKED = "2026-11-01T08:00:00+00:00", "2026-11-23T06:30:00+00:00"


@pytest.fixture
def newspaper(world, settings, tmp_path):
    """Return a function: the newspaper publishes a statement about a log of three hours."""
    for hour in range(3):
        publish_head(at=clock("00:02") + timedelta(hours=hour))
    root = merkle.tree_root(public_log.leaf_hashes()).hex()

    def publish(*, size=3, root=root, origin=settings.LOG_ORIGIN, seed=SEED, raw=None):
        text = f"monitor/v1\n{origin}\n{SINCE}\n{CHECKED}\n{size}\n{root}\n"
        (tmp_path / "status").write_text(str(sign_note(text, NAME, seed)) if raw is None else raw)

    with served(tmp_path) as url:
        settings.LOG_MONITORS = [f"{log_key(NAME, SEED)} {url}/status"]
        publish()
        yield publish


def test_the_page_says_since_when_a_monitor_has_seen_an_unbroken_log(newspaper):
    assert "newspaper.example/monitor Has not reported yet" in words(Visitor().get("/log/"))
    read_statements(at=clock("12:00"))
    page = words(Visitor().get("/log/"))
    assert "Has seen an unbroken log since 1 November 2026, 13:00. Last look: 23 November 2026, 11:30" in page


@pytest.mark.parametrize("forged", [{"size": 4}, {"root": "00" * 32}])
def test_a_monitor_that_saw_another_log_raises_an_alarm_that_stays(newspaper, forged, caplog):
    newspaper(**forged)
    with pytest.raises(SeesAnotherLog, match=NAME):
        read_statements(at=clock("12:00"))
    newspaper()
    read_statements(at=clock("13:00"))
    assert "Says that it was shown another log than this one" in words(Visitor().get("/log/"))
    assert "shown differently" in caplog.text


@pytest.mark.parametrize(
    ("published", "problem"),
    [
        ({"seed": b"\x06" * 32}, "not signed with its key"),
        ({"origin": "elsewhere.example/log"}, "about elsewhere.example/log"),
        ({"raw": "Not found"}, "a note has a text"),
        ({"raw": "x" * 20_000}, "too long"),
        ({"size": "many"}, "no statement"),
    ],
)
def test_what_cannot_be_used_keeps_the_last_statement_and_says_why(newspaper, published, problem):
    read_statements(at=clock("12:00"))
    newspaper(**published)
    read_statements(at=clock("13:00"))
    report = MonitorReport.objects.get()
    assert problem in report.problem
    assert not report.contradicts
    assert public_log.monitor_lines()[0].statement.size == HourlyHead.objects.count()


def test_a_monitor_that_is_away_is_asked_again(newspaper, settings):
    settings.LOG_MONITORS = [f"{log_key(NAME, SEED)} http://127.0.0.1:9/status"]
    read_statements(at=clock("12:00"))
    assert MonitorReport.objects.get().problem


@pytest.mark.parametrize("text", ["", "monitor/v1\n", f"monitor/v2\nlog\n{SINCE}\n{CHECKED}\n1\n{'00' * 32}\n"])
def test_another_text_is_no_statement(text):
    with pytest.raises(InvalidStatement):
        MonitorStatement.parse(text)
