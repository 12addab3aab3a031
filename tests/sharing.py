"""A pytest plugin (`-p tests.sharing`): what is dear to make is made by one worker, which runs all tests that share it.

Which tests those are is said by file. (The mark `xdist_group` would need a name that each worker adds to a test's id:
with pytest 9.2, xdist 3.8 adds none, says nothing, and each worker makes everything anew.)
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/backups/test_restored.py",
    "tests/citizen/keys/test_the_abusers_story.py",
    "tests/citizen/keys/test_under_duress.py",
    "tests/config/test_as_served.py",
    "tests/config/test_demo.py",
    "tests/demo/",
    "tests/faults/test_servers_killed_while_chatting.py",
    "tests/monitoring/test_ages.py",
    "tests/monitoring/test_board.py",
    "tests/monitoring/test_board_asked_again.py",
    "tests/monitoring/test_board_figures.py",
    "tests/monitoring/test_board_files.py",
    "tests/monitoring/test_league.py",
    "tests/monitoring/test_station.py",
    "tests/monitoring/test_pending.py",
    "tests/monitoring/test_tallies.py",
    "tests/documents/test_every_paper.py",
    "tests/documents/test_petition.py",
    "tests/permissions/test_matrix.py",
)
"""Files, and folders whose files share one thing."""
WAITING = ("tests/browser/test_notices_vanish.py", "tests/browser/test_whole_chat.py")
"""Files whose tests wait more than they work. All of them go to one worker: two at once, in two workers, would leave a
processor with nothing to do."""

SERVER = ("tests/monitoring/test_replica.py", "tests/faults/test_full_database.py")
"""Files whose tests do something to the whole PostgreSQL of the run. One after the other: a copy does what the server
does, in a folder of a small disk too, which would then be both's."""


class Sharing(LoadScopeScheduling):
    """Those go to one worker, the largest first; each other test goes to whichever worker is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WAITING):
            return "waiting"
        if nodeid.startswith(SERVER):
            return "server"
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config, log):
    """Instead of `--dist loadgroup`."""
    return Sharing(config, log) if config.getvalue("dist") == "loadgroup" else None
