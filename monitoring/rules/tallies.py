"""The names of what is tallied. What each counts is written once, in the database: `tally_contribution`."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MEASURES = (
    *("received", "open", "contact_in_time", "contact_late", "report_in_time", "report_late", "reported"),
    *("reopened", "word_known", "denied", "rung", "satisfied", "accountable"),
)
"""Of some complaints, how many …

`contact_late`: contacted after the limit, or not reached when the clock was stopped after it. What runs late by now, no
tally knows: that changes without anybody writing. `word_known`: the citizen confirmed, was silent for a
week, or denied that they were helped (`denied`). `rung`: the cell asked them and heard whether they are satisfied.
`reopened`, `word_known`, `denied` and `accountable` (all of them) count for the office that answers for a complaint:
the one whose report the complainant did not accept, otherwise the one that has it (complaints.rules.reopening).
"""
ACCOUNTABLE = ("reopened", "word_known", "denied", "accountable")
KEYS = (
    *("day", "region", "district", "division", "circle", "station", "office"),
    *("category", "channel", "status", "outcome", "hours"),
)
"""What tells apart what changes add: the columns of a delta beside its measures, in the order of `tally_cells`."""
FACETS = ("", "status", "category", "channel", "outcome", "hours")
"""By what they are told apart: by nothing, or by one of these. `hours`: the time to the report (rules.durations)."""
PROVINCE = 0
"""The scope of all complaints; any other is an office's id."""


class Grain(StrEnum):
    """How much time one row of the tallies spans.

    Below a district only the facet "" is kept by day and month: what is there is counted from its rows. EVER, and OWN,
    of what an office has itself and none below it, know the status alone.
    """

    DAY = "day"
    MONTH = "month"
    EVER = "ever"
    OWN = "own"


ALWAYS = date(1, 1, 1)
"""From when EVER and OWN count."""


@dataclass(frozen=True)
class Span:
    """Rows of one grain, from a first to a last `since`, both included."""

    grain: Grain
    first: date
    last: date


def days(first: date, last: date) -> list[Span]:
    """A time, both days included, day by day."""
    return [Span(Grain.DAY, first, last)] if first <= last else []


def spans(first: date, last: date) -> list[Span]:
    """The same in as few rows as may be: whole months, and the days before and after them."""
    start = first if first.day == 1 else _next_month(first)
    end = last + timedelta(days=1)
    end = end.replace(day=1)
    if start >= end:
        return days(first, last)
    whole = Span(Grain.MONTH, start, (end - timedelta(days=1)).replace(day=1))
    return [*days(first, start - timedelta(days=1)), whole, *days(end, last)]


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
