"""Categories that a rule treats in its own way, and codes that were replaced."""

MISSING_CHILD = "missing_child"
"""An urgent matter of public safety, not a confidential complaint (domain.md, *Special cases*)."""

TORTURE = "custodial_torture"
"""Investigated outside the police: the FIA, under the NCHR (domain.md, *Special cases*)."""

REPLACED = {"child_missing_abused": (MISSING_CHILD, "child_abuse")}
"""By a code that is offered no more, the codes that took its place. Drafts, links and chats may still have it, and
complaints keep the category that they were registered in."""


def successors(code: str) -> tuple[str, ...]:
    """Return the categories to choose from instead of a code that was replaced; none for any other code."""
    return REPLACED.get(code, ())
