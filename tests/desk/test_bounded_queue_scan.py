"""Filters that few complaints match: a page checks a limited number of candidates, and the next one continues there."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, Complaint, Naming
from complaints.models.display.complaint_labels import CONTACTS, STATUSES
from complaints.queries.queue_cursor import QueueCursor
from desk.queries.bounded_queue_scan import CANDIDATES, build_scan_for_filters
from desk.queries.complaint_filters import ALL, CLOCKS, IN_TIME, LATE, OPEN
from desk.queries.complaint_list_pages import ComplaintList, load_complaint_list_page
from desk.queries.queue import build_my_queue_list, build_office_queue_list, office_queue_complaints
from tests.depth import DEEP
from tests.desk.conftest import DESK, OFFICE, etags
from tests.desk.test_paging import OF_AN_OFFICE, several
from tests.factories import create_naming
from tests.plans import as_in_production, large
from tests.world import DAY, clock

VIEWS = "/desk/views/beside/"
STATUS = [OPEN, ALL, *(str(status) for status, _ in STATUSES)]
OTHERS = [
    {},
    *({"contact": how} for how in [*(str(contact) for contact, _ in CONTACTS), IN_TIME, LATE]),
    *({"clock": clock} for clock in CLOCKS),
    *({"report": how} for how in (IN_TIME, LATE)),
    {"received": (DAY.date(), None)},
    {"received": (None, DAY.date())},
]
READERS = ["zara", "usman", "farah", "dania", "latif", "rashid"] if DEEP else ["zara", "dania", "rashid"]


@pytest.fixture
def three_at_a_time(monkeypatch):
    monkeypatch.setattr("desk.queries.bounded_queue_scan.CANDIDATES", 3)


def in_order(complaints):
    """Return what an index must return in order: the candidates, or the whole list."""
    if complaints.scan:
        return complaints.scan.candidates_in_order()
    return complaints.complaints.order_by("due_at", "id")


def page(answer) -> str:
    return " ".join(answer.content.decode().split())


def followed(sitting, answer, link: str, path: str = OFFICE, at="12:00") -> list:
    """Return the pages from this one on, by following the links."""
    found = [answer]
    while found[-1].context[link]:
        found.append(sitting.get(path + found[-1].context[link], at))
    return found


SOME = [[2, 3], [0, 5, 6, 10], []]
MORE = [pytest.param(wanted, marks=pytest.mark.slow) for wanted in ([0], [1], [4, 9], [9], [8], [2, 8], range(11))]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("wanted", SOME + MORE)
def test_whoever_looks_further_finds_every_one_and_none_twice_in_either_direction(world, seat, three_at_a_time, wanted):
    rows, usman = several(world, 11), seat(world.usman)
    for number in wanted:
        Complaint.objects.unscoped("test").filter(pk=rows[number].pk).update(channel="letter")
    forwards = followed(usman, usman.get(OFFICE, "12:00", report="late", status="all"), "next_url")
    assert [etag for answer in forwards for etag in etags(answer)] == []
    forwards = followed(usman, usman.get(OFFICE, "12:00", channel="letter"), "next_url")
    assert len(forwards) > 3
    expected = [rows[number].etag for number in wanted]
    assert [etag for answer in forwards for etag in etags(answer)] == expected
    backwards = followed(usman, forwards[-1], "previous_url")
    assert [etag for answer in reversed(backwards) for etag in etags(answer)] == expected


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("asked", ["overdue", "8h"])
@pytest.mark.parametrize("reached", [0, 1, 2, 3])
def test_a_scan_ends_where_a_time_does_and_says_that_no_more_are_left(world, seat, three_at_a_time, asked, reached):
    """They are due within four minutes: three, three, three and two."""
    rows, usman = several(world, 11), seat(world.usman)
    ends = sorted({row.due_at for row in rows})[reached]
    at = ends if asked == "overdue" else ends - timedelta(hours=8)
    expected = [row.etag for row in rows if row.due_at <= ends]
    forwards = followed(usman, usman.get(OFFICE, at, clock=asked), "next_url", at=at)
    assert [etag for answer in forwards for etag in etags(answer)] == expected
    assert not forwards[-1].context["looked_at"]
    backwards = followed(usman, forwards[-1], "previous_url", at=at)
    assert {etag for answer in backwards for etag in etags(answer)} == set(expected)


@pytest.mark.slow
def test_a_page_that_stopped_says_so_with_what_it_found_and_without(world, seat, three_at_a_time):
    rows, usman = several(world, 8), seat(world.usman)
    world.salma.marks(rows[4], to=world.bilal, at="11:30")
    world.bilal.records_contact(rows[4], "11:40")
    first = usman.get(OFFICE, "12:00", contact="in_time")
    assert etags(first) == []
    assert "None of the next 3 complaints matches" in page(first)
    late = usman.get(OFFICE, "+1d 12:00", contact="late")
    assert len(etags(late)) == 3
    assert "We searched the next 3 complaints, most urgent first" in page(late)


@pytest.mark.slow
def test_a_page_that_is_full_or_at_the_end_has_stopped_nowhere(world, seat, monkeypatch):
    monkeypatch.setattr("desk.queries.bounded_queue_scan.CANDIDATES", 26)
    several(world, 28)
    usman = seat(world.usman)
    full = usman.get(OFFICE, "+1d 12:00", contact="late")
    assert len(etags(full)) == 25
    assert not full.context["looked_at"]
    rest = usman.get(OFFICE + full.context["next_url"], "+1d 12:00")
    assert len(etags(rest)) == 3
    assert not rest.context["looked_at"]


@pytest.mark.slow
def test_a_district_cells_own_queue_goes_on_as_well(world, seat, three_at_a_time):
    rows, salma = several(world, 8), seat(world.salma)
    for complaint in rows[:7]:
        world.usman.does("mark", complaint, "11:00", to=world.bilal)
    first = salma.get(DESK, "12:00")
    assert "None of the next 3 complaints needs your action" in page(first)
    assert etags(followed(salma, first, "next_url", DESK)[-1]) == [rows[7].etag]
    for whole in (world.nadia, world.bilal):
        assert build_my_queue_list(whole.actor, at=clock("12:00")).scan is None


def test_the_number_beside_a_view_says_that_it_looked_no_further(world, seat, three_at_a_time):
    rows, salma = several(world, 5), seat(world.salma)
    world.salma.marks(rows[1], to=world.bilal, at="11:30")
    for name, query in {"Held": "contact=open", "Late": "report=late", "All": "", "Done": "contact=confirmed"}.items():
        salma.sends(f"/desk/views/?{query or 'status=all'}", "11:40", name=name)
    lines = {line["name"]: line["number"] for line in salma.get(VIEWS, "12:00").context["lines"]}
    assert lines == {"Held": "3+", "Late": "0+", "All": "5", "Done": "0+"}


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("number", [0, 1, 25])
def test_a_filter_costs_no_statement_more_whatever_matches(world, seat, number):
    several(world, number)
    usman = seat(world.usman)
    for filters, at in product(({"contact": "late"}, {"report": "late"}, {"clock": "overdue"}), ("12:00", "+1d 12:00")):
        with CaptureQueriesContext(connection) as asked:
            assert usman.get(OFFICE, at, **filters).status_code == 200
        assert len(asked) == OF_AN_OFFICE - 1  # the page has found all, so nothing is counted for the total


@pytest.mark.parametrize(
    "asked",
    [
        {"report": "late"},
        pytest.param({"clock": "fine", "status": "all"}, marks=pytest.mark.slow),
        pytest.param({"received": (DAY, DAY)}, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("back", [False, True])
def test_no_filter_is_put_before_the_order_however_few_complaints_it_is_said_to_leave(world, asked, back):
    """The candidates are a derived table, sorted and limited, and the matching ones are not sorted again."""
    as_in_production()
    several(world, 30)
    scan = build_office_queue_list(world.usman.actor, at=clock("12:00"), **asked).scan
    with CaptureQueriesContext(connection) as queries:
        scan.find(None, back=back, limit=3)
    (statement,) = queries.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {statement['sql']}")
        plan = [line.strip() for (line,) in cursor.fetchall()]
    assert not [line for line in plan if "Sort" in line]
    steps = [line.strip("-> ").split()[0] for line in plan if line.startswith(("Aggregate", "->"))]
    assert [one for one in steps if one not in {"Result", "Subquery"}][:3] == ["Aggregate", "Limit", "WindowAgg"], plan


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "table"),
    [({"contact": "late"}, "complaints_clockrun"), ({"clock": "overdue"}, "complaints_runningclock")],
)
def test_clocks_are_looked_up_candidate_by_candidate(world, asked, table):
    """The clocks of the whole province are never read for a few hundred candidates."""
    as_in_production()
    several(world, 30)
    scan = build_office_queue_list(world.zara.actor, at=clock("12:00"), **asked).scan
    with CaptureQueriesContext(connection) as queries:
        scan.find(None, back=False, limit=CANDIDATES)
    (statement,) = queries.captured_queries
    with connection.cursor() as cursor, large("complaints_complaint"), large(table):
        cursor.execute(f"EXPLAIN {statement['sql']}")
        plan = [line.strip() for (line,) in cursor.fetchall()]
    found = [plan[number : number + 2] for number, line in enumerate(plan) if f" on {table} " in line]
    assert found
    for scanned, condition in found:
        assert "Index" in scanned or "Bitmap" in scanned  # a bitmap needs an index
        assert "complaint_id = " in condition


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_every_filter_has_an_index_that_returns_its_candidates_in_order(world, reader):
    """No rows are sorted and no table is scanned, whatever the planner's estimates."""
    as_in_production()
    actor, category = world.people[reader].actor, Category.objects.first().code
    lists = []
    for status, kind, others in product(STATUS, ["", category], OTHERS):
        asked = {"status": status, "category": kind, **others, "at": clock("12:00")}
        lists.append(in_order(build_office_queue_list(actor, **asked)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    for candidates in {str(one.query): one for one in lists}.values():
        plan = candidates.values("pk").explain()
        assert "Sort" not in plan or "One-Time Filter: false" in plan, plan
        assert "Seq Scan on complaints_complaint" not in plan


@pytest.mark.slow
@pytest.mark.parametrize(("only", "held"), [(True, False), (False, True), (False, False)])
def test_so_do_an_office_itself_and_one_officer(world, only, held):
    as_in_production()
    offices = [
        *Office.objects.filter(
            kind__in=[OfficeKind.REGION, OfficeKind.DISTRICT, OfficeKind.CIRCLE, OfficeKind.STATION]
        )[:20]
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    for office, status in product(offices, STATUS):
        asked = {"office": office, "only": only, "holder": world.bilal.posting.pk if held else None, "status": status}
        candidates = in_order(build_office_queue_list(world.zara.actor, at=clock("12:00"), **asked))
        assert "Sort" not in candidates.values("pk").explain()


@pytest.mark.slow
def test_every_complaint_that_matches_is_a_candidate(world):
    several(world, 4)
    ended, asked = world.complaint(at="09:00"), world.in_inquiry()
    world.usman.does("reject", ended, "09:30")
    world.bilal.asks(asked, "11:00")
    actor, at = world.zara.actor, clock("+1d 12:00")
    category = Category.objects.get(code="financial_crime").code
    for status, kind, others in product(STATUS, ["", category], OTHERS):
        filters = {"status": status, "category": kind, **others, "at": at}
        if scan := build_office_queue_list(actor, **filters).scan:
            missed = office_queue_complaints(actor, **filters).exclude(pk__in=scan.candidates_in_order().values("pk"))
            assert not missed.exists(), filters


@pytest.mark.mostly_slow(keep=12)
@pytest.mark.parametrize("status", ["open", "all"])
@pytest.mark.parametrize("others", OTHERS[1:])
def test_no_filter_shows_what_its_reader_may_not_see(world, status, others):
    """Two complaints match, and one of them names Usman: Zara sees both, he sees one."""
    hidden, seen = (world.complaint("property_crime", "09:00") for _ in range(2))
    why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": clock("09:10")}
    create_naming(complaint=hidden, officer=world.usman.officer, **why)
    for at in (clock("09:30"), clock("12:00"), clock("+1d 12:00"), clock("+30d 12:00")):
        shown = {
            name: {
                row["id"]
                for row in load_complaint_list_page(build_office_queue_list(actor, at=at, status=status, **others)).rows
            }
            for name, actor in (("usman", world.usman.actor), ("zara", world.zara.actor))
        }
        assert hidden.pk not in shown["usman"]
        assert shown["zara"] in ({hidden.pk, seen.pk}, set())
        assert shown["usman"] == shown["zara"] - {hidden.pk}


@pytest.mark.parametrize(("filters", "limit"), [({}, 26), ({"contact": "open"}, CANDIDATES + 1)])
def test_a_page_finds_its_complaints_before_it_joins_anything(world, filters, limit):
    """Otherwise the planner may join the offices to every matching row and sort afterwards."""
    several(world, 3)
    with CaptureQueriesContext(connection) as asked:
        load_complaint_list_page(build_office_queue_list(world.usman.actor, at=clock("12:00"), **filters))
    found, shown = (one["sql"] for one in asked)
    assert f"LIMIT {limit}" in found
    assert "accounts_officer" not in found
    assert "accounts_officer" in shown


def test_there_is_no_scan_where_indexes_serve_all_filters(world):
    actor, at = world.zara.actor, clock("12:00")
    for whole in ({}, {"status": "all"}, {"status": "rejected"}, {"category": "threats"}, {"clock": "paused"}):
        assert build_office_queue_list(actor, at=at, **whole).scan is None
    for checked in ({"report": LATE}, {"category": "threats", "status": "rejected"}, {"clock": "fine"}):
        assert build_office_queue_list(actor, at=at, **checked).scan is not None
    visible = Complaint.objects.visible_to(actor)
    assert build_scan_for_filters(visible, scope=OfficeKind.CIRCLE, at=at, category="threats") is not None


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, *OTHERS[1:]])
@pytest.mark.parametrize("who", ["usman", "salma", "zara"])
def test_a_scan_finds_what_the_filters_alone_would_find(world, who, asked):
    """It holds from any cursor, in both directions and at any moment, if every candidate is checked."""
    hours = ("07:00", "08:00", "09:00", "10:00")
    made = [world.complaint(kind, hour) for hour in hours for kind in ("property_crime", "financial_crime", "threats")]
    actor = world.people[who].actor
    cursors = [None, *(QueueCursor(one.due_at, one.pk) for one in made[2:9:3])]
    for at in (clock("10:30"), clock("10:30") + timedelta(days=2), clock("10:30") + timedelta(days=20)):
        plain, scanned = (
            ComplaintList(office_queue_complaints(actor, at=at, **asked)),
            build_office_queue_list(actor, at=at, **asked),
        )
        for cursor, where in product(cursors, ("after", "before")):
            assert (
                load_complaint_list_page(scanned, **{where: cursor}).rows
                == load_complaint_list_page(plain, **{where: cursor}).rows
            )
        assert scanned.total() == plain.total()


@pytest.mark.slow
def test_the_total_of_a_clerk_counts_no_confidential_complaint(world, seat):
    rows = hidden, *_ = several(world, 3)
    for row in rows:
        world.salma.marks(row, to=world.bilal, at="11:30")
    Complaint.objects.unscoped("test").filter(pk=hidden.pk).update(confidential=True)
    totals = []
    for actor in (world.hina.actor, world.dania.actor):
        listed = build_office_queue_list(actor, at=clock("12:00"), received=(DAY.date(), DAY.date()))
        assert listed.scan
        totals.append(listed.total().number)
        assert totals[-1] == len(load_complaint_list_page(listed).rows)
    assert totals[1] - totals[0] == 1
