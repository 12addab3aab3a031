"""What a review can come to, and what has to be said for it."""

from enum import StrEnum


class Decision(StrEnum):
    """From the mildest to the gravest. The portal recommends: no pay and no post changes here."""

    NOT_DELIBERATE = "not_deliberate"  # exonerated
    DISPLEASURE = "displeasure"
    WARNING = "warning"
    CENSURE = "censure"
    REFERRED = "referred"  # to a departmental inquiry

    @property
    def is_adverse(self) -> bool:
        """Whether it says that the delay was deliberate."""
        return self is not Decision.NOT_DELIBERATE

    @property
    def gravity(self) -> int:
        return list(Decision).index(self)


class OrderOutcome(StrEnum):
    """What the government's order does with the decision that was appealed against."""

    UPHELD = "upheld"
    MODIFIED = "modified"  # a milder decision in its place
    SET_ASIDE = "set_aside"  # nothing is held against the officer any more


class Ground(StrEnum):
    """On what *deliberate* may rest (domain.md): each is something that the dossier shows."""

    NOTICES_READ = "notices_read"  # a notice was delivered, or the file opened, and nothing was done
    TIME_HELD = "time_held"  # had it for long enough
    NO_LEAVE = "no_leave"  # was on duty
    PAUSES = "pauses"  # asked for pauses for reasons that do not hold
