"""The squares of the incident map, about 500 m wide, and which of them may be drawn (docs/decisions/0028).

A square is drawn if at least FEWEST_PEOPLE different people complained of something there in a quarter. Quarters do not
overlap, a map is made once and never again, and it has no filter. Its total is the sum of the squares shown. So no map
can be subtracted from another one to find a smaller number. It is made when every complaint of the quarter has had
SETTLING_TIME: by then its category and its exclusions, which decide whether it may be counted, are hardly ever new.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from math import floor
from typing import NamedTuple

from monitoring.rules.comparable_periods import SETTLING_TIME

DEGREES_NORTH, DEGREES_EAST = 0.0045, 0.0053
"""About 500 m at 31.5° north, in the middle of Punjab."""
LEAST_ACCURATE = 500
"""A position that is less accurate, in metres, may lie in another square and is left out."""
FEWEST_PEOPLE = 5


class Square(NamedTuple):
    """A square of the grid. `row` counts northwards from the equator, `column` eastwards from Greenwich."""

    row: int
    column: int

    @property
    def centre(self) -> tuple[float, float]:
        """The latitude and longitude of its middle."""
        return (self.row + 0.5) * DEGREES_NORTH, (self.column + 0.5) * DEGREES_EAST


def square_of(latitude: float, longitude: float) -> Square:
    """Return the square that contains a position."""
    return Square(floor(latitude / DEGREES_NORTH), floor(longitude / DEGREES_EAST))


def squares_to_draw(complaints: Iterable[tuple[Square, Hashable]]) -> dict[Square, int]:
    """Return how many complaints happened in each square with enough different people.

    complaints: the square of each, and the person who complained.
    """
    numbers, people = Counter(), defaultdict(set)
    for square, person in complaints:
        numbers[square] += 1
        people[square].add(person)
    return {square: number for square, number in numbers.items() if len(people[square]) >= FEWEST_PEOPLE}


def last_quarter(today: date) -> tuple[date, date]:
    """Return the first and the last day of the last calendar quarter that has ended."""
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = start - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def newest_settled_quarter(today: date) -> tuple[date, date]:
    """Return the first and the last day of the newest quarter of which a map may be made."""
    return last_quarter(today - SETTLING_TIME)
