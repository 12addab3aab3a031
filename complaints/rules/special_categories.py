"""Categories with rules of their own, and codes that were replaced."""

MISSING_CHILD = "missing_child"
"""An urgent matter of public safety, not a confidential complaint (docs/rules.md, *Special cases*)."""

TORTURE = "custodial_torture"
"""Investigated outside the police: the FIA, under the NCHR (docs/rules.md, *Special cases*)."""

ILLEGAL_DETENTION = "illegal_detention"

FIR_NOT_REGISTERED = "fir_not_registered"

CRIME_GROUP = "crime"
"""The group of the categories in which a case needs an FIR (docs/rules.md, *Outcomes*)."""

REPLACED_CODES = {"child_missing_abused": (MISSING_CHILD, "child_abuse")}
"""The codes that replaced a code which is no longer offered.

Drafts, links and chats may still contain the old code, and complaints keep the category of their registration.
"""


def categories_replacing(code: str) -> tuple[str, ...]:
    """Return the categories that replaced a code; an empty tuple if it was not replaced."""
    return REPLACED_CODES.get(code, ())
