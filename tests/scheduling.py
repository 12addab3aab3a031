"""A pytest plugin (`-p tests.scheduling`) that runs all tests which share expensive data in one worker.

The tests are listed by file. The mark `xdist_group` does not work: with pytest 9.2, xdist 3.8 does not add the group's
name to the test's id and gives no warning, so that each worker makes the data again.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/accounts/single_sign_on/",
    "tests/backups/test_restored.py",
    "tests/citizen/keys/test_the_abusers_story.py",
    "tests/citizen/keys/test_under_duress.py",
    "tests/complaints/understanding/test_understanding_figures.py",
    "tests/config/test_as_served.py",
    "tests/config/test_demo.py",
    "tests/config/test_traces.py",
    "tests/deploy/test_units.py",
    "tests/deploy/test_upgrade_command.py",
    "tests/demo/",
    "tests/deploy/test_bill_of_materials.py",
    "tests/faults/test_servers_killed_while_chatting.py",
    "tests/log_monitor/test_log_monitor.py",
    "tests/monitoring/test_ages.py",
    "tests/monitoring/test_board.py",
    "tests/monitoring/test_board_asked_again.py",
    "tests/monitoring/test_board_figures.py",
    "tests/monitoring/test_board_files.py",
    "tests/monitoring/test_league.py",
    "tests/monitoring/test_station.py",
    "tests/monitoring/test_pending.py",
    "tests/monitoring/test_tallies.py",
    "tests/notifications/test_example_transport.py",
    "tests/whatsapp/test_no_answer.py",
    "tests/documents/test_every_paper.py",
    "tests/documents/test_petition.py",
    "tests/permissions/test_matrix.py",
)
"""Files, and folders whose files share the same data."""
WAITING = ("tests/browser/test_notices_vanish.py", "tests/browser/test_whole_chat.py")
"""Files whose tests mostly wait. One worker runs all of them: two at the same time would leave a processor idle."""

SERVER = ("tests/monitoring/test_replica.py", "tests/faults/test_full_database.py")
"""Files whose tests affect the whole PostgreSQL server of the run. One worker runs them, one after the other: a replica
repeats everything that the server does, for example in a folder on a small disk."""


class Sharing(LoadScopeScheduling):
    """Give each of the groups above to one worker, the largest first, and every other test to the next free worker."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WAITING):
            return "waiting"
        if nodeid.startswith(SERVER):
            return "server"
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config, log):
    """Replace the scheduler of `--dist loadgroup`."""
    return Sharing(config, log) if config.getvalue("dist") == "loadgroup" else None
