"""Invitations to an office: the holder sends one, the complainant may answer or not, and nothing follows from it."""

import pytest
from django.db import ProgrammingError

from complaints.models import Complaint, Event, Invitation, RunningClock
from complaints.queries.current_invitations import possible_host_offices
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.refusals import Refusal
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.desk.conftest import forms, offered
from tests.world import clock

TOMORROW = "+1d 11:00"
FORM = {"day": "2026-11-24", "hour": "11:00", "words": "To look at the papers together."}


def marked(world, **answers):
    complaint = world.complaint("financial_crime", **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def invites(person, complaint, at="10:00", *, when=TOMORROW, office=None):
    there = {"office": office or person.posting.office_id, "appointed_at": clock(when)}
    return person.does("invite", complaint, at, words="To look at the papers together.", **there)


def answers(world, complaint, answer, at="12:00", words=""):
    return world.ayesha.does("answer_invitation", complaint, at, words=words, answer=answer)


def clocks(complaint) -> list[tuple]:
    return list(
        RunningClock.objects.filter(complaint=complaint).order_by("clock").values_list("clock", "due_at", "step")
    )


def hosts(complaint, person, at="10:00") -> list[str]:
    complaint = Complaint.objects.unscoped("test").select_related("place").get(pk=complaint.pk)
    return [
        office.code
        for office in possible_host_offices(
            complaint, person.actor, exclusion=conflict_exclusion_of(complaint, at=clock(at))
        )
    ]


def test_the_complainant_is_told_by_the_ways_of_other_news(world):
    complaint = marked(world)
    event = invites(world.bilal, complaint)
    message = Message.objects.get(template="invited")
    assert message.recipient == f"complainant:{complaint.complainant_id}"
    assert "You need not come" not in event.words.text
    invitation = Invitation.objects.get()
    assert (invitation.by, invitation.office) == (world.bilal.posting, world.bilal.posting.office)
    assert (invitation.appointed_at, invitation.answer) == (clock(TOMORROW), "")
    assert found() == []


@pytest.mark.parametrize("told", [{"protected": True}, {"category": "gender_harassment"}])
def test_whose_identity_is_protected_reads_it_on_their_page_alone(world, told):
    category = told.pop("category", "financial_crime")
    complaint = world.complaint(category, **told)
    holder, marker = (world.dania, world.nadia) if complaint.confidential else (world.bilal, world.salma)
    marker.marks(complaint, to=holder, at="09:10")
    invites(holder, complaint)
    assert not Message.objects.filter(template="invited").exists()
    assert Event.objects.filter(complaint=complaint, kind="invite").exists()


@pytest.mark.parametrize("answer", ["comes", "refuses", "another_time", None])
def test_no_answer_touches_a_clock_or_the_status(world, answer):
    complaint = marked(world)
    before = clocks(complaint), complaint.status, complaint.due_at, complaint.contact
    invites(world.bilal, complaint)
    if answer:
        answers(world, complaint, answer)
    assert (clocks(complaint), complaint.status, complaint.due_at, complaint.contact) == before
    assert found() == []


def test_the_officer_is_told_of_an_answer_and_it_stands_in_history_and_on_the_file(world, seat):
    complaint = marked(world)
    invites(world.bilal, complaint)
    bilal = seat(world.bilal)
    page = bilal.opens(complaint, "10:10").content.decode()
    assert "24 November 2026, 11:00, no answer (not required)" in page
    assert "Bilal invited the complainant: Gulberg Circle, 24 November 2026, 11:00. They do not have to come." in page
    answers(world, complaint, "another_time", words="In the evening.")
    assert Message.objects.get(template="invitation_answered").recipient == f"posting:{world.bilal.posting.pk}"
    page = bilal.opens(complaint, "12:10").content.decode()
    assert "They ask for another time" in page
    assert "In the evening." in page


@pytest.mark.slow
def test_the_form_sends_it_and_refuses_what_is_no_hour_for_an_office(world, seat):
    complaint = marked(world)
    bilal = seat(world.bilal)
    assert "invite" in forms(bilal.opens(complaint, "10:00"))
    there = FORM | {"office": world.bilal.posting.office_id}
    for wrong in ({"hour": "23:00"}, {"day": "2026-11-23"}, {"day": "2027-03-01"}, {"day": "soon"}, {"words": ""}):
        answer = bilal.posts(complaint, "invite", "10:01", **(there | wrong))
        assert answer.status_code == 422, wrong
    assert (
        "Choose a time between 8:00 and 20:00, at least 12 hours and at most 30 days from now."
        in bilal.posts(complaint, "invite", "10:01", **(there | {"hour": "23:00"})).content.decode()
    )
    assert bilal.posts(complaint, "invite", "10:02", **there).status_code == 302
    assert Invitation.objects.get().appointed_at == clock(TOMORROW)
    page = bilal.opens(complaint, "10:03")
    assert "invite" not in forms(page)
    assert "An invitation is already waiting for an answer. You can send one at a time." in page.content.decode()


@pytest.mark.parametrize("when", ["21:59", "+1d 07:59", "+1d 20:01", "+30d 10:01"])
def test_nobody_is_invited_at_night_tomorrow_at_dawn_or_for_next_year(world, when):
    assert refusal(invites, world.bilal, marked(world), when=when) is Refusal.NO_SUCH_HOUR


def test_nobody_but_the_holder_invites(world):
    complaint = marked(world)
    for name in ("dania", "farah", "salma", "hina", "zara"):
        with pytest.raises(NotPermitted):
            invites(world.people[name], complaint)


def test_no_other_office_than_those_of_the_list(world):
    complaint = marked(world)
    assert hosts(complaint, world.bilal) == ["gulberg_circle", "model_town", "lahore"]
    for code in ("gulberg", "multan", "punjab", "region_lahore"):
        refused = refusal(invites, world.bilal, complaint, office=world.office(code).pk)
        assert refused is Refusal.NO_SUCH_PLACE
    invites(world.bilal, complaint, office=world.office("lahore").pk)


def test_nobody_under_eighteen_is_invited(world, seat):
    complaint = world.complaint("financial_crime", under_18=True)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert refusal(invites, world.dania, complaint) is Refusal.NOBODY_TO_INVITE
    page = seat(world.dania).opens(complaint, "10:00")
    assert "invite" in offered(page)
    assert "invite" not in forms(page)


def test_nobody_anonymous_is(world):
    digest = digest_secret_word("x")
    complaint = world.complaint("bribe_demand", anonymous=True, name="", phone="", secret_digest=digest)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert refusal(invites, world.dania, complaint) is Refusal.NOBODY_TO_INVITE


def test_a_complaint_about_police_is_never_invited_to_the_station_that_it_is_against(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert refusal(invites, world.dania, complaint, office=world.office("gulberg").pk) is Refusal.NO_SUCH_PLACE
    kamrans = hosts(complaint, world.kamran)
    assert "gulberg" not in kamrans
    invites(world.dania, complaint)


def test_nor_to_an_office_where_somebody_sits_whom_it_names(world):
    """Bilal heads no office: a complaint that names him may be at his circle, but nobody is invited there."""
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    name_officer(
        complaint_id=complaint.pk,
        officer_id=world.bilal.officer.pk,
        why="Seen.",
        by=world.salma.actor,
        at=clock("09:20"),
    )
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.holder == world.dania.posting
    assert hosts(complaint, world.dania) == ["model_town", "lahore"]
    assert refusal(invites, world.dania, complaint) is Refusal.NO_SUCH_PLACE
    invites(world.dania, complaint, office=world.office("model_town").pk)


def test_who_has_refused_is_not_asked_again_in_this_round(world, seat):
    complaint = marked(world)
    invites(world.bilal, complaint)
    answers(world, complaint, "refuses")
    assert refusal(invites, world.bilal, complaint, "13:00", when="+2d 11:00") is Refusal.INVITATION_REFUSED
    assert "They declined an invitation." in seat(world.bilal).opens(complaint, "13:01").content.decode()


def test_whom_another_time_suits_is_sent_another_one(world):
    complaint = marked(world)
    invites(world.bilal, complaint)
    assert refusal(invites, world.bilal, complaint, "11:00", when="+2d 11:00") is Refusal.ALREADY_INVITED
    answers(world, complaint, "another_time")
    invites(world.bilal, complaint, "13:00", when="+2d 19:00")
    assert Invitation.objects.count() == 2
    answers(world, complaint, "comes", "14:00")
    assert [one.answer for one in Invitation.objects.order_by("pk")] == ["another_time", "comes"]


def test_an_invitation_that_nobody_answered_is_over_with_its_hour(world):
    complaint = marked(world)
    invites(world.bilal, complaint)
    assert refusal(answers, world, complaint, "refuses", "+1d 11:00") is Refusal.NOT_ASKED
    invites(world.bilal, complaint, "+1d 12:00", when="+3d 11:00")


def test_what_was_said_to_the_last_holder_binds_nobody_with_the_next(world):
    complaint = marked(world)
    invites(world.bilal, complaint)
    world.dania.does("re_mark", complaint, "11:00", to=world.dania)
    assert refusal(answers, world, complaint, "comes") is Refusal.NOT_ASKED
    invites(world.dania, complaint, "12:30")


def test_what_was_sent_is_never_changed(world):
    invites(world.bilal, marked(world))
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Invitation.objects.update(appointed_at=clock("+2d 11:00"))


def test_nor_deleted(world):
    invites(world.bilal, marked(world))
    with pytest.raises(ProgrammingError, match="permission denied"):
        Invitation.objects.all().delete()
