"""Request every route by every method as every kind of user, and compare each answer with the rows.

The rows give the expected answer for all combinations. Actors whom one rule answers alike take turns (`Row.alike`), and
so does everybody with methods that a route does not take. On the desk every actor requests every route by every method
that it takes. `make test` makes an eighth of the requests and the slow lane three eighths: part 0 has every eighth
actor at a route, and a tenth of the methods that a route does not take. `make test-deep` makes all, and nobody takes
turns.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import Posting
from accounts.rules.roles import Role
from tests.depth import DEEP
from tests.permissions import admin, citizens, desk, sign_in
from tests.permissions.cast import ACTORS, OFFICERS, Cast
from tests.permissions.knocking import Knock, addresses, name_of
from tests.permissions.rows import METHODS, Row
from tests.permissions.slate import Slate, unrecorded

ROWS = citizens.ROWS | sign_in.ROWS | desk.ROWS | admin.ROWS
GROUPS, PARTS = 8, 8
IN_SLOW_LANE = PARTS if DEEP else 4
"""Parts 1 to 3, or all but part 0."""


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """One cast for all that is knocked at here, because each knock is undone. The clock stands still meanwhile."""
    with django_db_blocker.unblock(), Slate():
        cache.clear()
        whole = Cast()
        with time_machine.travel(datetime.now(UTC), tick=False), unrecorded(), Slate() as whole.slate:
            yield whole


def test_every_route_has_a_row_and_every_row_is_its_routes(cast):
    assert {name for name, _ in addresses()} == set(ROWS)
    first = {name: Knock("stranger", name, row, row.about[0], "GET").path(cast) for name, row in ROWS.items()}
    strays = {name: found for name, path in first.items() if (found := name_of(path)) != name}
    assert strays == {"mfa_list_webauthn": "mfa_index"}  # two names of one page


def test_somebody_of_every_role_knocks(cast):
    held = Posting.objects.current(datetime.now(UTC)).filter(officer__in=[cast.people[name] for name in OFFICERS])
    assert {posting.role for posting in held} == set(Role)


in_groups = pytest.mark.parametrize("actors", [ACTORS[number::GROUPS] for number in range(GROUPS)], ids=" ".join)


@in_groups
def test_whoever_knocks_is_answered_as_the_rows_say(cast, actors):
    assert_answered_as_the_rows_say(cast, actors, parts={0})


@pytest.mark.slow
@in_groups
def test_whoever_knocks_at_the_rest_is_answered_as_the_rows_say(cast, actors):
    assert_answered_as_the_rows_say(cast, actors, parts=set(range(1, IN_SLOW_LANE)))


@pytest.mark.slow
def test_the_doors_are_the_same_in_urdu(cast):
    """The prefix of a language opens nothing: neither to who has no session, nor to whose sign-in is not whole."""
    surprises = []
    for name, row in ROWS.items():
        for actor in ("another", "factorless"):
            if name not in citizens.IN_NO_LANGUAGE:
                surprises += Knock(actor, name, row, row.about[0], min(row.takes)).surprise(cast, before="/ur")
    assert surprises == [], "\n".join(surprises)


def assert_answered_as_the_rows_say(cast, actors: list[str], *, parts: set[int]) -> None:
    surprises = []
    for actor in actors:
        cache.clear()  # rate limits are not the subject here
        for knock in knocks_by(actor, parts):
            surprises += knock.surprise(cast)
    assert surprises == [], "\n".join(surprises)


def knocks_by(actor: str, parts: set[int]) -> Iterator[Knock]:
    """Yield the requests of an actor that belong to these parts (0 to 7).

    Each row is requested by each method that it takes, at each thing that it is about; where many actors are answered
    alike, in turns. Other methods are requested by the first actor who is let in, and by the others in turns.
    """
    for number, (name, row) in enumerate(ROWS.items()):
        for turn, method in enumerate(METHODS, number):
            if method in row.takes:
                things = at_what(row, actor, method, turn, parts)
            else:
                things = wrongly(row, actor, method, turn) if min(turn % 10, PARTS - 1) in parts else []
            for about in things:
                yield Knock(actor, name, row, about, method)


def at_what(row: Row, actor: str, method: str, turn: int, parts: set[int]) -> list[str]:
    """Return the things that a row is about at which this actor requests it, in this turn and these parts."""
    by_rule = defaultdict(list)
    for about in row.about:
        by_rule[None if DEEP else row.alike(row, actor, about, method)].append(about)
    others, chosen = by_rule.pop(None, []), turn + ACTORS.index(actor)
    others = [thing for number, thing in enumerate(others, chosen) if number % PARTS in parts]
    if 0 not in parts:
        return others
    mine = [things for rule, things in by_rule.items() if (turn + rule.whom.index(actor)) % len(rule.whom) == 0]
    return others + [things[chosen % len(things)] for things in mine if chosen % row.one_in == 0]


def wrongly(row: Row, actor: str, method: str, turn: int) -> list[str]:
    """The same for a method that the row doesn't take."""
    about, chosen = row.about[0], turn + ACTORS.index(actor)
    first = next((who for who in ACTORS if row.lets_in(who, about, method)), "")
    seldom = len(ACTORS) * (4 if first else 1)
    return [about] if DEEP or actor == first or chosen % seldom == 0 else []
