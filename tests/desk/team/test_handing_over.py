"""Handing over: all complaints of a posting go to another one; those that may not, stay until the posting ends."""

import pytest
from django.db import DatabaseError

from accounts.services.postings import end_posting
from complaints.models import Complaint, Custody, Event
from complaints.rules.refusals import Refusal
from complaints.services import history
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.staff_changes import handover
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.complaints.verifying import found as wrong
from tests.world import clock


def path(world, who="dania") -> str:
    return f"/desk/team/hand-over/{world.people[who].posting.pk}/"


@pytest.fixture
def held(world):
    """Dania has two ordinary complaints, one of them in inquiry, and one about the police. One of them names Latif."""
    begun, fresh, conduct = (world.complaint(kind) for kind in ("financial_crime", "property_crime", "bribe_demand"))
    for complaint in (begun, fresh):
        world.salma.marks(complaint, to=world.dania, at="09:10")
    world.nadia.marks(conduct, to=world.dania, at="09:10")
    world.dania.records_contact(begun, "09:30")
    world.ayesha.says("in_person", begun, "10:00")
    return begun, fresh, conduct


def holders(*complaints):
    rows = Complaint.objects.unscoped("test").in_bulk([complaint.pk for complaint in complaints])
    return [rows[complaint.pk].holder for complaint in complaints]


def test_the_preview_counts_what_goes_and_what_stays_and_changes_nothing(world, seat, held):
    answer = seat(world.farah).sends(path(world), "12:00", to=world.kamran.posting.pk)
    assert answer.status_code == 200
    found = answer.context["preview"]
    assert (found.going, dict(found.staying)) == (2, {Refusal.RANK_TOO_LOW: 1})
    assert "2 complaints go to" in answer.content.decode()
    assert not Event.objects.filter(kind="handed_over").exists()


def test_all_go_in_one_act_each_with_its_event_status_and_clocks_as_they_were(world, seat, held):
    begun, fresh, conduct = held
    before = {c.pk: (c.status, c.report_due_at, c.contact) for c in Complaint.objects.unscoped("test")}
    farah = seat(world.farah)
    answer = farah.sends(path(world), "12:00", to=world.kamran.posting.pk, words="She leaves for Multan.", make="1")
    assert answer.status_code == 302
    assert holders(begun, fresh, conduct) == [world.kamran.posting, world.kamran.posting, world.dania.posting]
    assert {c.pk: (c.status, c.report_due_at, c.contact) for c in Complaint.objects.unscoped("test")} == before
    for complaint in (begun, fresh):
        event = complaint.events.last()
        assert (event.kind, event.posting, event.words.text) == (
            "handed_over",
            world.farah.posting,
            "She leaves for Multan.",
        )
        assert Custody.objects.get(complaint=complaint, ended_at=None).started_at == clock("12:00")
    assert wrong() == []
    message = Message.objects.get(template="handed_to_you")
    assert (message.recipient, message.context["count"]) == (f"posting:{world.kamran.posting.pk}", 2)
    said = farah.get("/desk/team/", "12:05").content.decode()
    assert "2 complaints are handed over." in said
    assert "1 stays with Deputy Superintendent of Police Dania." in said
    story = farah.opens(begun, "12:06").content.decode()
    assert "Superintendent of Police Farah handed it over to Inspector Kamran" in story


def test_what_stayed_passes_to_the_head_when_the_posting_ends(world, seat, held):
    begun, _fresh, conduct = held
    handover.hand_over_complaints(
        posting=world.dania.posting, to=world.kamran.posting, by=world.farah.actor, at=clock("12:00")
    )
    end_posting(posting=world.dania.posting, by=None, at=clock("13:00"))
    assert holders(begun, conduct) == [world.kamran.posting, world.farah.posting]


def test_what_names_the_new_officer_never_goes_to_them(world, held):
    begun, *_ = held
    name_officer(
        complaint_id=begun.pk, officer_id=world.bilal.officer.pk, why="Seen.", by=world.salma.actor, at=clock("11:00")
    )
    done = handover.preview_handover(
        posting=world.dania.posting, to=world.bilal.posting, by=world.farah.actor, at=clock("12:00")
    )
    assert Refusal.NOT_ADDRESSABLE in done.staying


def test_if_one_of_them_fails_none_is_handed_over(world, held, monkeypatch):
    append, calls = history.append, []

    def fails_at_the_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise DatabaseError("the disk is full")
        return append(*args, **kwargs)

    monkeypatch.setattr(history, "append", fails_at_the_second)
    with pytest.raises(DatabaseError):
        handover.hand_over_complaints(
            posting=world.dania.posting, to=world.kamran.posting, by=world.farah.actor, at=clock("12:00")
        )
    assert holders(*held) == [world.dania.posting] * 3


def test_a_head_hands_over_within_the_own_subtree_alone(world, seat, held):
    assert seat(world.rashid).get(path(world), "12:00").status_code == 404
    for by, to in ((world.rashid, world.kamran), (world.farah, world.rashid), (world.bilal, world.kamran)):
        with pytest.raises(NotPermitted):
            handover.hand_over_complaints(posting=world.dania.posting, to=to.posting, by=by.actor, at=clock("12:00"))


def test_nobody_chosen_is_said(world, seat, held):
    answer = seat(world.farah).sends(path(world), "12:00", to="", words="Kept.")
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()


@pytest.mark.slow
def test_the_preview_costs_two_statements_whatever_the_number(world, held, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(2):
            handover.preview_handover(
                posting=world.dania.posting, to=world.kamran.posting, by=world.farah.actor, at=clock("18:00")
            )
        for _number in range(4):
            world.salma.marks(world.complaint("financial_crime", "12:00"), to=world.dania, at="12:10")


def test_whoever_is_named_while_it_is_being_handed_over_does_not_get_it(world, held, monkeypatch):
    """The officer is named after all conflict exclusions were loaded, but before this complaint was locked."""
    begun, fresh, _ = held
    answered = handover._complaints_with_refusals

    def and_then_somebody_is_named(*args, **named):
        found = list(answered(*args, **named))
        name_officer(
            complaint_id=begun.pk, officer_id=world.bilal.officer.pk, why="She says so.", by=world.dania.actor,
            at=clock("11:59"),
        )  # fmt: skip
        return found

    monkeypatch.setattr(handover, "_complaints_with_refusals", and_then_somebody_is_named)
    done = handover.hand_over_complaints(
        posting=world.dania.posting, to=world.bilal.posting, by=world.farah.actor, at=clock("12:00")
    )
    assert done.going == 1
    assert done.staying[Refusal.NOT_ADDRESSABLE] == 1
    assert holders(begun, fresh) == [world.dania.posting, world.bilal.posting]
