"""Who else acts on a complaint beside officers (accounts.actors.Actor)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citizen:
    """The complainant of a complaint, known by a key and not by an account. None before registration."""

    complainant_id: int | None = None


@dataclass(frozen=True)
class System:
    """A rule that acts by the clock."""


SYSTEM = System()
