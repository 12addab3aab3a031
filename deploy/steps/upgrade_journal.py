"""The record of an upgrade that is under way, so that the next call finds one that was interrupted."""

import contextlib
import fcntl
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from deploy.steps.releases import JOURNAL
from deploy.steps.target_machine import InstallationStopped, TargetMachine

LOCK = "/srv/portal/.upgrade.lock"
PHASES = ("prepare", "check", "migrate", "switch", "restart")
SWITCHED = ("switch", "restart")
"""From here on, the link may name the new release."""


@dataclass(frozen=True)
class UpgradeJournal:
    """An upgrade from one release to another, and the phase that it has begun. `is_rollback`: to the previous one."""

    old: str
    new: str
    phase: str = PHASES[0]
    is_rollback: bool = False


def read_journal(machine: TargetMachine) -> UpgradeJournal | None:
    """Return the upgrade that has begun and not ended, if there is one."""
    text = machine.text(JOURNAL)
    return UpgradeJournal(**json.loads(text)) if text else None


def begin_phase(machine: TargetMachine, journal: UpgradeJournal, phase: str) -> UpgradeJournal:
    """Record that a phase begins. It is on the disk before anything of the phase happens."""
    journal = replace(journal, phase=phase)
    machine.write(JOURNAL, json.dumps(asdict(journal)))
    return journal


def end_upgrade(machine: TargetMachine) -> None:
    """Record that no upgrade is under way."""
    machine.path(JOURNAL).unlink(missing_ok=True)


@contextlib.contextmanager
def only_upgrade(machine: TargetMachine) -> Iterator[None]:
    """Keep a second call away. Raises InstallationStopped while another one runs."""
    with machine.path(LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InstallationStopped("Another upgrade is running.") from None
        yield
