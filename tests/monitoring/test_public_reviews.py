"""Public figures of reviews: once a quarter, without small numbers and without any that could be deduced."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import Complaint, Naming
from monitoring.models import ReviewsOfQuarter
from monitoring.queries.public_counts import closed_reviews
from monitoring.rules.small_number_suppression import SMALLEST, suppress_line
from monitoring.services.figure_publication import publish_quarter_reviews, publish_week
from reviews.models import Review
from reviews.queries.review_visibility import oversees_reviews, reviews_visible_to
from reviews.rules.decision_kinds import Decision
from reviews.rules.publication_periods import last_quarter_before
from reviews.rules.review_capacities import ReviewActor
from tests.factories import create_naming, rewrite_rows
from tests.monitoring.reviews.lives import decided, hired, late_complaint
from tests.monitoring.test_public_figures import MONDAY, filed, get, words
from tests.world import clock

JANUARY = clock("+45d 06:00")  # 7 January 2027: the quarter of these reviews is over
QUARTER = date(2026, 10, 1)


def closed(world, who: str = "bilal", decision: Decision = Decision.NOT_DELIBERATE) -> Review:
    """Create a review of an officer in Lahore, closed in the quarter."""
    decides = {"bilal": ("noor", "region_lahore"), "latif": ("tahir", "lahore")}[who]
    if decides[0] not in world.people:
        hired(world, *decides)
    late_complaint(world, who)
    return decided(world, decision, by=world.people[decides[0]], who=who)


def counted() -> set[int]:
    return set(closed_reviews(QUARTER, date(2026, 12, 31), at=JANUARY).values_list("pk", flat=True))


def readers(at) -> list[Actor]:
    """Return the people who monitor the reviews of the province."""
    return [actor for actor in map(Actor.of, Posting.objects.current(at).with_people()) if oversees_reviews(actor)]


def test_a_closed_review_is_counted_in_the_quarter_in_which_it_was_closed(world):
    review = closed(world)
    assert review.status == "closed"
    assert counted() == {review.pk}
    assert not closed_reviews(date(2026, 7, 1), date(2026, 9, 30), at=JANUARY).exists()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("kept_back", ["named", "named once", "about the police", "confidential", "at the centre"])
def test_what_somebody_might_find_by_subtraction_is_not_counted(world, kept_back):
    review = closed(world)
    late = Complaint.objects.unscoped("test").filter(breaches__flags__review=review)
    match kept_back:
        case "named" | "named once":
            why = {"source": "cell", "by": world.salma.posting, "why": "So it says.", "named_at": clock("10:00")}
            naming = create_naming(complaint=late.first(), officer=world.zara.officer, **why)
            if kept_back == "named once":
                back = {"taken_back_at": clock("12:00"), "taken_back_by": world.nadia.posting, "taken_back_why": "No."}
                Naming.objects.filter(pk=naming.pk).update(**back)
                naming.exclusions.update(ended_at=back["taken_back_at"])
        case "about the police":
            late.update(about_police=True)
        case "confidential":
            late.update(confidential=True)
        case "at the centre":
            rewrite_rows(Posting.objects.filter(officer=world.bilal.officer), office=world.office("punjab"))
    assert counted() == set()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("named", ["zara", "asad", "imran", "bilal", "usman", None])
def test_whoever_watches_over_reviews_sees_each_that_is_counted(world, named):
    """So the published number minus what they see is never positive, and reveals nothing hidden from them."""
    closed(world)
    kept = closed(world, "latif")
    if named:
        late = Complaint.objects.unscoped("test").filter(breaches__flags__review=kept).first()
        why = {"source": "cell", "by": world.salma.posting, "why": "So it says.", "named_at": clock("+3d 10:00")}
        create_naming(complaint=late, officer=world.people[named].officer, **why)
    assert len(counted()) == (1 if named else 2)
    assert len(readers(JANUARY)) > 2
    for reader in readers(JANUARY):
        sees = reviews_visible_to(ReviewActor(reader.officer_id, reader), at=JANUARY).values_list("pk", flat=True)
        assert counted() <= set(sees), reader


def test_a_quarter_is_counted_once_and_stays(world):
    closed(world)
    assert publish_quarter_reviews(at=JANUARY)
    before = list(ReviewsOfQuarter.objects.order_by("pk").values_list("decision", "number", "made_at"))
    assert len(before) == len(Decision) + 1
    assert {number for _decision, number, _at in before} == {None}  # one is too few
    assert not publish_quarter_reviews(at=JANUARY + timedelta(days=30))
    assert publish_quarter_reviews(at=JANUARY + timedelta(days=90))
    first = ReviewsOfQuarter.objects.filter(first=QUARTER).order_by("pk")
    assert list(first.values_list("decision", "number", "made_at")) == before
    with pytest.raises(DatabaseError), transaction.atomic():
        first.update(number=12)


def test_the_page_and_the_file_say_the_same(world):
    filed(world, 24, "lahore")
    publish_week(at=clock(MONDAY))
    assert "Disciplinary reviews of delays" not in words(get("/performance/"))
    assert get("/performance/reviews.csv").status_code == 404
    numbers = {"": 61, "not_deliberate": 34, "warning": 15, "displeasure": None, "censure": None, "referred": None}
    ReviewsOfQuarter.objects.bulk_create(
        ReviewsOfQuarter(first=QUARTER, decision=name, number=number, made_at=JANUARY)
        for name, number in numbers.items()
    )
    page = words(get("/performance/"))
    assert "closed from 1 October 2026 to 31 December 2026" in page
    assert "The delay was not deliberate 34" in page
    assert "Censure – too few to show" in page
    file = b"".join(get("/performance/reviews.csv").streaming_content).decode("utf-8-sig")
    lines = {(line["quarter"], line["outcome"]): line["closed_reviews"] for line in csv.DictReader(io.StringIO(file))}
    assert lines == {("2026-Q4", name or "all"): str(number or "") for name, number in numbers.items()}
    assert "Reviews count decisions, not guilt" in words(get("/performance/limits/"))


@given(st.dictionaries(st.sampled_from(list(Decision)), st.one_of(st.integers(0, 25), st.integers(0, 900)), min_size=5))
@example({Decision.NOT_DELIBERATE: 40, Decision.WARNING: 3, Decision.CENSURE: 12})
def test_no_hidden_number_is_left_by_the_total_less_those_that_are_shown(numbers):
    told, total = suppress_line(numbers)
    assert all(number is None or number == numbers[name] >= SMALLEST for name, number in told.items())
    hidden = [numbers[name] for name, number in told.items() if number is None]
    if total is None:
        return
    assert total == sum(numbers.values())
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= SMALLEST)


@given(st.dates(date(2024, 1, 1), date(2090, 1, 1)))
def test_quarters_are_over_and_follow_each_other_without_a_day_in_two(today):
    first, last = last_quarter_before(today)
    assert first.day == 1
    assert first.month % 3 == 1
    assert last < today
    assert today - last <= timedelta(days=92)
    assert last_quarter_before(first)[1] == first - timedelta(days=1)
    assert last_quarter_before(last + timedelta(days=1)) == (first, last)
