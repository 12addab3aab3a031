"""Who brings a complaint, and how: anonymously, for somebody else, from abroad, as a child."""

from enum import StrEnum

MAY_BE_ANONYMOUS = frozenset({"bribe_demand", "custodial_torture", "gender_harassment", "misbehaviour"})
"""Categories that are taken without a name or a number (domain.md, *Anonymous*: bribe, torture, harassment,
misbehaviour). Questions stand in the portal then, in place of the personal contact."""


class Behalf(StrEnum):
    """For whom somebody complains."""

    SELF = "self"
    CHILD = "child"
    RELATIVE = "relative"
    CLIENT = "client"
    OTHER = "other"


class Consent(StrEnum):
    """What the person concerned says to it."""

    UNASKED = ""
    GIVEN = "given"
    CANNOT = "cannot"  # too young, ill, held, missing
    NOT_GIVEN = "not_given"
