"""Everything is in use while one part after the other is killed and the services around it fail: nothing is lost.

This is the short form of `make faults` (drills/faults.py): each way to die or hang once. The drill also kills the whole
web server and beat, and uses PostgreSQL's immediate shutdown.
"""

import pytest

from tests.faults.storm.whole import Size, storm_in
from tests.whatsapp.settings import SETTINGS

pytestmark = pytest.mark.slow

ONCE = "one web worker", "worker", "broker", "postgresql by SIGKILL", "broker hangs", "postgresql hangs"
SHORT = Size(
    filings=30, seconds=9, chatters=2, kills=len(ONCE), pause=1.2, outage=0.3, hang=0.7, victims=ONCE, web_workers=1
)


@pytest.fixture
def whole(tmp_path, static_root, settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    one = storm_in(tmp_path, static_root, SHORT)
    yield one
    one.storm.close()


def test_whatever_dies_everything_acknowledged_is_there_once_and_all_are_told(whole):
    whole.rages()
    counted = whole.counted()
    assert counted.wrong == [], {name: whole.storm.said(name) for name in whole.storm.kept}
    assert {name: times for name, times in whole.storm.kills.items() if times} == dict.fromkeys(ONCE, 1)
    assert counted.figures["failed answers"] > 0, "nothing was in use while it was killed"
    assert counted.figures["filings acknowledged"] == SHORT.filings
    assert counted.figures["mark: acknowledged"] > 0
    assert counted.figures["files in the storage"] > 0
