"""An excluded officer learns nothing of a chat: not the chat, not that it waits, not for how long."""

from dataclasses import replace

import pytest

from accounts.actors import Actor
from accounts.queries.officer_postings import current_postings
from complaints.models import Complaint
from complaints.services.exclusion.officer_naming import name_officer
from tests.whatsapp.handover.conftest import FILING, sees
from tests.world import clock
from whatsapp.models import Handover
from whatsapp.queries.inbox_lists import count_for_menu, load_inbox, load_waiting_chats
from whatsapp.services.handover_moving import keep_inbox

BRIBE = {"category": "bribe_demand", "station": "gulberg"}


def learns_of(person, at="09:30") -> list:
    """Return all that this officer's inbox and menu say: chats, the number, and on the board the number and time."""
    actor, moment = person.actor, clock(at)
    inbox = load_inbox(actor, at=moment)
    rows = [row.pk for row in (*inbox.waiting, *inbox.own, *inbox.others, *inbox.calls)]
    board = load_waiting_chats(actor, at=moment)
    return [rows, count_for_menu(actor, at=moment)[0], board.number, board.oldest]


NOTHING = [[], 0, 0, None]


def named(world, complaint: Complaint, person, at="08:30") -> None:
    name_officer(
        complaint_id=complaint.pk, officer_id=person.officer.pk, why="She says so.", by=world.nadia.actor, at=clock(at)
    )


@pytest.mark.slow
def test_the_cell_of_the_district_and_its_head_see_the_chat_and_other_cells_do_not(talk):
    talk.writes(*FILING, "operator")
    world, handover = talk.world, talk.handover
    assert [name for name, person in world.people.items() if person.posting and sees(person, handover)] == [
        "usman", "salma",
    ]  # fmt: skip


@pytest.mark.slow
def test_an_operator_who_is_named_in_the_complaint_learns_nothing(talk):
    complaint = talk.world.complaint(at="08:00")
    named(talk.world, complaint, talk.world.salma)
    talk.writes("Salam", "2", "operator")
    assert (talk.handover.complaint_id, talk.handover.office.code) == (complaint.pk, "punjab")
    assert learns_of(talk.world.salma) == NOTHING
    assert learns_of(talk.world.nadia)[0] == [talk.handover.pk]


@pytest.mark.slow
def test_an_older_complaint_hides_a_chat_about_another_matter(talk):
    """Salma is excluded from the first complaint; the chat is about a new one, in the same district."""
    named(talk.world, talk.world.complaint(at="08:00"), talk.world.salma)
    talk.writes(*FILING, "operator")
    assert (talk.handover.complaint_id, talk.handover.office.code) == (None, "punjab")
    assert learns_of(talk.world.salma) == NOTHING


@pytest.mark.slow
def test_a_complaint_that_was_opened_with_a_key_hides_the_chat_too(talk):
    """Bashir's complaint, opened on Ayesha's telephone."""
    complaint = talk.world.complaint(at="08:00", by="bashir")
    named(talk.world, complaint, talk.world.salma)
    talk.writes("Salam", "2")
    chat = talk.chat
    chat.state = replace(chat.state, step="track.one", answers={"etag": complaint.etag, "standing": {"opened": True}})
    chat.save()
    talk.writes("operator")
    assert (talk.handover.complaint_id, talk.handover.office.code) == (complaint.pk, "punjab")
    assert learns_of(talk.world.salma) == NOTHING


@pytest.mark.slow
def test_a_complaint_that_is_filed_while_a_call_is_due_hides_the_chat_too(talk):
    talk.phone.at = clock("21:00")
    talk.writes(*FILING, "operator")
    talk.taps("Yes")
    assert talk.handover.office.code == "lahore"
    complaint = talk.world.complaint(at="21:30")
    named(talk.world, complaint, talk.world.salma, at="21:40")
    assert learns_of(talk.world.salma, "+1d 08:05") == NOTHING
    keep_inbox(at=clock("+1d 08:05"))
    assert learns_of(talk.world.nadia, "+1d 08:06")[0] == [talk.handover.pk]


@pytest.mark.slow
def test_an_exclusion_that_begins_while_the_chat_waits_takes_it_away_at_once(talk):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator")
    assert talk.handover.office.code == "lahore"
    assert learns_of(talk.world.salma)[0] == [talk.handover.pk]
    named(talk.world, complaint, talk.world.salma, at="09:20")
    assert learns_of(talk.world.salma) == NOTHING
    keep_inbox(at=clock("09:21"))
    assert (talk.handover.office.code, talk.log()[-1]) == ("punjab", "moved")


@pytest.mark.slow
def test_an_operator_who_has_the_chat_loses_it_when_the_person_says_that_it_is_about_her(talk):
    talk.writes(*FILING, "operator")
    talk.does("take_chat", talk.world.salma)
    talk.writes("Salma of your cell asked me for money")
    handover = talk.handover
    assert (handover.holder, handover.office.code) == (None, "punjab")
    assert talk.world.salma.officer.pk in handover.hidden_officers
    assert learns_of(talk.world.salma) == NOTHING
    assert learns_of(talk.world.nadia)[0] == [handover.pk]


@pytest.mark.parametrize("name", ["Salma", "سلمیٰ"])
def test_a_name_before_the_hand_over_counts_too(talk, name):
    talk.writes(*FILING, f"{name} took a bribe", f"{name} again", "operator")
    assert talk.handover.office.code == "punjab"
    assert learns_of(talk.world.salma) == NOTHING


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("text", "office", "hidden"),
    [("The SHO wants money", "punjab", ["salma", "usman"]),  # the station is unknown: the district is above it
     ("the DPO wants money", "punjab", ["salma", "usman"]),
     ("They broke my lock", "lahore", [])],
)  # fmt: skip
def test_a_chat_about_no_complaint_that_names_police_goes_above_them(talk, text, office, hidden):
    talk.writes(*FILING, text, "operator")
    assert talk.handover.office.code == office
    for name in hidden:
        assert learns_of(getattr(talk.world, name)) == NOTHING


@pytest.mark.slow
def test_an_older_complaint_does_not_show_an_accusation_to_the_accused(talk):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator")
    assert (talk.handover.complaint_id, talk.handover.office.code) == (complaint.pk, "lahore")
    assert learns_of(talk.world.usman)[0] == [talk.handover.pk]
    talk.writes("the DPO wants money")
    assert talk.handover.office.code == "punjab"
    for person in (talk.world.usman, talk.world.salma):
        assert learns_of(person) == NOTHING


@pytest.mark.parametrize("text", ["Salma asked me for money", "the DPO wants money"])
def test_who_is_named_in_the_cell_that_has_the_complaint_learns_nothing(talk, text):
    """The incident was in Multan; the complaint is in the custody of Lahore."""
    complaint = talk.world.complaint(at="08:00")
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(place=talk.world.office("multan"))
    talk.writes("Salam", "2", "operator")
    assert talk.handover.office.code == "lahore"
    talk.writes(text)
    assert talk.handover.office.code == "punjab"
    assert learns_of(talk.world.salma) == NOTHING


@pytest.mark.slow
def test_answers_while_a_call_is_due_hide_the_chat_at_once(talk):
    talk.phone.at = clock("21:00")
    talk.writes(*FILING, "operator")
    talk.taps("Yes")
    assert learns_of(talk.world.salma, "+1d 08:05")[0] == [talk.handover.pk]
    talk.writes("the DPO wants money")
    assert learns_of(talk.world.salma, "+1d 08:05") == NOTHING
    assert talk.handover.office.code == "punjab"


@pytest.mark.slow
def test_with_a_known_station_its_sho_does_not_take_the_chat_from_the_district(talk):
    talk.writes(*FILING, "No", "Change or add", "2", "Lahore", "Gulberg", "operator")
    talk.writes("The SHO wants money")
    assert talk.handover.office.code == "lahore"


def test_the_head_of_the_accused_line_learns_nothing_of_a_complaint_against_the_district(talk):
    """Against the DPO of Lahore: the CCPO heads both district and region, so the CPO's cell has it."""
    talk.world.complaint(at="08:00", **BRIBE, keep_from="yes", post="DPO")
    talk.writes("Salam", "2", "operator")
    assert talk.handover.office.code == "punjab"
    for person in (talk.world.usman, talk.world.salma, talk.world.kamran):
        assert learns_of(person) == NOTHING


def test_the_board_of_the_centre_counts_without_the_chats_hidden_from_its_reader(talk):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator")
    board = load_waiting_chats(talk.world.zara.actor, at=clock("09:30"))
    assert (board.number, board.oldest) == (1, talk.handover.waiting_since)
    named(talk.world, complaint, talk.world.zara, at="09:20")
    assert learns_of(talk.world.zara) == NOTHING


@pytest.mark.slow
def test_the_list_and_one_chat_are_filtered_alike_with_and_without_a_loaded_line(talk):
    """Requests load the officer's reporting line; jobs compute it. Both give the same."""
    named(talk.world, talk.world.complaint(at="08:00"), talk.world.salma)
    talk.writes("Salam", "2", "operator")
    for person in (talk.world.salma, talk.world.nadia, talk.world.usman, talk.world.imran):
        loaded = [Actor.of(posting) for posting in current_postings(person.officer, at=clock("09:30"))]
        found = {row.pk for actor in loaded for row in Handover.objects.visible_to(actor, at=clock("09:30"))}
        assert found == {row.pk for row in Handover.objects.visible_to(person.actor, at=clock("09:30"))}
