"""The delay bill: every second is charged once, to the party that had the complaint."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.services.leave_arrangement import arrange_leave, end_leave
from citizen.complaint_page.delay_bill_chart import delay_bill_context
from citizen.queries.delay_bill_charges import Party, compute_delay_bill
from citizen.queries.own_complaint import load_own_complaint
from citizen.rules.delay_bill import NO_TIME, BillSpan, charge_spans, intersect_spans
from complaints.models import ClockRun, Custody
from complaints.queries.custody_ledger import credited_periods, load_custody_periods
from complaints.rules.statuses import FINAL, Status
from complaints.rules.time_credit import CreditException, HeldTime, split_by_accountable_posting
from tests.complaints.test_random_histories import live, steps
from tests.depth import DEEP
from tests.desk.test_former_names import renames_office
from tests.world import clock

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
REST = "nobody"
HISTORIES = 200 if DEEP else 4  # For each of three tests; test_random_histories runs more.


def at(hours: float) -> datetime:
    return START + hours * HOUR


# --- the rule ----------------------------------------------------------------------------------------------------

moments = st.integers(0, 5 * 24 * 3600 * 1000).map(lambda thousandths: START + timedelta(milliseconds=thousandths))


@st.composite
def spans(draw):
    began, other = sorted((draw(moments), draw(moments)))
    ended = draw(st.sampled_from([other, None]))
    return BillSpan(draw(st.sampled_from("abc")), began, ended, draw(st.none() | moments))


layers_of_spans = st.lists(st.lists(spans(), max_size=6), max_size=3)


@given(layers_of_spans, moments, moments)
def test_the_parts_sum_to_the_whole_and_nothing_is_later_than_long(layers, one, other):
    since, until = sorted((one, other))
    charged = charge_spans(layers, REST, since=since, until=until)
    assert sum((part.length for part in charged.parts), NO_TIME) == charged.total
    assert charged.total == until.replace(microsecond=0) - since.replace(microsecond=0)
    assert all(NO_TIME <= part.late <= part.length for part in charged.parts)
    assert all(part.length > NO_TIME and not part.length.microseconds for part in charged.parts)
    assert len({part.who for part in charged.parts}) == len(charged.parts)


@given(layers_of_spans, moments, moments)
def test_each_second_is_that_of_the_first_layer_which_covers_it(layers, one, other):
    since, until = sorted((one.replace(microsecond=0), other.replace(microsecond=0)))
    charged = {part.who: part.length for part in charge_spans(layers, REST, since=since, until=until).parts}
    for which, layer in enumerate(layers):  # Its time goes to the layers below; those above keep theirs.
        without = [*layers[:which], [], *layers[which + 1 :]]
        left = {part.who: part.length for part in charge_spans(without, REST, since=since, until=until).parts}
        above = {span.who for earlier in layers[:which] for span in earlier}
        own = {span.who for span in layer} - above
        below = {span.who for later in layers[which + 1 :] for span in later}
        assert all(charged.get(who, NO_TIME) >= left.get(who, NO_TIME) for who in own - below)
        assert charged.get(REST, NO_TIME) <= left.get(REST, NO_TIME)


@given(st.lists(spans(), max_size=5), st.lists(spans(), max_size=5))
def test_what_was_held_while_a_clock_ran_lies_within_both(held, ran):
    def lies_within(span, outer):
        return outer.began <= span.began and (outer.ended is None or (span.ended and span.ended <= outer.ended))

    for span in intersect_spans(held, ran):
        assert any(holder.who == span.who and lies_within(span, holder) for holder in held)
        assert any(one.due_at == span.due_at and lies_within(span, one) for one in ran)
        assert span.ended is None or span.began < span.ended


def test_a_question_that_waits_is_the_complainants_only_where_no_clock_runs():
    clocks = [BillSpan("gulberg", at(0), at(2), at(1)), BillSpan("gulberg", at(5), None, at(6))]
    waits = [BillSpan("ayesha", at(1), at(5))]
    charged = charge_spans([clocks, waits], REST, since=at(0), until=at(8))
    assert {part.who: (part.length, part.late) for part in charged.parts} == {
        "gulberg": (5 * HOUR, 3 * HOUR),
        "ayesha": (3 * HOUR, NO_TIME),
    }


# --- the bill of a complaint -------------------------------------------------------------------------------------


def billed(complaint, now: str):
    """Return the bill by party and office code: the hours, and how many of them were late."""
    charged = compute_delay_bill(load_own_complaint(complaint.pk), at=clock(now))
    code = {None: ""} | {pk: office.code for pk, office in charged.offices.items()}
    parts = {
        (str(part.who[0]), code[part.who[1]]): (part.length / HOUR, part.late / HOUR) for part in charged.bill.parts
    }
    return parts, charged.bill.total / HOUR


def test_the_story_of_a_complaint_charged_to_each(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    world.bilal.records_contact(complaint, "11:00")
    world.ayesha.says("in_person", complaint, "12:00")
    world.bilal.asks(complaint, "13:00")
    world.ayesha.answers(complaint, "17:00")
    world.bilal.reports(complaint, "18:00")
    world.salma.does("verify", complaint, "19:00", verdict="satisfied")
    world.farah.does("accept", complaint, "20:00")
    world.ayesha.does("close", complaint, "23:00")
    parts, total = billed(complaint, "+9d 09:00")
    assert parts == {
        ("cell", "lahore"): (1, 0),
        ("office", "gulberg_circle"): (4, 0),
        ("complainant", ""): (7, 0),  # Four for the question, three for the last answer.
        ("senior", "model_town"): (2, 0),  # Farah's time, who accepted it.
    }
    assert total == 14


def test_the_bill_names_an_office_as_it_was_called_when_it_last_had_the_complaint(world):
    """Lahore's cell and Gulberg Circle are renamed after they passed it on, Model Town while it decides."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    renames_office(world, "lahore", "11:00", name_en="Lahore Capital")
    world.bilal.records_contact(complaint, "12:00")
    world.ayesha.says("in_person", complaint, "13:00")
    world.bilal.reports(complaint, "14:00")
    for code, name in (("gulberg_circle", "North Circle"), ("model_town", "South Division")):
        renames_office(world, code, "15:00", name_en=name)
    rows = delay_bill_context(load_own_complaint(complaint.pk), now=clock("16:00"))["rows"]
    assert [row["label"] for row in rows] == [
        "Lahore, complaint cell, before it was given to an officer",
        "Gulberg Circle",
        "South Division, which had to decide on the report",
    ]


def test_what_lies_behind_a_deadline_is_said_beside_whoever_had_it_then(world):
    complaint = world.complaint("financial_crime", "09:00")  # Contact within 8 hours.
    world.salma.marks(complaint, to=world.bilal, at="18:00")
    world.farah.does("re_mark", complaint, "20:00", to=world.dania)
    parts, total = billed(complaint, "21:00")
    assert parts == {("cell", "lahore"): (9, 1), ("office", "gulberg_circle"): (3, 3)}
    assert total == 12


@pytest.mark.slow
def test_a_report_that_waits_is_the_office_aboves_and_a_return_gives_it_back(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "12:00")
    assert billed(complaint, "14:00")[0]["senior", "model_town"] == (2, 0)
    world.usman.does("return_report", complaint, "15:00")
    assert billed(complaint, "16:00")[0]["senior", "lahore"] == (3, 0)


def test_feedback_has_no_bill(world):
    assert compute_delay_bill(load_own_complaint(world.complaint("suggestion").pk), at=clock("12:00")) is None


@pytest.mark.slow
def test_the_bill_costs_two_statements_however_long_the_story(world, django_assert_num_queries):
    short, long = world.complaint(), world.in_inquiry("10:00")
    for number in range(6):
        world.farah.does("re_mark", long, f"1{number + 1}:00", to=(world.dania, world.kamran)[number % 2])
    for complaint in (short, long):
        found = load_own_complaint(complaint.pk)
        with django_assert_num_queries(2):
            compute_delay_bill(found, at=clock("20:00"))


def _covered(spans, since: datetime, until: datetime) -> timedelta:
    """Return the length of the union of the spans, computed simply."""
    reached, length = since, NO_TIME
    for began, ended in sorted((max(b, since), min(e or until, until)) for b, e in spans):
        length += max(ended - max(began, reached), NO_TIME)
        reached = max(reached, ended)
    return length


@pytest.mark.slow
@pytest.mark.parametrize("category", ["financial_crime", "bribe_demand"])
def test_in_any_history_the_bill_is_the_intersection_of_the_two_ledgers(world, category):
    @settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def in_any_history(history):
        with transaction.atomic():
            complaint = world.complaint(category, "09:00", station="gulberg")
            now = live(world, complaint, history)
            charged = compute_delay_bill(load_own_complaint(complaint.pk), at=now).bill
            until = complaint.closed_at if complaint.status in FINAL else now
            assert sum((part.length for part in charged.parts), NO_TIME) == charged.total
            assert charged.total == max(until, complaint.received_at) - complaint.received_at
            _offices_have_what_they_held_while_a_clock_ran(complaint, charged, until)
            transaction.set_rollback(True)

    in_any_history()


def _offices_have_what_they_held_while_a_clock_ran(complaint, charged, until):
    """Time that a senior officer needed is charged to that officer, whichever other clock ran."""
    runs = ClockRun.objects.promised().filter(complaint=complaint).values_list("started_at", "ended_at")
    reported = _reported(complaint)
    for office in {row.office_id for row in Custody.objects.filter(complaint=complaint)}:
        held = [
            (max(row.started_at, began), min(row.ended_at or until, ended or until))
            for row in Custody.objects.filter(complaint=complaint, office=office)
            for began, ended in runs
        ]
        own = [piece for span in held if span[0] < span[1] for piece in _without(span, reported, until)]
        theirs = {(Party.OFFICE, office), (Party.CELL, office)}
        length = sum((part.length for part in charged.parts if part.who in theirs), NO_TIME)
        assert length == _covered(own, complaint.received_at, until)


def _reported(complaint):
    """Return the times in which the complaint had the status *reported*."""
    spans, began = [], None
    for event in load_own_complaint(complaint.pk).events:
        is_so = event.facts.get("state", {}).get("status", began and Status.REPORTED) == Status.REPORTED
        if is_so and began is None:
            began = event.at
        elif not is_so and began is not None:
            spans.append((began, event.at))
            began = None
    return [*spans, (began, None)] if began else spans


def _without(span, holes, until):
    """Return the parts of a span outside the holes."""
    pieces = [span]
    for began, ended in holes:
        ended = ended or until
        pieces = [piece for b, e in pieces for piece in ((b, min(e, began)), (max(b, ended), e)) if piece[0] < piece[1]]
    return pieces


# --- leave -------------------------------------------------------------------------------------------------------


def on_leave(world, begins: str, ends: str, *, holder="bilal", cover="kamran"):
    holder, cover = world.people[holder].posting, world.people[cover].posting
    return arrange_leave(
        posting=holder, cover=cover, starts_at=clock(begins), ends_at=clock(ends), by=None, at=clock("09:00")
    )


def test_a_leave_that_begins_while_a_complaint_is_held_splits_custody_at_that_second(world, django_assert_num_queries):
    complaint = world.in_inquiry("10:00")
    leave = on_leave(world, "12:00", "15:00")
    assert [
        (h.posting_id, h.began, h.ended) for h in credited_periods(load_custody_periods(complaint), at=clock("16:10"))
    ] == [
        (None, clock("09:00"), clock("09:10")),
        (world.bilal.posting.pk, clock("09:10"), clock("12:00")),
        (world.kamran.posting.pk, clock("12:00"), clock("15:00")),
        (world.bilal.posting.pk, clock("15:00"), None),
    ]
    parts, _ = billed(complaint, "16:10")
    assert parts["office", "gulberg"] == (3, 0)
    assert parts["office", "gulberg_circle"] == (4, 0)
    end_leave(leave=leave, by=None, at=clock("13:00"))
    assert billed(complaint, "16:10")[0]["office", "gulberg"] == (1, 0)
    with django_assert_num_queries(1):
        credited_periods(load_custody_periods(complaint), at=clock("16:10"))


days = st.lists(st.tuples(moments, moments), max_size=8)


@given(moments, st.none() | moments, days)
def test_leaves_change_who_had_it_and_never_how_long(one, other, edges):
    began, ended = (one, None) if other is None else sorted((one, other))
    flat = sorted({edge for pair in edges for edge in pair})
    absences = [CreditException(7, 70, a, b) for a, b in zip(flat[::2], flat[1::2], strict=False)]
    pieces = list(split_by_accountable_posting(HeldTime(1, 10, began, ended), reversed(absences)))
    if began == ended:
        assert not [piece for piece in pieces if piece.posting_id == 7]
        return
    assert (pieces[0].began, pieces[-1].ended) == (began, ended)
    assert all(a.ended == b.began for a, b in pairwise(pieces))
    assert all(piece.ended is None or piece.began < piece.ended for piece in pieces)
    end = ended or max([began, *flat]) + HOUR
    covered = [(a.began, a.ended) for a in absences]
    theirs = sum(((p.ended or end) - p.began for p in pieces if p.posting_id == 7), NO_TIME)
    assert theirs == _covered([(b, e) for b, e in covered if e > began and b < end], began, end)


@pytest.mark.slow
def test_in_any_history_with_leaves_the_bill_still_sums_to_the_whole(world):
    @settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.too_slow])
    @given(steps, st.lists(st.integers(10, 60 * 60), min_size=2, max_size=6, unique=True))
    def in_any_history(history, minutes):
        with transaction.atomic():
            complaint = world.complaint("financial_crime", "09:00", station="gulberg")
            now = live(world, complaint, history)
            plain = compute_delay_bill(load_own_complaint(complaint.pk), at=now).bill
            edges = sorted(clock("09:00") + timedelta(minutes=number) for number in minutes)
            for begins, ends in zip(edges[::2], edges[1::2], strict=False):
                on_leave(world, begins, ends, holder="dania", cover="farah")
            charged = compute_delay_bill(load_own_complaint(complaint.pk), at=now).bill
            assert charged.total == plain.total == sum((part.length for part in charged.parts), NO_TIME)
            assert charged.late == plain.late
            transaction.set_rollback(True)

    in_any_history()
