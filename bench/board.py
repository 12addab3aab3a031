"""How fast the board is, and what its tallies cost: `python -m bench.board [COMPLAINTS] [--requests N]`.

Fills as bench.desk does. Measures the board's page at a running granian for the province and a district, and for the
fullest division, circle and station, and how many times its time at 10,000 that is, if that was measured before; the
same figures by plain counts, which must be equal; how many changes a second are folded; and how many a second 32
writers make, with and without tallies, in one district and over all. Prints it and writes
bench/results/board-COMPLAINTS.json.
"""

import argparse
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

import psycopg

from bench import desk, load, plans  # servers and settings; first, because Django needs their addresses

from django.db import connection  # isort: skip
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from complaints.models import Complaint
from complaints.queries.complaint_filters import filter_complaints
from monitoring.models import TalliedComplaint
from monitoring.queries.board import board
from monitoring.queries.figures import Figure
from monitoring.queries.tallies import KEY, NAMES
from monitoring.rules.tallies import KEYS
from monitoring.services import folding
from tests.browser.portal import Portal
from tests.monitoring.test_board_figures import figures
from tests.signing_in import sign_in

WRITERS = 32
WAITING = f"""
    INSERT INTO monitoring_tallydelta ({", ".join(KEYS)}, {NAMES})
    SELECT {KEY}, {", ".join(f"sign * added.{name}" for name in NAMES.split(", "))}
    FROM (SELECT * FROM complaints_complaint ORDER BY random() LIMIT %s) AS drawn,
         LATERAL tally_contribution(ROW(drawn.*)::complaints_complaint) AS added, (VALUES (1), (-1)) AS both_ways (sign)
"""  # what comes and goes again: the tallies are the same afterwards
WRITE = "UPDATE complaints_complaint SET channel = CASE channel WHEN 'web' THEN 'letter' ELSE 'web' END WHERE id = %s"
"""Of one by web, there and back: who writes an even number of times leaves all as it was, the tallies too."""


def watchers() -> dict[str, Posting]:
    """Who looks at the province, and the head of the fullest district."""
    current = Posting.objects.current(now()).with_people()
    heads = current.filter(is_head=True, office=fullest("district"))
    return {"province": current.filter(role="monitor").first(), "district": heads.first()}


def fullest(kind: str) -> int:
    """The office of that kind with most of a hundred thousand complaints."""
    some = Complaint.objects.for_system().exclude(**{kind: None}).order_by().values_list(kind, flat=True)
    return statistics.mode(some[:100_000])


def pages(portal: Portal, who: dict[str, Posting], requests: int) -> dict[str, dict]:
    """Each watcher's own board, and what the province's sees of the fullest offices below a district."""
    found = {name: page(portal, posting.officer, reverse("board"), requests) for name, posting in who.items()}
    for kind in ("division", "circle", "station"):
        code = Office.objects.get(pk=fullest(kind)).code
        found[kind] = page(portal, who["province"].officer, f"{reverse('board')}?office={code}", requests)
    return found


def page(portal: Portal, officer: Officer, address: str, requests: int) -> dict:
    """Times of the page (ms) on a kept connection and its statements; and of a page that asks again and is told that
    nothing has changed, or what has."""
    client, line = sign_in(Client(), officer), load.Line(portal.port)
    request = desk._request(client, address)
    again = request.replace(b"\r\n", b"\r\nHX-Request: true\r\nIf-None-Match: %s\r\n", 1)
    version = client.get(address)["ETag"].encode()
    found = _times(line, request, requests) | {"statements": plans.opened(client, address).asked}
    found["asked again"] = _times(line, again % version, requests // 4, ("HTTP/1.1 304", "HTTP/1.1 200"))
    line.close()
    return found


def beside_small(found: dict) -> dict[str, float]:
    """How many times the p50 at 10,000 complaints each page takes; nothing until `bench.board 10000` was run."""
    known = desk.RESULTS / f"board-{desk.SMALL}.json"
    if not known.exists():
        return {}
    small = json.loads(known.read_text())["page"]
    return {name: times["p50"] / small[name]["p50"] for name, times in found.items() if name in small}


def _times(line: load.Line, request: bytes, requests: int, answers: tuple[str, ...] = ("HTTP/1.1 200",)) -> dict:
    took = []
    for _ in range(requests + desk.WARM):
        began = time.perf_counter()
        assert line(request).startswith(answers)
        took.append(1000 * (time.perf_counter() - began))
    took = sorted(took[desk.WARM :])
    return {"p50": took[len(took) // 2], "p95": took[int(len(took) * 0.95)]}


def beside_plain(posting: Posting) -> dict:
    """The figures from the tallies and by plain counts of what each narrows to (ms); raises where one differs."""
    actor, at = Actor.of(posting), now()
    began = time.perf_counter()
    told = board(actor, at=at)
    middle = time.perf_counter()
    found = figures(told)
    found += [one for row in told.rows for one in (row.figure(row.open), row.figure(row.overdue, clock="overdue"))]
    begun = time.perf_counter()
    counted = [_count(actor, one, at) for one in found]
    ended = time.perf_counter()
    differing = [(one.of, one.number, count) for one, count in zip(found, counted, strict=True) if one.number != count]
    assert not differing, differing
    return {"tallies": 1000 * (middle - began), "plain": 1000 * (ended - begun), "figures": len(found)}


def _count(actor: Actor, figure: Figure, at) -> int:
    of = figure.of
    names = ("status", "category", "channel", "outcome", "clock", "contact", "report", "word", "age", "only")
    asked = {name: getattr(of, name) for name in names} | {"received": (of.first, of.last)}
    office = Office.objects.get(code=of.office) if of.office else None
    return filter_complaints(Complaint.objects.visible_to(actor), at=at, office=office, **asked).count()


def folded(number: int = 20_000) -> float:
    """Changes folded a second."""
    folding.fold()
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [number // 2])
    began = time.perf_counter()
    total = folding.fold()
    return total / (time.perf_counter() - began)


def written(ids: list[int], *, tallied: bool, each: int) -> float:
    """Changes a second of 32 writers, each of rows of its own."""
    ignored = "{}" if tallied else "{" + TalliedComplaint._meta.triggers[2].get_pgid(TalliedComplaint) + "}"
    shares = list(batched(ids, max(1, len(ids) // WRITERS)))[:WRITERS]

    def write(share) -> int:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
            own.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [ignored])
            for number in range(each):
                own.execute(WRITE, [share[number % len(share)]])
        return each

    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as people:
        total = sum(people.map(write, shares))
    return total / (time.perf_counter() - began)


def writers(district: int, *, rounds: int = 5, each: int = 80) -> dict:
    """In turn: with tallies in one district, over all, and without tallies over all. Medians of changes a second.

    Each of the 32 changes twenty complaints four times.
    """
    known = Complaint.objects.for_system().filter(channel="web").order_by("?").values_list("pk", flat=True)
    here, everywhere = list(known.filter(district=district)[:640]), list(known[:640])
    found = {"one district": [], "all districts": [], "without tallies": []}
    for _ in range(rounds):
        found["one district"].append(written(here, tallied=True, each=each))
        found["all districts"].append(written(everywhere, tallied=True, each=each))
        found["without tallies"].append(written(everywhere, tallied=False, each=each))
    folding.fold()
    return {name: statistics.median(rates) for name, rates in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", type=int, nargs="?", default=100_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--filled", action="store_true", help="measure the database of DATABASE_URL as it is")
    wanted = parser.parse_args()
    if not wanted.filled:
        desk.fill(wanted.complaints)
    who = watchers()
    result = {
        "complaints": Complaint.objects.for_system().count(),
        "page": desk.at_a_portal(lambda portal: pages(portal, who, wanted.requests)),
        "figures": {name: beside_plain(posting) for name, posting in who.items()},
        "folded": folded(),
        "writers": writers(who["district"].office_id),
        "load": os.getloadavg(),
    }
    result["beside 10,000"] = beside_small(result["page"])
    print(json.dumps(result, indent=2))
    desk.RESULTS.mkdir(exist_ok=True)
    (desk.RESULTS / f"board-{wanted.complaints}.json").write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
