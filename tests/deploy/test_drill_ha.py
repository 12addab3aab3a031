"""The portal on several machines survives the death of its leaders: the short form of `make drill-ha`."""

import subprocess
import sys

import pytest

from drills.ha.topology import find_obstacle
from tests.databases import ROOT

pytestmark = pytest.mark.slow

SHORT = ["--seconds", "20", "--only", "leader killed", "--a-second", "0.5"]


def test_nothing_acknowledged_is_lost_when_the_leader_is_killed():
    if obstacle := find_obstacle():
        pytest.skip(obstacle)
    command = [sys.executable, "-m", "drills.ha", *SHORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    report = f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    assert done.returncode == 0, report
    assert "leader killed, gap" in done.stdout, report
