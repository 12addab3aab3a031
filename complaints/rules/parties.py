"""Who else acts on a complaint beside officers (accounts.actors.Actor)."""

from dataclasses import dataclass

from complaints.rules.opened_by import OpenedBy


@dataclass(frozen=True)
class Citizen:
    """The complainant of a complaint, known by a key and not by an account. None before registration.

    `opened_by`: what opened the complaint, which says what they may do (rules.opened_by).
    """

    complainant_id: int | None = None
    opened_by: OpenedBy = OpenedBy.FILING


@dataclass(frozen=True)
class System:
    """A rule that acts by the clock."""


SYSTEM = System()
