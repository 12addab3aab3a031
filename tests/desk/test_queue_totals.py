"""The total of *Mine*: exact for one posting and for several, each complaint once, and nothing that is excluded."""

import pytest

from accounts.rules.roles import Role
from complaints.services.exclusion import officer_naming
from desk.queries import complaint_list_pages
from desk.queries.complaint_list_pages import SIZE
from tests.desk.conftest import DESK, etags
from tests.factories import PostingFactory
from tests.world import Person, clock


def total(answer) -> str:
    shown = answer.context["total"]
    return shown.as_text if shown.is_exact else f"{shown.as_text}+"


def several(world, number: int):
    made = [world.complaint("financial_crime", f"09:{n:02}") for n in range(number)]
    for complaint in made:
        world.salma.marks(complaint, to=world.bilal, at="09:50")
    return made


@pytest.mark.slow
def test_the_total_counts_beyond_the_page(world, seat):
    several(world, 27)
    answer = seat(world.bilal).get(DESK, "10:00")
    assert (total(answer), len(etags(answer))) == ("27", 25)
    assert "27 complaints" in " ".join(answer.content.decode().split())


def test_two_postings_are_counted_together_and_each_complaint_once(world, seat):
    """Dania's second posting is of the same circle, so a report that she decides is in both lists."""
    several(world, 3)
    second = PostingFactory(officer=world.bilal.officer, office=world.office("multan"), role=Role.INQUIRY_OFFICER)
    crime = world.complaint("heinous_crime", "09:00", district="multan")
    world.sana.marks(crime, to=Person("bilal", second), at="09:10")
    assert total(seat(world.bilal).get(DESK, "10:00")) == "4"


@pytest.mark.slow
def test_a_long_list_of_several_postings_is_counted_to_a_limit(world, seat, monkeypatch):
    several(world, SIZE + 2)
    PostingFactory(officer=world.bilal.officer, office=world.office("multan"), role=Role.INQUIRY_OFFICER)
    monkeypatch.setattr(complaint_list_pages, "MOST_MERGED", SIZE + 1)
    answer = seat(world.bilal).get(DESK, "10:00")
    assert total(answer) == f"{SIZE + 1}+"
    assert f"More than {SIZE + 1} complaints" in " ".join(answer.content.decode().split())


def test_the_accused_holder_does_not_find_it_in_the_total(world, seat):
    accused, _other = several(world, 2)
    officer_naming.name_officer(
        complaint_id=accused.pk,
        officer_id=world.bilal.officer.pk,
        why="She says so.",
        by=world.nadia.actor,
        at=clock("09:55"),
    )
    answer = seat(world.bilal).get(DESK, "10:00")
    assert total(answer) == "1"
    assert accused.etag not in answer.content.decode()
