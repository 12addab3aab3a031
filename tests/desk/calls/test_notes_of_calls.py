"""Operators' notes of private calls: complaint cells can read them, the officers they may be about cannot."""

import pytest

from complaints.workflow.declaration import TextReaders
from complaints.workflow.table import MOVES
from desk.queries.complaint_details import visible_history
from tests.complaints.stages import claimed, received, reported, wishing_to_withdraw
from tests.desk.calls.test_cell_moves import diary as diary_page
from tests.desk.calls.test_cell_moves import text
from tests.desk.calls.test_pages import puts_on_record
from tests.desk.test_printing import prints
from tests.documents.reading import words as words_on_paper

SAID = "He told me to say so."


def confirmed_by_call(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact", "reached", answer="in_person", words=SAID)
    return complaint


def denied_by_call(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact", "reached", answer="nobody", words=SAID)
    return complaint


def verified_by_call(world):
    complaint = reported(world)
    world.salma.rings(complaint, "+1d 10:00", "verify", "reached", answer="not", words=SAID)
    return complaint


def left_unconfirmed(world):
    complaint = claimed(world)
    world.salma.rings_in_vain(complaint, "contact")
    world.salma.does("leave_unconfirmed", complaint, "+3d 10:00", words=SAID)
    return complaint


def kept(world, category="financial_crime"):
    complaint = wishing_to_withdraw(world, category)
    world.nadia.rings(complaint, "+2d 11:00", "withdrawal", "reached", answer="keep", words=SAID)
    return complaint


def withdrawn_by_call(world):
    complaint = wishing_to_withdraw(world, "bribe_demand")
    world.nadia.rings(complaint, "+2d 11:00", "withdrawal", "reached", answer="withdraw", words=SAID)
    return complaint


def readers_of(world, complaint) -> set[str]:
    """Return which of these people can read the note in the history, on any page that shows it."""
    names = ("salma", "nadia", "bilal", "dania", "usman", "zara", "hina")
    return {
        name for name in names if SAID in {one.words for one in visible_history(complaint, world.people[name].actor)}
    }


@pytest.mark.parametrize("by_call", [confirmed_by_call, denied_by_call, verified_by_call, left_unconfirmed])
def test_what_is_noted_of_a_call_only_complaint_cells_read(world, by_call):
    assert readers_of(world, by_call(world)) == {"salma", "nadia"}


@pytest.mark.parametrize("by_call", [kept, lambda world: kept(world, "bribe_demand"), withdrawn_by_call])
def test_of_a_wish_to_withdraw_only_the_cpos_cell_reads_the_note(world, by_call):
    assert readers_of(world, by_call(world)) == {"nadia"}


def test_why_somebody_withdraws_stays_at_the_cpo_too(world):
    asked, gone = received(world, "bribe_demand"), received(world)
    world.ayesha.does("ask_to_withdraw", asked, "10:00", words=SAID)
    world.ayesha.does("withdraw", gone, "10:00", words=SAID)
    for complaint in (asked, gone):
        assert {"nadia", "zara"} <= readers_of(world, complaint)
        assert not {"salma", "bilal", "dania", "usman"} & readers_of(world, complaint)


def test_what_the_complainant_answers_themselves_the_officer_reads(world):
    complaint = claimed(world)
    world.ayesha.does("confirm_contact", complaint, "10:00", words=SAID, answer="in_person")
    assert {"bilal", "usman", "salma"} <= readers_of(world, complaint)


@pytest.mark.slow
def test_neither_the_page_nor_paper_nor_who_is_overtaken_shows_the_holder_the_note(world, seat):
    complaint, bilal = denied_by_call(world), seat(world.bilal)
    page = text(bilal.opens(complaint, "+1d 10:05"))
    assert "spoke" in page
    assert SAID not in page
    assert SAID in text(seat(world.salma).opens(complaint, "+1d 10:05"))
    assert SAID not in words_on_paper(prints(bilal, complaint, "+1d 10:05").content)
    overtaken = bilal.posts(complaint, "begin", "+1d 10:06", seen=1)
    assert overtaken.status_code == 409
    assert SAID not in text(overtaken)


def test_the_diary_keeps_a_note_of_a_wish_from_the_districts_cell(world, seat):
    complaint = kept(world, "bribe_demand")
    for name, reads in (("salma", False), ("usman", False), ("nadia", True)):
        page = diary_page(seat(world.people[name]), complaint, "+2d 12:00")
        assert "Withdrawal request" in page
        assert (SAID in page) is reads


@pytest.mark.slow
def test_the_form_says_who_will_read_it(world, seat):
    tried = received(world)
    world.salma.marks(tried, to=world.bilal, at="09:10")
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", tried, at)
    excuse = puts_on_record(seat(world.salma), tried, "excuse", "14:10")
    contact = puts_on_record(seat(world.salma), claimed(world), "contact", "+1d 10:00")
    assert "If the complainant was not reached, they will see this note." in text(excuse)
    assert "Only complaint cells can read this." in text(contact)


def test_every_move_that_stands_in_the_diary_keeps_its_note_but_the_one_that_the_complainant_reads():
    by_call = {name for name, move in MOVES.items() if move.call}
    notes = {name for name, move in MOVES.items() if move.text_readers is TextReaders.CELLS}
    assert by_call - notes == {"excuse_contact"}
