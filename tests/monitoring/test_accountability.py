"""*Reopened* and *citizen says not solved* count for the office that reported, wherever the complaint goes."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from complaints.models import Complaint
from complaints.queries.verification import read_snapshot
from complaints.queries.verification.full_check import verify_complaints
from complaints.rules.reopening_responsibility import LEVELS, is_at_or_above, line_charged_with_reopening
from complaints.services.exclusion import officer_naming
from desk.queries import bounded_queue_scan
from monitoring.queries.board import load_board
from monitoring.queries.board_counts import BoardScope
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.league import load_league
from monitoring.queries.list_totals import count_listed_complaints
from monitoring.queries.office_reports import load_report_figures
from monitoring.queries.station_sheet import load_station_sheet
from monitoring.queries.trend_numbers import trend_numbers
from monitoring.rules.board_weeks import board_weeks
from monitoring.rules.league_places import LeagueMeasure
from monitoring.rules.report_periods import ReportPeriod, Rhythm
from monitoring.tallies import tally_maintenance
from monitoring.tallies.tally_verification import find_differences
from tests.factories import OfficerFactory, PostingFactory
from tests.monitoring.week import rows_behind, signed_in
from tests.world import clock
from web.calendar_days import start_of_day

AT = clock("+4d 12:00")
CHARGED = (LeagueMeasure.REOPENED, LeagueMeasure.DENIED)


def resolved(world, holder="bilal", accepted_by="farah"):
    """Return a resolved complaint: Bilal of Gulberg circle reported, a superior accepted, Ayesha is satisfied."""
    complaint = world.in_inquiry(holder=holder)
    world.people[holder].reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.people[accepted_by].does("accept", complaint, "+1d 11:00")
    return complaint


def told(world, viewer: str, office: str):
    """Return the reopened and denied complaints with their totals, on an office's board as a person sees it."""
    period = load_board(Actor.of(world.people[viewer].posting), at=AT, office=world.office(office)).period
    shares = (period.reopened, period.denied)
    return [(share.true.number, share.known) for share in shares]


@pytest.mark.slow
def test_an_objection_counts_against_the_office_that_reported(world):
    """The CCPO of Lahore reported, so the objection goes to the Central Police Office."""
    complaint = resolved(world, holder="usman", accepted_by="imran")
    kept = resolved(world)
    world.ayesha.does("close", kept, "+1d 12:00")

    world.ayesha.does("object", complaint, "+2d 09:00")

    assert complaint.office == world.office("punjab")
    assert (complaint.reopened_reporter, complaint.reopened_acceptor) == (world.usman.posting, world.imran.posting)
    for office in ("lahore", "region_lahore", "punjab"):
        assert told(world, "zara", office) == [(1, 2), (1, 2)], office
    assert told(world, "zara", "gulberg_circle") == [(0, 1), (0, 1)]
    assert told(world, "zara", "multan") == [(0, 0), (0, 0)]


def test_the_league_charges_the_district_and_not_the_office_above(world):
    world.ayesha.does("object", resolved(world, holder="usman", accepted_by="imran"), "+2d 09:00")
    found = load_league(world.zara.actor, at=AT, first=AT.date() - timedelta(days=29), last=AT.date())
    rows = {row.office.code: row for row in found.rows}
    assert rows["lahore"].shares[LeagueMeasure.DENIED].share.number == 1
    assert rows["lahore"].received.number == 0  # the Central Police Office has it now
    assert (found.elsewhere.received, found.elsewhere.shares[LeagueMeasure.DENIED].number) == (1, 0)
    assert (found.total.received.number, found.total.shares[LeagueMeasure.DENIED].share.number) == (1, 1)


@pytest.mark.slow
def test_the_link_of_the_figure_shows_the_complaint_that_moved_up(world):
    complaint = resolved(world, holder="usman", accepted_by="imran")
    world.ayesha.does("object", complaint, "+2d 09:00")
    client = signed_in(world, "zara")
    for word in ("reopened", "denied"):
        assert rows_behind(client, f"/desk/office/?status=all&word={word}&office=lahore") == 1
        assert rows_behind(client, f"/desk/office/?status=all&word={word}&office=multan") == 0


@pytest.mark.slow
def test_a_station_that_reported_is_charged_at_every_level_and_in_the_report(world):
    """The station's officer reported and its head's superior accepted; the district has the complaint now."""
    complaint = resolved(world, holder="latif", accepted_by="dania")
    world.ayesha.does("object", complaint, "+2d 09:00")
    assert complaint.office not in {world.office("gulberg"), world.office("gulberg_circle")}
    for office in ("gulberg", "gulberg_circle", "model_town", "lahore", "region_lahore", "punjab"):
        assert told(world, "zara", office) == [(1, 1), (1, 1)], office
    assert told(world, "zara", "garden_town") == [(0, 0), (0, 0)]
    sheet = load_station_sheet(Actor.of(world.zara.posting), world.office("gulberg"), at=AT)
    assert [sheet.shares[measure].share.number for measure in CHARGED] == [1, 1]
    period = ReportPeriod(Rhythm.WEEKLY, AT.date() - timedelta(days=6), AT.date())
    rows = {office.code: sums for office, sums in load_report_figures(world.office("lahore"), period, at=AT).rows}
    assert [(code, sums.reopened, sums.denied) for code, sums in rows.items() if sums.reopened or sums.denied] == [
        ("gulberg", 1, 1)
    ]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("office", ["gulberg", "gulberg_circle", "model_town"])
def test_the_reopened_complaints_of_a_small_office_are_listed_without_a_search(world, monkeypatch, office):
    """Each page of a search would stop after one complaint. Two complaints match, among others that were reopened."""
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 1)
    for holder, accepted_by in (("usman", "imran"), ("latif", "dania"), ("latif", "dania")):
        world.ayesha.does("object", resolved(world, holder=holder, accepted_by=accepted_by), "+2d 09:00")
    client = signed_in(world, "zara")
    for word in ("reopened", "denied"):
        answer = client.get(f"/desk/office/?status=all&word={word}&office={office}")
        assert (len(answer.context["rows"]), answer.context["looked_at"]) == (2, 0)
        assert (answer.context["total"].number, answer.context["total"].is_exact) == (2, True)


def test_whoever_cannot_see_it_any_more_does_not_count_it(world):
    """Farah's division reported; the district has the complaint now. Her sums leave it out, as her list does."""
    world.ayesha.does("object", resolved(world), "+2d 09:00")
    assert told(world, "farah", "gulberg_circle") == [(0, 0), (0, 0)]
    assert told(world, "usman", "lahore") == [(1, 1), (1, 1)]
    assert rows_behind(signed_in(world, "farah"), "/desk/office/?status=all&word=denied&office=model_town") == 0


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("viewer", "how", "number"),
    [
        *(("farah", "", 0), ("farah", "acts for usman", 1), ("usman", "", 1), ("dania", "", 0)),
        *(("farah", "is named", 0), ("usman", "is named", 0)),
    ],
)
def test_nor_in_the_weeks_of_their_board_unless_they_act_for_who_holds_it(world, viewer, how, number):
    complaint, first_day = resolved(world), board_weeks(AT.date())[0][0]
    world.ayesha.does("object", complaint, "+2d 09:00")
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.holder == world.usman.posting
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(received_at=start_of_day(first_day))
    actor = world.people[viewer].actor
    if how == "is named":
        told_by = {"officer_id": actor.officer_id, "why": "She says so.", "by": world.nadia.actor}
        officer_naming.name_officer(complaint_id=complaint.pk, **told_by, at=AT)
    elif how:
        actor = replace(actor, covers=frozenset({world.usman.posting.pk}))
    levels = BoardLevels.load(actor.office_path, actor.office_kind)
    for office, is_applied in product((levels.own, world.office("gulberg_circle")), (False, True)):
        if is_applied:
            tally_maintenance.apply_deltas()
        scope = BoardScope.load(actor, office, AT.date(), AT.date(), AT)
        assert trend_numbers(scope, levels, reuse=False).sums[scope.scope][0].accountable == number
        shape = {"status": "all", "word": "accountable", "office": office}
        assert count_listed_complaints(actor, at=AT, **shape) == number


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("now_at", "viewer", "number"),
    [
        *(("lahore", "head", 0), ("lahore", "usman", 1), ("lahore", "zara", 1)),
        *(("punjab", "head", 0), ("punjab", "usman", 0), ("punjab", "zara", 1), ("punjab", "head for imran", 1)),
    ],
)
def test_a_units_board_leaves_out_what_has_moved_above_its_reader(world, now_at, viewer, number):
    row = OfficeListRow(2, "cia", "unit", "lahore", "CIA Lahore", "سی آئی اے لاہور", "SP")
    assert not import_offices(rows=[row], by=None, at=AT).errors
    unit, lahore = world.office("cia"), world.office("lahore")
    complaint = resolved(world, holder="usman", accepted_by="imran")
    world.ayesha.does("object", complaint, "+2d 09:00")
    line = [lahore.parent_id, lahore.pk, None, None, None, unit.pk]
    place = {"region": lahore.parent_id, "district": lahore.pk, "office": lahore.pk} if now_at == "lahore" else {}
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(
        reopened_line=line, holder=world.imran.posting, **place
    )
    head = PostingFactory(officer=OfficerFactory(), office=unit, role=Role.SUPERVISOR, is_head=True)
    actor = Actor.of(head) if viewer.startswith("head") else world.people[viewer].actor
    if viewer == "head for imran":
        actor = replace(actor, covers=frozenset({world.imran.posting.pk}))
    assert load_board(actor, at=AT, office=unit).period.reopened.true.number == number


@pytest.mark.slow
def test_an_office_above_that_fails_again_does_not_clear_the_office_below(world):
    complaint = resolved(world)
    world.ayesha.does("object", complaint, "+2d 09:00")
    world.usman.records_contact(complaint, "+2d 09:30")
    world.ayesha.says("in_person", complaint, "+2d 10:00")
    world.usman.reports(complaint, "+2d 11:00")
    world.salma.does("verify", complaint, "+2d 12:00", verdict="satisfied")
    world.imran.does("accept", complaint, "+2d 13:00")
    world.ayesha.does("object", complaint, "+3d 09:00")
    assert complaint.office == world.office("punjab")
    assert told(world, "zara", "gulberg_circle")[1] == told(world, "zara", "lahore")[1] == (1, 1)
    assert (complaint.reopened_reporter, complaint.reopened_acceptor) == (world.bilal.posting, world.farah.posting)


def found_in(complaint: Complaint) -> list[str]:
    """Return what `verify_history` finds about one complaint."""
    with read_snapshot():
        found = [one for _number, batch in verify_complaints() for one in batch]
    return [one.what for one in found if one.where == complaint.spaced_etag]


@pytest.mark.slow
@pytest.mark.parametrize("folded", [False, True])
def test_tallies_history_and_row_agree_after_an_objection(world, folded):
    complaint = resolved(world)
    if folded:
        tally_maintenance.apply_deltas()
    world.ayesha.does("object", complaint, "+2d 09:00")
    assert [found for _scope, found in find_differences() if found] == []
    assert found_in(complaint) == []
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(reopened_line=None)
    assert found_in(complaint) == ["its row charges another office with the reopening than its history"]


@pytest.mark.slow
def test_an_office_that_moves_takes_its_charges_along(world):
    """Gulberg circle, which reported, moves to Multan; the complaint stays with Lahore."""
    complaint = resolved(world)
    world.ayesha.does("object", complaint, "+2d 09:00")
    row = OfficeListRow(2, "gulberg_circle", "circle", "multan", "Gulberg Circle", "گلبرگ سرکل", "SDPO")
    assert not import_offices(rows=[row], by=None, at=AT).errors
    assert told(world, "zara", "multan") == [(1, 1), (1, 1)]
    assert told(world, "zara", "lahore") == [(0, 0), (0, 0)]
    assert [found for _scope, found in find_differences() if found] == []


def line(*ids: int) -> list[int | None]:
    """Build a `reopened_line` from the offices below the region; the last is the office itself."""
    return [*ids, *[None] * (LEVELS - len(ids)), ids[-1] if ids else 99]


STATION, CIRCLE, DISTRICT, REGION, CENTRAL = line(1, 2, 3, 4, 5), line(1, 2, 3, 4), line(1, 2), line(1), line()
OTHER = line(1, 7)


@pytest.mark.parametrize(
    ("before", "now", "is_reported", "charged"),
    [
        (None, CIRCLE, True, CIRCLE),
        (None, CIRCLE, False, CIRCLE),  # reinstated after a withdrawal: charged to the office that had it
        (CIRCLE, DISTRICT, True, CIRCLE),
        (CIRCLE, REGION, True, CIRCLE),
        (CIRCLE, CENTRAL, True, CIRCLE),
        (CIRCLE, CIRCLE, True, CIRCLE),
        (CIRCLE, OTHER, True, OTHER),  # another district's report was not accepted either
        (CIRCLE, OTHER, False, CIRCLE),
        (DISTRICT, STATION, True, STATION),
    ],
)
def test_who_is_charged(before, now, is_reported, charged):
    assert line_charged_with_reopening(before, now, is_reported=is_reported) == charged


@given(st.lists(st.integers(1, 3), max_size=LEVELS), st.lists(st.integers(1, 3), max_size=LEVELS))
def test_an_office_is_above_itself_and_whatever_begins_with_its_line(one, other):
    """The ids encode the path to each office, so that they are unique."""
    paths = [[int("".join(map(str, ids[: n + 1]))) for n in range(len(ids))] for ids in (one, other)]
    assert is_at_or_above(line(*paths[0]), line(*paths[1])) == (other[: len(one)] == one)
