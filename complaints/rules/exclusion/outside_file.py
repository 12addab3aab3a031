"""Rules of the file that an authority outside the police gets (docs/rules.md, *Before registration*)."""

from datetime import datetime, timedelta

FILE_PURPOSE = "punjab-police-portal sealed complaint 1"
"""Bound to every encrypted file as the `info` of HPKE, and needed to open it."""
LINK_LASTS = timedelta(days=30)
REPEATED_WITHIN = timedelta(hours=1)
"""A download that broke off may be repeated for this long; then the link has been used."""


def names_complainant(*, anonymous: bool, protected: bool) -> bool:
    """Return whether the first file names the complainant.

    Not if they are anonymous or allowed no officer to see who they are: then they can send their name later themselves.
    """
    return not (anonymous or protected)


def may_fetch(*, created_at: datetime, fetched_at: datetime | None, at: datetime) -> bool:
    """Return whether the link still works: once, within thirty days."""
    if fetched_at is not None:
        return at < fetched_at + REPEATED_WITHIN
    return at < created_at + LINK_LASTS
