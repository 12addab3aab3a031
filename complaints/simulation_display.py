"""Prepare the result of a simulation for the admin pages: sentences, and tables by clock and by district."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from accounts.models import Office
from accounts.models.choice_labels import localized_name
from complaints.models import PolicySimulation
from complaints.models.display.complaint_labels import CLOCKS
from complaints.queries.past_complaint_clocks import DAYS, end_of_days
from complaints.rules.time_limits.simulation_sums import OTHERS, SHOWN_CLOCKS, SMALLEST, shown_clocks

CLOCK_NAMES = dict(CLOCKS)
NAMED_DISTRICTS = 3
"""How many districts a sentence names."""


@dataclass(frozen=True)
class SumsRow:
    """A row of a table. `before`, `after`: missed deadlines. `escalations`: before and after.

    `is_shown`: whether its numbers may be shown (complaints.rules.time_limits.simulation_sums).
    """

    name: str
    total: int
    before: int
    after: int
    more: int
    fewer: int
    escalations: tuple[int, int]
    is_shown: bool = True


@dataclass(frozen=True)
class SimulationContext:
    """What the template `simulation_result.html` shows. `may_read`: see `PolicySimulation.readers`.

    `first`, `last`: the days on which the complaints were received. `has_hidden_clocks`: whether a row is not shown.
    """

    simulation: PolicySimulation
    first: date
    last: date
    may_read: bool
    sentences: list[str]
    by_clock: list[SumsRow]
    by_district: list[SumsRow]
    complaints: int
    unknown: int
    has_hidden_clocks: bool
    smallest: int = SMALLEST


def simulation_context(simulation: PolicySimulation, *, reader_id: int) -> SimulationContext:
    """Return the result for a reader. One statement if it has districts."""
    may_read = reader_id in simulation.readers
    result = simulation.result if may_read else None
    total = result["total"] if result else {}
    rows = _district_rows(result["districts"]) if result else []
    clocks = [total["clocks"][clock] for clock in SHOWN_CLOCKS] if result else []
    rows_of_clocks = _clock_rows(clocks) if result else []
    end = localdate(end_of_days(simulation.asked_at))
    return SimulationContext(
        simulation=simulation,
        first=end - timedelta(days=DAYS),
        last=end - timedelta(days=1),
        may_read=may_read,
        sentences=_deadline_change_sentences(total, rows) if result else [],
        by_clock=rows_of_clocks,
        by_district=rows,
        complaints=total.get("complaints", 0),
        unknown=total.get("unknown", 0),
        has_hidden_clocks=any(not row.is_shown for row in rows_of_clocks),
    )


def _clock_rows(clocks: list[dict]) -> list[SumsRow]:
    """Return a row for each of SHOWN_CLOCKS, and one of all."""
    deadlines = {clock: sums["deadlines"] for clock, sums in zip(SHOWN_CLOCKS, clocks, strict=True)}
    shown = shown_clocks(deadlines)
    rows = [
        _row(CLOCK_NAMES[clock], [sums], total=deadlines[clock], is_shown=clock in shown)
        for clock, sums in zip(SHOWN_CLOCKS, clocks, strict=True)
    ]
    return [*rows, _row(gettext("All deadlines"), clocks, total=sum(deadlines.values()))]


def _district_rows(districts: list[dict]) -> list[SumsRow]:
    ids = [row["district"] for row in districts if isinstance(row["district"], int)]
    offices = Office.objects.in_bulk(ids) if ids else {}
    names = {pk: localized_name(office.name_en, office.name_ur) for pk, office in offices.items()}
    names[None] = gettext("Not counted by any district")
    names[OTHERS] = gettext("Districts with fewer than %(number)s complaints") % {"number": SMALLEST}
    return [
        _row(names.get(row["district"], "–"), list(row["clocks"].values()), total=row["complaints"])
        for row in districts
    ]


def _row(name: str, clocks: list[dict], *, total: int, is_shown: bool = True) -> SumsRow:
    sums = {key: sum(clock[key] for clock in clocks) for key in clocks[0]}
    escalations = sums["escalations_before"], sums["escalations_after"]
    return SumsRow(str(name), total, sums["before"], sums["after"], sums["more"], sums["fewer"], escalations, is_shown)


def _deadline_change_sentences(total: dict, districts: list[SumsRow]) -> list[str]:
    """Return what would have changed: more and fewer missed deadlines, and where most of them."""
    more = sum(sums["more"] for sums in total["clocks"].values())
    fewer = sum(sums["fewer"] for sums in total["clocks"].values())
    found = []
    if more:
        text = ngettext(
            "%(number)s more deadline would have been missed", "%(number)s more deadlines would have been missed", more
        )
        found.append(_append_largest_districts(text % {"number": more}, [(row.name, row.more) for row in districts]))
    if fewer:
        text = ngettext(
            "%(number)s missed deadline would have been met", "%(number)s missed deadlines would have been met", fewer
        )
        found.append(_append_largest_districts(text % {"number": fewer}, [(row.name, row.fewer) for row in districts]))
    return found or [gettext("These limits would have changed no missed deadline.")]


def _append_largest_districts(text: str, numbers: list[tuple[str, int]]) -> str:
    """Return the sentence with the places that have the largest numbers."""
    largest = sorted((pair for pair in numbers if pair[1]), key=lambda pair: -pair[1])[:NAMED_DISTRICTS]
    named = [gettext("%(place)s: %(number)s") % {"place": name, "number": number} for name, number in largest]
    places = gettext("; ").join(named)
    return gettext("%(text)s (%(places)s).") % {"text": text, "places": places}
