"""The difference between a district's public figures and its board reveals no complaint hidden from its head."""

from datetime import timedelta
from itertools import chain

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from complaints.models import Complaint, Naming
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries.complaint_filters import ALL
from desk.queries.queue import office_queue_complaints
from monitoring.queries import public_counts
from monitoring.queries.public_counts import ELSEWHERE, PROVINCE, SENSITIVE
from monitoring.services.figure_publication import publish_week
from tests.complaints.narrowings import withdraw_name
from tests.depth import DEEP
from tests.monitoring.test_public_figures import MONDAY, elsewhere, filed, window
from tests.world import DAY, clock

FIRST, LAST = DAY.date(), DAY.date() + timedelta(days=6)
EXAMPLES = settings.default.max_examples if DEEP else 12
HEADS = {"lahore": "usman", "multan": "rashid"}
OFFICERS = ("usman", "farah", "dania", "kamran", "salma", "rashid", "sana", "zara")
NAMES = st.one_of(st.none(), st.tuples(st.sampled_from(OFFICERS), st.booleans()))
FILED = st.tuples(
    st.sampled_from(sorted(HEADS)),
    st.sampled_from(["financial_crime", "property_crime", "misbehaviour", "gender_harassment"]),
    st.integers(-20, 6),
    NAMES,
)


def named(world, complaint, whom: str, at: str = "+7d 01:00") -> Naming:
    return name_officer(
        complaint_id=complaint.pk, officer_id=world.people[whom].officer.pk, why="So it is said.",
        by=world.nadia.actor, at=clock(at),
    )  # fmt: skip


def file(world, district: str, category: str, day: int, name) -> None:
    """File one of the random complaints; an officer may be named, or named and withdrawn at once."""
    station = "gulberg" if district == "lahore" else ""
    at = DAY + timedelta(days=day, hours=9)
    complaint = world.complaint(category, at, district=district, station=station)
    if name:
        whom, stands = name
        naming = named(world, complaint, whom)
        if not stands:
            withdraw_name(world, naming, by=world.imran, at="+7d 02:00")


def counts() -> dict:
    """Return all counts of the districts before suppression."""
    at, months = clock(MONDAY), (DAY.date().replace(month=10, day=1), LAST)
    rows = chain(public_counts.count_window(FIRST, LAST, at=at), public_counts.count_months(*months, at=at))
    return {(row.district, row.month): row for row in rows if row.district not in {PROVINCE, ELSEWHERE}}


def seen_by_the_head(world, district: str) -> int:
    """Return what the head can count on their own list: the same days, and the kinds that the public figures count."""
    actor, at = world.people[HEADS[district]].actor, clock(MONDAY)
    rows = office_queue_complaints(actor, at=at, status=ALL, received=(FIRST, LAST))
    return rows.exclude(SENSITIVE).count()


@pytest.mark.slow
def test_no_difference_of_figure_and_board_reveals_what_is_kept_from_the_districts_head(world):
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.lists(FILED, min_size=1, max_size=6))
    @example([("lahore", "financial_crime", 0, ("usman", False))])  # it stays above him
    def in_any_week(complaints):
        with transaction.atomic():
            for one in complaints:
                file(world, *one)
            figures, here = counts(), Complaint.objects.unscoped("test")
            for district in HEADS:
                received = figures[district, None].received if (district, None) in figures else 0
                assert received == seen_by_the_head(world, district)
            for head in HEADS.values():
                seen = Complaint.objects.visible_to(world.people[head].actor, at=clock(MONDAY)).values("pk")
                district = world.people[head].posting.office.code
                with transaction.atomic():  # as if the hidden complaints did not exist
                    here.filter(place__path__contains=f"/{district}/").exclude(pk__in=seen).update(
                        received_at=clock("09:00") - timedelta(days=900)
                    )
                    without = counts()
                    transaction.set_rollback(True)
                assert {cell: row for cell, row in figures.items() if cell[0] == district} == {
                    cell: row for cell, row in without.items() if cell[0] == district
                }
            transaction.set_rollback(True)

    in_any_week()


def test_an_ordinary_complaint_that_names_somebody_is_counted_for_the_province_alone(world):
    filed(world, 24, "lahore")
    filed(world, 16, "multan")
    filed(world, 20, "multan", "misbehaviour")
    complaint = world.complaint("financial_crime", station="gulberg")
    publish_week(at=clock(MONDAY))
    before = window().received, window("lahore").received, elsewhere().received
    naming = named(world, complaint, "dania")
    publish_week(at=clock(MONDAY), replace_existing=True)
    assert before == (61, 25, 20)
    assert (window().received, window("lahore").received, elsewhere().received) == (61, 24, 21)
    withdraw_name(world, naming, by=world.imran, at="+7d 02:00")
    publish_week(at=clock(MONDAY), replace_existing=True)  # it stays where it went
    assert (window().received, window("lahore").received, elsewhere().received) == (61, 24, 21)
