"""The complaints that the public figures count."""

from dataclasses import fields
from datetime import timedelta

import pytest

from complaints.models import Naming
from monitoring.queries import public_counts
from monitoring.queries.public_counts import ELSEWHERE, PublicCounts
from tests.factories import create_naming
from tests.world import DAY, clock

COUNTED = [field.name for field in fields(PublicCounts) if field.type is int]
FIRST, LAST = DAY.date(), DAY.date() + timedelta(days=6)
NOW = "+8d 12:00"


def counted(district: str = "lahore", at: str = NOW):
    """Return the counts of a district ("" for the province) in the week of the first day."""
    rows = {row.district: row for row in public_counts.count_window(FIRST, LAST, at=clock(at))}
    return rows.get(district)


def resolved(world, **answers):
    """Return a complaint that was reported, verified and accepted by the second day. It awaits the citizen."""
    complaint = world.in_inquiry(**answers)
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


def test_a_complaint_counts_where_it_happened_though_the_province_has_it(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    complaint.__class__.objects.unscoped("test").filter(pk=complaint.pk).update(district=None, region=None)
    assert counted().received == 1


def test_what_came_in_before_or_after_these_days_is_not_counted(world):
    world.complaint("financial_crime", "+7d 00:00")
    world.complaint("financial_crime", "+6d 23:59")
    assert counted().received == 1


@pytest.mark.slow
def test_a_contact_counts_as_in_time_only_when_the_citizen_confirms_it(world):
    world.in_inquiry()
    claimed = world.complaint("financial_crime", "09:00")
    world.salma.marks(claimed, to=world.bilal, at="09:10")
    world.bilal.records_contact(claimed, "09:30")
    assert (counted().contact_known, counted().contact_in_time) == (1, 1)
    world.ayesha.says("nobody", claimed, "10:00")
    assert (counted().contact_known, counted().contact_in_time) == (2, 1)


def test_nobody_contacted_is_late_once_the_limit_has_passed(world):
    world.complaint("financial_crime", "09:00")
    assert counted(at="16:59").contact_known == 0
    assert (counted(at="17:01").contact_known, counted(at="17:01").contact_in_time) == (1, 0)


def test_who_withdrew_before_the_limit_was_never_late_to_be_contacted(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.ayesha.does("withdraw", complaint, "10:00")
    assert (counted().received, counted().contact_known) == (1, 0)


def test_a_report_is_late_while_it_is_owed_and_in_time_when_it_came_within_its_limit(world):
    early = world.in_inquiry()
    world.bilal.reports(early, "+1d 09:00")
    world.in_inquiry()
    row = counted(at="+6d 12:00")
    assert (row.report_known, row.report_in_time, row.reported) == (2, 1, 1)


def test_a_pause_for_the_citizens_answer_is_not_late(world):
    asked = world.in_inquiry()
    world.bilal.asks(asked, "11:00")
    assert counted(at="+1d 12:00").report_known == 0


def test_silence_is_no_yes(world):
    world.ayesha.does("close", resolved(world), "+2d 09:00")
    silent = resolved(world)
    world.system.does("close", silent, "+9d 12:00")
    row = counted(at="+10d 12:00")
    assert (row.word_known, row.confirmed, row.objected) == (2, 1, 0)


def test_an_objection_counts_also_when_the_citizen_is_satisfied_later(world):
    world.ayesha.does("object", resolved(world), "+2d 09:00")
    assert (counted().word_known, counted().confirmed, counted().objected) == (1, 0, 1)


def objected_to(world, holder: str, accepted_by: str):
    """Return a complaint about Multan that Lahore's cell marked, and to whose report the citizen objected."""
    complaint = world.complaint("financial_crime", "09:00", district="multan")
    world.sana.does("forward", complaint, "09:05", to_id=world.office("lahore").pk)
    world.salma.marks(complaint, to=world.people[holder], at="09:10")
    world.people[holder].records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    world.people[holder].reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.people[accepted_by].does("accept", complaint, "+1d 11:00")
    world.ayesha.does("object", complaint, "+2d 09:00")
    return complaint


def test_an_objection_counts_for_the_district_that_reported_wherever_it_happened(world):
    """Received, contacted and reported count for the incident place. The higher office that has it is not charged."""
    objected_to(world, holder="usman", accepted_by="imran")
    lahore, multan = counted("lahore"), counted("multan")
    assert (lahore.word_known, lahore.objected, lahore.received) == (1, 1, 0)
    assert (multan.word_known, multan.objected, multan.received) == (0, 0, 1)
    assert (counted("").word_known, counted("").objected) == (1, 1)


@pytest.mark.slow
def test_an_objection_to_what_no_district_reported_counts_for_none(world):
    complaint = world.in_inquiry(holder="usman")
    world.ayesha.does("object", resolved(world), "+2d 09:00")
    line = [world.office("region_lahore").pk, None, None, None, None, world.office("region_lahore").pk]
    complaint.__class__.objects.unscoped("test").filter(pk=complaint.pk).update(
        reopened_line=line, objected_at=clock("+2d 09:00"), cycle=2
    )
    assert (counted().word_known, counted(ELSEWHERE).word_known, counted(ELSEWHERE).received) == (1, 1, 0)
    assert counted("").objected == counted().objected + counted(ELSEWHERE).objected == 2


@pytest.mark.slow
def test_the_districts_and_what_none_counts_add_up_to_the_province_for_every_figure(world):
    objected_to(world, holder="usman", accepted_by="imran")
    world.ayesha.does("close", resolved(world), "+2d 09:00")
    world.complaint("misbehaviour", "09:00", station="gulberg")
    named = resolved(world)
    world.ayesha.does("object", named, "+2d 09:00")
    create_naming(
        complaint=named, officer=world.usman.officer, source=Naming.Source.CELL, by=world.salma.posting, why="Named.",
        named_at=clock("+3d 09:00"),
    )  # fmt: skip
    for rows in (
        public_counts.count_window(FIRST, LAST, at=clock(NOW)),
        public_counts.count_months(DAY.date().replace(day=1), LAST, at=clock(NOW)),
    ):
        whole, *parts = rows
        assert {part.district for part in parts} == {"lahore", "multan", ELSEWHERE}
        for name in COUNTED:
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name
        assert all(
            getattr(whole, name) for name in ("received", "contact_known", "word_known", "confirmed", "objected")
        )


def test_the_usual_time_is_the_middle_one_from_filing_to_report(world):
    for hour in ("12:00", "15:00", "21:00"):
        world.bilal.reports(world.in_inquiry(), hour)
    assert counted().time_to_report == timedelta(hours=6)


def test_complaints_about_the_police_and_confidential_ones_count_for_the_province_only(world):
    world.complaint("misbehaviour", "09:00", station="gulberg")
    world.complaint("gender_harassment", "09:00")
    world.complaint("custodial_torture", "09:00")
    world.complaint("financial_crime", "09:00")
    assert counted().received == 1
    assert (counted("").received, counted(ELSEWHERE).received) == (4, 3)


def test_a_month_is_counted_by_the_wall_clock_of_pakistan(world):
    world.complaint("financial_crime", "+7d 23:30")  # 30 November, in UTC too
    world.complaint("financial_crime", "+8d 02:00")  # 1 December; in UTC still November
    rows = list(public_counts.count_months(FIRST, FIRST + timedelta(days=20), at=clock("+20d 12:00")))
    assert {(row.month.month, row.received) for row in rows if row.district == "lahore"} == {(11, 1), (12, 1)}


@pytest.mark.parametrize(("count", "statements"), [(public_counts.count_window, 3), (public_counts.count_months, 3)])
def test_counting_takes_three_statements_whatever_the_data(world, django_assert_num_queries, count, statements):
    for district in ("lahore", "multan", "kasur"):
        world.complaint("financial_crime", "09:00", district=district)
    with django_assert_num_queries(statements):
        assert len(list(count(FIRST, LAST, at=clock(NOW)))) == 4
