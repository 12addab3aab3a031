"""Every door of the desk, every way of knocking, everybody who might: who is let in, and who is not."""

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.permissions.cast import ACTORS, CITIZENS, Cast, sight
from tests.permissions.rows import BEFORE_SIGN_IN, ROWS, Row

EVERYWHERE = ["GET", "POST"]
ONCE = ["PUT", "DELETE"]  # of routes with a complaint, at the first one alone, by some
BY = {"stranger", "salma", "dania", "zara", "omar", "factorless"}
SIGN_IN, FACTOR = "/desk/sign-in/", "/desk/my-sign-in/first/"


@pytest.fixture
def cast(db):
    return Cast()


def test_every_route_of_the_desk_has_a_row():
    known = set(ROWS) | BEFORE_SIGN_IN
    assert {name for name, path in addresses() if path.startswith("desk/") and not name.startswith("admin:")} == known


@pytest.mark.parametrize("actors", [ACTORS[::2], ACTORS[1::2]], ids=["some", "the others"])
def test_whoever_knocks_is_answered_as_the_rows_say(cast, actors):
    surprises, names = [], cast.names
    for actor in actors:
        browser = cast.browser(actor)
        for name, row, complaint, method, path in _knocks(cast, names, EVERYWHERE + (ONCE if actor in BY else [])):
            typed = {key: value.format(**names) for key, value in row.typed.items()}
            found, wanted = _answer(browser, method, path, typed), _wanted(actor, row, complaint, method)
            if found not in wanted:
                surprises.append(f"{method} {name} ({complaint or '-'}) is {found} for {actor}, not {wanted}")
    assert surprises == [], "\n".join(surprises)


def addresses(patterns=None, above: str = "", space: str = ""):
    """Name and address of every route."""
    for pattern in patterns or get_resolver().url_patterns:
        address = above + str(pattern.pattern)
        if inner := getattr(pattern, "url_patterns", None):
            yield from addresses(inner, address, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", address


def _knocks(cast: Cast, names: dict, methods: list[str]):
    """Every row with every method, at each complaint that it is about."""
    for name, row in ROWS.items():
        about = cast.complaints if "{c}" in row.path else [""]
        for number, complaint in enumerate(about):
            path = "/" + row.path.format(c=names.get(complaint, ""), **names)
            for method in methods if number == 0 else EVERYWHERE:
                yield name, row, complaint, method, path


def _answer(browser, method: str, path: str, typed: dict) -> str:
    """How a knock is answered, wherever it is sent on to; whatever it wrote is undone."""
    with transaction.atomic():
        send = {"data": typed} if method == "POST" else {}
        answer = getattr(browser, method.lower())(path, **send, follow=True)
        transaction.set_rollback(True)
    way = [where for where, _ in getattr(answer, "redirect_chain", [])]
    if any(where.startswith(SIGN_IN) for where in way) or answer.status_code == 401:
        return "to the sign-in"
    if any(where.startswith(FACTOR) for where in way):
        return "to the second factor"
    return {403: "forbidden", 404: "not there", 405: "no such way"}.get(answer.status_code, "let in")


def _wanted(actor: str, row: Row, complaint: str, method: str) -> set[str]:
    """What the rows and the table of sight make of it."""
    if actor in CITIZENS or actor == "deactivated":
        return {"to the sign-in", "no such way"}
    if actor == "factorless":
        return {"to the second factor"}
    taken = row.gets if method == "GET" else row.posts and method == "POST"
    who = row.who if isinstance(row.who, frozenset) else row.who.get(complaint, frozenset())
    may = actor in who and (not complaint or actor in sight()[complaint])
    if taken and (may or (method == "POST" and actor in row.overtaken)):
        return {"let in"}
    return {"forbidden", "not there", "no such way"}
