"""What the tallies count, and how their rows are divided. No Django, no database.

These are names only. What each measure means is defined once, by the SQL function `tally_contribution`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MEASURES = (
    *("received", "open", "contact_in_time", "contact_late", "report_in_time", "report_late", "reported"),
    *("reopened", "word_known", "denied", "rung", "satisfied", "accountable"),
)
"""The numbers of a tally: how many of its complaints are each of these.

`contact_late`: contacted after the deadline, or not reached when the clock was stopped after it. Contacts that became
late since the last write are missing, because nothing is written when time passes: `pending_counts` has them.
`word_known`: the citizen confirmed the result, was silent for a week, or denied that they were helped (`denied`).
`rung`: the cell called and heard whether they are satisfied (`satisfied`). `reopened`, `word_known`, `denied` and
`accountable` (all complaints) count for the office that is accountable: the one whose report the complainant did not
accept, otherwise the one that has the complaint (complaints.rules.reopening_responsibility).
"""
ACCOUNTABLE_MEASURES = ("reopened", "word_known", "denied", "accountable")
"""Measures that count for the accountable office."""
DELTA_KEYS = (
    *("day", "region", "district", "division", "circle", "station", "office"),
    *("category", "channel", "status", "outcome", "hours", "moved_to"),
)
"""The columns of a delta besides its measures, in the order of the arguments of `tally_cells`."""
FACETS = ("", "status", "category", "channel", "outcome", "hours")
"""How tallies are broken down: not at all (""), or by one of these. `hours`: the time to the report (durations.py)."""
MOVED = "moved_to"
"""A facet of its own: complaints for which an office is accountable, and which have moved above it. Its value is the
kind of the lowest office above both; only readers from there up see them. All of its measures are read.
"""
PROVINCE = 0
"""The scope of all complaints. Every other scope is the id of an office."""


class Grain(StrEnum):
    """The time that one row of the tallies covers.

    EVER covers all time. OWN covers all time too, but only what an office has itself, without the offices below it.
    Both are kept by status alone.
    """

    DAY = "day"
    MONTH = "month"
    EVER = "ever"
    OWN = "own"


EPOCH = date(1, 1, 1)
"""The `since` of every row of the grains EVER and OWN."""


@dataclass(frozen=True)
class TallySpan:
    """The rows of one grain, from a first to a last `since`, both included."""

    grain: Grain
    first: date
    last: date


def daily_spans(first: date, last: date) -> list[TallySpan]:
    """Return the rows that cover these days, both included, as days only."""
    return [TallySpan(Grain.DAY, first, last)] if first <= last else []


def shortest_spans(first: date, last: date) -> list[TallySpan]:
    """Return the fewest rows that cover these days: whole months, and the days before and after them."""
    start = first if first.day == 1 else (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    end = (last + timedelta(days=1)).replace(day=1)
    if start >= end:
        return daily_spans(first, last)
    months = TallySpan(Grain.MONTH, start, (end - timedelta(days=1)).replace(day=1))
    return [*daily_spans(first, start - timedelta(days=1)), months, *daily_spans(end, last)]
