"""The actors of a complaint who are not officers: the citizen and the system. Officers: accounts.actors.Actor."""

from dataclasses import dataclass

from complaints.rules.access_proofs import OpenedBy


@dataclass(frozen=True)
class Citizen:
    """The complainant of a complaint, who has no account.

    `complainant_id`: None before registration. `opened_by`: how they opened the complaint, which decides what they may
    do (complaints.rules.access_proofs).
    """

    complainant_id: int | None = None
    opened_by: OpenedBy = OpenedBy.FILING


@dataclass(frozen=True)
class System:
    """The actor of automatic moves."""


SYSTEM = System()
