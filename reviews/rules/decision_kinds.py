"""The decisions of a review, the outcomes of an order, and the grounds for calling a delay deliberate."""

from enum import StrEnum


class Decision(StrEnum):
    """The decisions, from the mildest to the gravest. The portal only recommends: it changes no pay and no posting."""

    NOT_DELIBERATE = "not_deliberate"  # exonerated
    DISPLEASURE = "displeasure"
    WARNING = "warning"
    CENSURE = "censure"
    REFERRED = "referred"  # to a departmental inquiry

    @property
    def is_adverse(self) -> bool:
        """Return whether the decision calls the delay deliberate."""
        return self is not Decision.NOT_DELIBERATE

    @property
    def gravity(self) -> int:
        """The rank of the decision: a graver one is greater."""
        return list(Decision).index(self)


class OrderOutcome(StrEnum):
    """The effect of the government's order on the decision under appeal."""

    UPHELD = "upheld"
    MODIFIED = "modified"  # replaced by a milder decision
    SET_ASIDE = "set_aside"  # no decision stands against the officer
    REMANDED = "remanded"  # no decision stands until the authority has decided again


class Ground(StrEnum):
    """A reason for calling a delay deliberate (docs/rules.md, *Review*). The dossier must show it."""

    NOTICES_READ = "notices_read"  # a notice was delivered or the complaint was opened, and nothing was done
    TIME_HELD = "time_held"  # the officer had the complaint for long enough
    NO_LEAVE = "no_leave"  # the officer was on duty
    PAUSES = "pauses"  # the officer paused the clock for invalid reasons
