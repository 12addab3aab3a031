"""Every route, every method and every actor: who is admitted, and who is not.

The expected answers follow from the rows. Actors for whom one rule decides take turns (`Row.alike`), and so do all
actors with methods that a route does not accept: each route gets each method, and each actor sends each method. At the
desk every actor sends every accepted method to every route. In `make test-deep` nobody takes turns.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import Posting
from accounts.rules.roles import Role
from tests.permissions import admin, citizens, desk, sign_in
from tests.permissions.cast import ACTORS, OFFICERS, Cast
from tests.permissions.knocking import Knock, addresses, name_of
from tests.permissions.rows import METHODS, Row
from tests.permissions.slate import Slate, unrecorded

ROWS = citizens.ROWS | sign_in.ROWS | desk.ROWS | admin.ROWS
DEEP, GROUPS = os.environ.get("HYPOTHESIS_PROFILE") == "deep", 8


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """One cast for all requests, because each request is undone. The clock stands still."""
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


@pytest.mark.parametrize("actors", [ACTORS[number::GROUPS] for number in range(GROUPS)], ids=" ".join)
def test_whoever_knocks_is_answered_as_the_rows_say(cast, actors):
    surprises = []
    for actor in actors:
        cache.clear()  # rate limits are not the subject here
        for knock in knocks_by(actor):
            surprises += knock.surprise(cast)
    assert surprises == [], "\n".join(surprises)


def test_the_doors_are_the_same_in_urdu(cast):
    """A language prefix opens nothing: neither without a session nor with a half completed sign-in."""
    surprises = []
    for name, row in ROWS.items():
        for actor in ("another", "factorless"):
            if name not in citizens.IN_NO_LANGUAGE:
                surprises += Knock(actor, name, row, row.about[0], min(row.takes)).surprise(cast, before="/ur")
    assert surprises == [], "\n".join(surprises)


def knocks_by(actor: str) -> Iterator[Knock]:
    """Yield the requests of an actor.

    For every row: each accepted method with each object, in turns where many actors are alike. Other methods: if this
    is the first admitted actor, or when it is their turn.
    """
    for number, (name, row) in enumerate(ROWS.items()):
        for turn, method in enumerate(METHODS, number):
            things = at_what(row, actor, method, turn) if method in row.takes else wrongly(row, actor, method, turn)
            for about in things:
                yield Knock(actor, name, row, about, method)


def at_what(row: Row, actor: str, method: str, turn: int) -> list[str]:
    """Return the objects of a row with which this actor sends a request on this turn."""
    by_rule = defaultdict(list)
    for about in row.about:
        by_rule[None if DEEP else row.alike(row, actor, about, method)].append(about)
    others, chosen = by_rule.pop(None, []), turn + ACTORS.index(actor)
    mine = [things for rule, things in by_rule.items() if (turn + rule.whom.index(actor)) % len(rule.whom) == 0]
    return others + [things[chosen % len(things)] for things in mine if chosen % row.one_in == 0]


def wrongly(row: Row, actor: str, method: str, turn: int) -> list[str]:
    """Return the requests of an actor with a method that the row does not accept."""
    about, chosen = row.about[0], turn + ACTORS.index(actor)
    first = next((who for who in ACTORS if row.lets_in(who, about, method)), "")
    seldom = len(ACTORS) * (4 if first else 1)
    return [about] if DEEP or actor == first or chosen % seldom == 0 else []
