"""Rules of the file that an authority outside the police gets (docs/rules.md, *Before registration*)."""

from datetime import datetime, timedelta

FILE_PURPOSE = "punjab-police-portal sealed complaint 1"
"""Bound to every encrypted file as the `info` of HPKE, and needed to open it."""
PART_BYTES = 4 * 1024 * 1024
"""A file of evidence is encrypted in parts of this size, so that a film does not have to fit into memory."""
LINK_LASTS = timedelta(days=30)
REPEATED_WITHIN = timedelta(hours=1)
"""A download that broke off may be repeated for this long; then the link has been used."""


ADDED_TOGETHER = timedelta(hours=1)
"""What the complainant adds within this time after a file goes into one further file."""
CLOSED_WHEN_IDLE_FOR = timedelta(days=180)
"""A complaint that nobody in the police may open is closed when nothing has happened to it for this long. Then its
retention period begins. Nobody inside could record the authority's result, and it must not stay open for ever.
"""


def names_complainant(*, anonymous: bool, protected: bool) -> bool:
    """Return whether the first file names the complainant.

    Not if they are anonymous or allowed no officer to see who they are: then they can send their name later themselves.
    """
    return not (anonymous or protected)


def part_purpose(number: int) -> str:
    """Return the `info` of HPKE for one part of a file of evidence, counted from 1."""
    return f"{FILE_PURPOSE} part {number}"


def may_fetch(*, created_at: datetime, fetched_at: datetime | None, at: datetime) -> bool:
    """Return whether the link still works: once, within thirty days."""
    if fetched_at is not None:
        return at < fetched_at + REPEATED_WITHIN
    return at < created_at + LINK_LASTS
