"""Rules about the complainant: anonymity, and complaints on behalf of somebody else."""

from enum import StrEnum

MAY_BE_ANONYMOUS = frozenset({"bribe_demand", "custodial_torture", "gender_harassment", "misbehaviour"})
"""Categories in which a complaint may be anonymous (docs/rules.md, *Contact*).

The officer then asks questions on the portal instead of making a personal contact.
"""


class Behalf(StrEnum):
    """The person for whom the complainant acts."""

    SELF = "self"
    CHILD = "child"
    RELATIVE = "relative"
    CLIENT = "client"
    OTHER = "other"


class Consent(StrEnum):
    """The consent of the person for whom the complaint was made."""

    UNASKED = ""
    GIVEN = "given"
    CANNOT = "cannot"  # too young, ill, held, missing
    NOT_GIVEN = "not_given"
