"""Escalations: a head who was notified of a delay answers what is done about it, and until when."""

import re
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from complaints.models import Complaint, RunningClock
from complaints.services import orders
from desk.queries.complaint_list_pages import ComplaintList, load_complaint_list_page
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from sla.models import Answer
from sla.queries.escalations import escalated_complaints, escalation_rows, list_escalations_of_postings
from sla.services.escalation_answers import record_escalation_answer
from sla.services.sweeping import sweep
from tests.desk.conftest import seat  # noqa: F401
from tests.world import clock

PAGE = "/desk/escalations/"
WORDS = "Bilal rings today; Latif helps him."


@pytest.fixture
def late(world):
    """Return a complaint of Bilal whose contact was due at 17:00. Dania is notified at 17:01."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    sweep(at=clock("17:01"))
    return complaint


def listed(person, at: str, *, answered=False) -> list[int]:
    told = escalated_complaints(person.actor, at=clock(at), answered=answered)
    rows = partial(escalation_rows, actor=person.actor, at=clock(at))
    return [row["id"] for row in load_complaint_list_page(ComplaintList(told, rows=rows)).rows]


def answers(complaint, person, at="18:00", until="+1d 12:00", words=WORDS):
    return record_escalation_answer(
        complaint_id=complaint.pk, words=words, until=clock(until), by=person.actor, at=clock(at)
    )


def test_whoever_was_told_has_it_to_answer_and_nobody_else(world, late):
    assert listed(world.dania, "18:00") == [late.pk]
    assert listed(world.farah, "18:00") == listed(world.usman, "18:00") == listed(world.rashid, "18:00") == []


def test_the_page_says_how_many_there_are(world, seat, late):  # noqa: F811
    assert "1 complaint" in seat(world.dania).get(PAGE, "18:00").content.decode().split("data-total>")[1][:100]


def test_of_many_those_with_the_nearest_deadline_are_listed(world, late):
    other = world.complaint("financial_crime", "09:05")
    world.salma.marks(other, to=world.bilal, at="09:20")
    sweep(at=clock("17:30"))
    Complaint.objects.unscoped("test").filter(pk=other.pk).update(due_at=clock("16:00"))
    ((listed_id, *_),) = list_escalations_of_postings([(0, world.dania.actor)], at=clock("18:00"), most=1)
    assert listed_id == other.pk


def test_the_badges_of_the_page_have_the_exact_time(world, seat, late):  # noqa: F811
    html = seat(world.dania).get(PAGE, "18:00").content.decode()
    badge = r'<time\s+datetime="[^"]+" title="([^"]+)">([^<]+)</time>'
    assert re.findall(rf'<span class="small muted">(Contact|Report)</span>\s*<span [^>]*>{badge}</span>', html) == [
        ("Contact", "23 November 2026, 17:00", "1 h late"),
        ("Report", "28 November 2026, 09:00", "4 d left"),
    ]


def test_each_step_up_asks_the_next_office(world, late):
    sweep(at=clock("+1d 17:01"))
    assert listed(world.usman, "+1d 18:00") == [late.pk]
    assert listed(world.dania, "+1d 18:00") == [late.pk]


def test_an_order_that_is_late_is_asked_of_whoever_was_told_though_nothing_promised_is(world):
    complaint = world.in_inquiry("10:00")
    given = {"words": "Visit the shop.", "due_at": clock("12:00"), "by": world.usman.actor, "at": clock("10:30")}
    orders.give_order(complaint_id=complaint.pk, **given)
    sweep(at=clock("12:01"))
    assert listed(world.dania, "12:02") == [complaint.pk]
    paths = Message.objects.filter(template="breached").values_list("recipient", "context__path")
    assert dict(paths) == {f"posting:{world.bilal.posting.pk}": "/desk/", f"posting:{world.dania.posting.pk}": PAGE}
    answers(complaint, world.dania, at="12:30")
    assert (listed(world.dania, "13:00"), listed(world.dania, "13:00", answered=True)) == ([], [complaint.pk])
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.bilal.actor, at=clock("14:00"))
    assert listed(world.dania, "15:00", answered=True) == []


def test_an_answer_stands_in_the_history_and_holds_until_its_date(world, late):
    given = answers(late, world.dania)
    assert (given.event.kind, given.event.words.text, given.event.posting) == (
        "escalation_answered",
        WORDS,
        world.dania.posting,
    )
    assert not given.event.words.for_citizen
    assert (listed(world.dania, "19:00"), listed(world.dania, "19:00", answered=True)) == ([], [late.pk])
    assert listed(world.dania, "+1d 12:00") == [late.pk]  # the answer's date has passed, still late


def test_who_is_told_again_is_asked_again(world, late):
    sweep(at=clock("+1d 17:01"))
    answers(late, world.usman, at="+1d 18:00", until="+9d 12:00")
    assert listed(world.usman, "+1d 19:00") == []
    sweep(at=clock("+2d 17:01"))  # the CPO is notified; Lahore is not notified again
    assert listed(world.usman, "+2d 18:00") == []
    assert listed(world.imran, "+2d 18:00") == [late.pk]


def test_what_is_late_no_more_is_asked_of_nobody(world, late):
    world.bilal.records_contact(late, "18:00")
    world.ayesha.says("in_person", late, "18:30")
    assert listed(world.dania, "19:00") == []
    with pytest.raises(NotPermitted):
        answers(late, world.dania, at="19:00")


def test_nobody_answers_for_an_office_that_was_not_told(world, late):
    for person in (world.bilal, world.hina, world.farah, world.rashid, world.zara):
        with pytest.raises(NotPermitted):
            answers(late, person)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("wrong", [{"words": " "}, {"until": "17:30"}, {"until": "+40d 12:00"}])
def test_an_answer_needs_words_and_a_date_ahead(world, late, wrong):
    with pytest.raises(Refused):
        answers(late, world.dania, **wrong)
    assert late.events.filter(kind="escalation_answered").count() == 0


def test_an_answer_is_never_changed(world, late):
    answers(late, world.dania)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.update(until=clock("+9d 12:00"))


@pytest.mark.slow
def test_the_list_takes_three_statements_however_long(world, late, django_assert_num_queries):
    for turn in range(2):
        with django_assert_num_queries(3):  # the complaints, their rows, and the time of the last notice
            assert len(listed(world.dania, "+1d 09:00")) == (1, 4)[turn]
        for _ in range(3):
            more = world.complaint("financial_crime", "09:00")
            world.salma.marks(more, to=world.bilal, at="16:10")
        sweep(at=clock("18:00"))


def test_the_page_takes_an_answer_and_shows_it(world, seat, late):  # noqa: F811
    dania = seat(world.dania)
    assert "Deputy" not in dania.get(PAGE, "18:00").content.decode().partition("<main")[2]
    assert dania.sends(f"{PAGE}{late.pk}/", "18:00", words=WORDS, until="2026-11-25").status_code == 302
    shown = dania.get(PAGE, "19:00", answered="1").content.decode()
    assert WORDS in shown
    assert "to be done by 25 November 2026" in shown
    file = dania.opens(late, "19:00").content.decode()
    assert "Deputy Superintendent of Police Dania explained the delay. To be done by 25 November 2026" in file


@pytest.mark.slow
def test_what_cannot_be_taken_stays_typed(world, seat, late):  # noqa: F811
    dania = seat(world.dania)
    for typed, said in (
        ({"words": WORDS, "until": "2026-11-01"}, "Choose a date within the next 30 days."),
        ({"words": WORDS, "until": ""}, "Please fill this in."),
    ):
        response = dania.sends(f"{PAGE}{late.pk}/", "18:00", **typed)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert WORDS in response.content.decode()
    world.bilal.records_contact(late, "18:10")
    world.ayesha.says("in_person", late, "18:20")
    response = dania.sends(f"{PAGE}{late.pk}/", "18:30", words=WORDS, until="2026-11-25")
    assert response.status_code == 422
    assert "This complaint is no longer late, or your office was not notified of it." in response.content.decode()
    assert WORDS in response.content.decode()


def test_the_page_is_for_heads_alone(world, seat, late, client):  # noqa: F811
    for person in (world.bilal, world.salma, world.zara, world.asad):
        assert seat(person).get(PAGE, "18:00").status_code == 404
        assert seat(person).sends(f"{PAGE}{late.pk}/", "18:00", words=WORDS).status_code == 404
    assert seat(world.rashid).sends(f"{PAGE}{late.pk}/", "18:00", words=WORDS).status_code == 404
    assert client.post(f"{PAGE}{late.pk}/", {"words": WORDS}).status_code == 401
