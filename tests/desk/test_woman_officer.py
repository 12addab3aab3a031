"""A complainant who asks for a woman officer may be contacted by one, and is asked to confirm it."""

import pytest

from accounts.models import Officer
from accounts.rules.ranks import Rank
from complaints.models import ContactClaim
from complaints.queries.women_officers import women_officers_near
from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.refusals import Refusal
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries.complaint_details import load_complaint
from tests.citizen.conftest import Visitor
from tests.citizen.mine.conftest import opens
from tests.complaints.refusing import refusal
from tests.world import clock

ASKS = {"category": "financial_crime", "woman_officer": True}


@pytest.fixture(autouse=True)
def women(world):
    Officer.objects.filter(name_en__in=["Farah", "Dania", "Latif"]).update(is_woman=True)
    for person in (world.farah, world.dania, world.latif):
        person.posting.refresh_from_db()


@pytest.fixture
def marked(world):
    complaint = world.complaint(**ASKS)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def near(complaint) -> list[str]:
    return [posting.officer.name_en for posting in women_officers_near(complaint, at=clock("09:30"))]


def test_women_of_the_office_the_one_above_and_below_may_speak_from_sub_inspector_on(world, marked):
    assert near(marked) == ["Farah", "Dania", "Latif"]
    Officer.objects.filter(name_en="Latif").update(rank=Rank.ASI)
    assert near(marked) == ["Farah", "Dania"]


def test_whoever_is_named_speaks_to_nobody(world, marked):
    name_officer(
        complaint_id=marked.pk, officer_id=world.dania.officer.pk, why="She was there.", by=world.nadia.actor,
        at=clock("09:20"),
    )  # fmt: skip
    marked.refresh_from_db(from_queryset=type(marked).objects.unscoped("test"))
    assert "Dania" not in near(marked)
    assert "Latif" not in near(marked)


@pytest.mark.slow
def test_the_form_asks_who_spoke_and_the_complainant_is_asked_about_her(world, seat, marked):
    bilal = seat(world.bilal)
    page = bilal.opens(marked, "09:20").content.decode()
    assert "Who spoke to them?" in page
    assert "Deputy Superintendent of Police Dania, SDPO, Gulberg Circle" in page
    given = {"how": "telephone", "spoke": world.dania.posting.pk, "words": "She told it to Dania."}
    assert bilal.posts(marked, "record_contact", "09:30", **given).status_code == 302
    assert ContactClaim.objects.get(complaint=marked).posting == world.dania.posting
    said = opens(Visitor(), marked, "10:00")
    assert "Did Deputy Superintendent of Police Dania speak to you" in said
    assert "The officer says that they spoke to you: Deputy Superintendent of Police, Gulberg Circle." in said
    sentence = "Deputy Superintendent of Police Dania spoke to the complainant, who asked for a woman officer."
    assert sentence in bilal.opens(marked, "10:00").content.decode()


def test_nobody_is_offered_where_none_is_asked_for_and_where_all_is_written(world, seat):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert "Who spoke to them?" not in seat(world.bilal).opens(complaint, "09:20").content.decode()
    forged = {"how": ContactWay.TELEPHONE, "spoke": str(world.dania.posting.pk)}
    assert refusal(world.bilal.does, "record_contact", complaint, "09:30", **forged) is Refusal.NOT_THAT_WAY


def test_a_man_a_stranger_and_a_message_on_the_page_are_refused(world, marked):
    for who, how in (("kamran", ContactWay.TELEPHONE), ("zara", ContactWay.TELEPHONE), ("dania", ContactWay.PORTAL)):
        forged = {"how": how, "spoke": str(world.people[who].posting.pk)}
        assert refusal(world.bilal.does, "record_contact", marked, "09:30", **forged) is Refusal.NOT_THAT_WAY


def test_whoever_marks_sees_who_is_a_woman_officer(world, seat):
    asks, does_not = world.complaint(**ASKS), world.complaint("financial_crime")
    salma = seat(world.salma)
    assert "Dania, Deputy Superintendent of Police, SDPO, woman officer" in salma.opens(asks, "09:10").content.decode()
    assert "woman officer" not in salma.opens(does_not, "09:10").content.decode()


def test_it_costs_one_statement_more_where_one_is_asked_for(world, marked, django_assert_num_queries):
    found = load_complaint(world.bilal.actor, marked.etag)
    with django_assert_num_queries(1):
        women_officers_near(found, at=clock("09:30"))
