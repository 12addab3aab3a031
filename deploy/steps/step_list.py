"""A step of the installation, and how a list of steps is checked and applied."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.steps.target_machine import InstallationStopped, TargetMachine

ALL_ROLES = ("web", "worker", "beat")


@dataclass(frozen=True)
class InstallOptions:
    """What the operator wants, from the command line of deploy/install."""

    host: str
    source: Path
    roles: tuple[str, ...] = ALL_ROLES
    certificate: str = "self-signed"
    acme_email: str = ""
    urls: dict[str, str] = field(default_factory=dict)  # DATABASE_URL and its like, where the servers are elsewhere
    settings: Path | None = None
    administrators: tuple[tuple[str, str], ...] = ()
    offices: Path | None = None
    officers: Path | None = None

    @property
    def is_first(self) -> bool:
        """Whether this is the first machine, which makes the secrets and migrates. Others get its settings."""
        return self.settings is None

    @property
    def has_local_database(self) -> bool:
        return self.is_first and "DATABASE_URL" not in self.urls

    @property
    def has_local_broker(self) -> bool:
        return self.is_first and "BROKER_URL" not in self.urls


@dataclass(frozen=True)
class InstallStep:
    """One step: its title, how to find what is missing or wrong, and how to repair it.

    Without `apply`, only a person can repair it, and the installation stops.
    """

    title: str
    find_problems: Callable[[TargetMachine, InstallOptions], list[str]]
    apply: Callable[[TargetMachine, InstallOptions], None] | None = None


def check_steps(machine: TargetMachine, options: InstallOptions, steps: list[InstallStep]) -> int:
    """Say what is missing or wrong, and change nothing. Return the number of problems."""
    count = 0
    for step in steps:
        problems = _problems_of(step, machine, options)
        machine.say(f"{'missing' if problems else 'ok':<8} {step.title}")
        for problem in problems:
            machine.say(f"         {problem}")
        count += len(problems)
    machine.say(f"{count} problem{'' if count == 1 else 's'}. Nothing was changed." if count else "Nothing is missing.")
    return count


def apply_steps(machine: TargetMachine, options: InstallOptions, steps: list[InstallStep]) -> int:
    """Do every step that has problems. Return how many steps changed something. Raises InstallationStopped."""
    changed = 0
    for step in steps:
        problems = step.find_problems(machine, options)
        if not problems:
            machine.say(f"ok       {step.title}")
            continue
        if step.apply is None:
            raise InstallationStopped(f"{step.title}: {' '.join(problems)}")
        machine.say(f"doing    {step.title}: {problems[0]}{f' (and {len(problems) - 1} more)' if problems[1:] else ''}")
        step.apply(machine, options)
        changed += 1
        if remaining := step.find_problems(machine, options):
            raise InstallationStopped(f"{step.title}: {' '.join(remaining)}")
    return changed


def _problems_of(step: InstallStep, machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return the problems, among them the one that prevents the check itself, such as a missing program."""
    try:
        return step.find_problems(machine, options)
    except InstallationStopped as reason:
        return [str(reason)]
    except (KeyError, OSError):
        return ["It cannot be checked before the steps above are done."]
