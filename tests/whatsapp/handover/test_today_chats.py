"""The chats that wait for an operator, on the page *Today*: one line for each inbox."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from accounts.queries.officer_postings import current_postings
from complaints.services.exclusion.officer_naming import name_officer
from desk.today.waiting_tasks import OfficerPostings
from tests.desk.test_today import TODAY, lines
from tests.factories import PostingFactory
from tests.whatsapp.handover.conftest import FILING
from tests.whatsapp.handover.test_hand_over import world_operator
from tests.world import clock
from whatsapp.desk_tasks import list_chat_tasks
from whatsapp.models import Handover


def chats_of(postings, at="09:30") -> list[str]:
    found = OfficerPostings(postings[0].officer, postings, [Actor.of(posting) for posting in postings])
    return [task.subject for task in list_chat_tasks(found, at=clock(at))]


def due_of(person) -> list[tuple]:
    found = OfficerPostings(person.officer, [person.posting], [person.actor])
    return [(task.why, task.due_at) for task in list_chat_tasks(found, at=clock("09:40"))]


@pytest.mark.slow
def test_a_chat_waits_for_every_operator_until_one_takes_it_and_then_for_that_one(talk, seat):
    talk.writes(*FILING, "operator")
    world, tahira = talk.world, world_operator(talk.world, "lahore")
    for person in (world.salma, tahira):
        (line,) = [line for line in lines(seat(person).get(TODAY, "09:30")) if "chat" in line]
        assert line.startswith("Answer on WhatsApp")
        assert " late (" in line
        assert "1 chat" in line
    salma = seat(world.salma)
    assert f"/desk/inbox/?as={world.salma.posting.pk}" in salma.get(TODAY, "09:31").content.decode()
    talk.does("take_chat", world.salma, "09:32")
    assert (chats_of([world.salma.posting]), chats_of([tahira.posting])) == (["1 chat"], [])
    talk.does("write_to_person", world.salma, "09:33", text="Where was it?")
    assert chats_of([world.salma.posting], "09:34") == []


@pytest.mark.slow
def test_an_answer_is_due_ten_minutes_after_the_last_act_of_the_operator_and_in_danger_at_once(talk):
    talk.writes(*FILING, "operator")
    assert due_of(talk.world.salma) == [("Answer on WhatsApp", talk.phone.at + timedelta(minutes=10))]
    talk.does("take_chat", talk.world.salma, "09:32")
    assert due_of(talk.world.salma) == [("Answer on WhatsApp", clock("09:42"))]
    Handover.objects.update(in_danger=True)
    assert due_of(talk.world.salma) == [("Somebody in danger waits on WhatsApp", talk.handover.waiting_since)]


@pytest.mark.slow
def test_nobody_else_has_the_line(talk):
    talk.writes(*FILING, "operator")
    people = {name: person for name, person in talk.world.people.items() if person.posting}
    assert [name for name, person in people.items() if chats_of([person.posting])] == ["salma"]


@pytest.mark.slow
def test_an_operator_whom_an_older_complaint_names_is_counted_nothing(talk):
    """The chat is about another matter, and Salma works in that cell too."""
    complaint, salma, nadia = talk.world.complaint(at="08:00"), talk.world.salma, talk.world.nadia
    naming = {"officer_id": salma.officer.pk, "why": "She says so.", "by": nadia.actor, "at": clock("08:30")}
    name_officer(complaint_id=complaint.pk, **naming)
    talk.writes(*FILING, "operator")
    central = PostingFactory(officer=salma.officer, office=talk.world.office("punjab"), role=salma.posting.role)
    assert chats_of([salma.posting, central]) == []
    assert chats_of([nadia.posting]) == ["1 chat"]


@pytest.mark.slow
def test_a_chat_about_a_complaint_that_left_the_operator_s_offices_is_counted_nothing(talk):
    """Nobody is excluded: the complaint is in Multan now, where Salma reads nothing."""
    talk.writes(*FILING, "operator")
    for district, waiting in (("lahore", ["1 chat"]), ("multan", [])):
        Handover.objects.update(complaint=talk.world.complaint(at="09:10", by="bashir", district=district))
        assert chats_of([talk.world.salma.posting]) == waiting


@pytest.mark.slow
def test_several_inboxes_cost_no_more_statements(talk):
    talk.writes(*FILING, "operator")
    salma = talk.world.salma
    one = current_postings(salma.officer, at=clock("09:30"))
    PostingFactory(officer=salma.officer, office=talk.world.office("multan"), role=salma.posting.role)
    two = current_postings(salma.officer, at=clock("09:30"))
    for postings in (one, two):
        with CaptureQueriesContext(connection) as statements:
            assert chats_of(postings) == ["1 chat"]
        assert len(statements) == 2
    assert len(two) == 2
