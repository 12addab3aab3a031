"""The complaint cell corrects a mistyped number. Old proofs and keys become void; the new number has few rights."""

import pytest

from complaints.models import AccessCode, Complainant, Complaint, Event
from tests.citizen.conftest import Visitor, code_sent, path_of, words
from tests.citizen.keys.cast import DURESS, SECRET, proved, recovered, set_words
from tests.citizen.keys.test_one_tap import link
from tests.desk.conftest import Seat, address, seat
from tests.world import PHONES, clock

__all__ = ["seat"]

HOW = "She called from home and read out the complaint number."
WRONG, RIGHT = "0321 4445566", "0300 1112233"


def person_of(complaint: Complaint) -> Complainant:
    return Complainant.objects.get(complaint=complaint.pk)


def corrects(sitting: Seat, complaint: Complaint, at: str, **typed):
    return sitting.sends(f"{address(complaint)}contact-details/", at, **({"email": "", "words": HOW} | typed))


def filed(world, visitor: Visitor, **told) -> Complaint:
    """Return a complaint filed on the web with a mistyped number, on which an officer's claim waits for an answer."""
    visitor.get("/complain/", "08:59")
    visitor.files("09:00", **({"phone": WRONG} | told))
    complaint = Complaint.objects.unscoped("test").latest("pk")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:15")
    return complaint


@pytest.mark.slow
def test_the_old_numbers_codes_and_links_are_void_once_the_cell_has_corrected_it(world, ayesha, seat):
    complaint, stranger = filed(world, ayesha), Visitor()
    stranger.posts(f"/track/{complaint.etag}/code/ask/", "10:00", reached_at=WRONG)
    old_code, old_link = code_sent(), link(complaint, "record_contact", "answer_contact")
    assert stranger.get(old_link, "10:01").status_code == 200
    done = corrects(seat(world.salma), complaint, "10:02", phone=RIGHT)
    assert path_of(done) == address(complaint)
    assert person_of(complaint).phone == PHONES["ayesha"]
    assert stranger.posts(f"/track/{complaint.etag}/code/", "10:03", code=old_code).status_code == 422
    assert stranger.get(old_link, "10:04").status_code == 404
    stranger.posts(f"/track/{complaint.etag}/code/ask/", "10:05", reached_at=WRONG)
    assert not AccessCode.objects.filter(complaint=complaint, created_at__gt=clock("10:02")).exists()
    assert Visitor().opens(complaint, "10:07", reached_at=RIGHT).status_code == 200


def test_of_two_channels_the_cell_corrects_the_one_that_no_code_has_proved(world, seat):
    complaint = world.complaint(phone=WRONG, email="a@example.org")
    Complainant.objects.filter(complaint=complaint).update(email_verified_at=clock("09:01"))
    salma = seat(world.salma)
    page = salma.get(f"{address(complaint)}contact-details/", "10:00")
    assert "The e-mail address was proved with a code" in words(page)
    assert 'name="email"' not in page.content.decode()
    corrects(salma, complaint, "10:01", phone=RIGHT, email="hers@example.org")
    person = person_of(complaint)
    assert (person.phone, person.email) == (PHONES["ayesha"], "a@example.org")
    assert person.email_verified_at


def test_in_any_other_browser_the_corrected_number_has_the_limits_of_an_officers_key(world, ayesha, seat):
    complaint = filed(world, ayesha)
    corrects(seat(world.salma), complaint, "10:00", phone=RIGHT)
    elsewhere = Visitor()
    elsewhere.opens(complaint, "10:05", reached_at=RIGHT)
    assert elsewhere.moves(complaint, "confirm_contact", "10:06", answer="in_person").status_code == 409
    assert elsewhere.moves(complaint, "add", "10:07", **{"add-words": "One more thing."}).status_code == 302
    added = Event.objects.filter(complaint=complaint, kind="add").get()
    assert '"officers_key":true' in added.body.replace(" ", "")


@pytest.mark.slow
def test_a_code_in_the_browser_that_filed_proves_the_corrected_number(world, ayesha, seat):
    complaint = filed(world, ayesha)
    corrects(seat(world.salma), complaint, "10:00", phone=RIGHT)
    assert person_of(complaint).phone_by_officers_key
    ayesha.opens(complaint, "10:05", reached_at=RIGHT)
    assert not person_of(complaint).phone_by_officers_key
    assert ayesha.moves(complaint, "confirm_contact", "10:06", answer="in_person").status_code == 302


@pytest.mark.slow
def test_a_word_that_was_set_with_an_officers_key_makes_no_browser_the_one_that_filed(world, ayesha, seat):
    """Otherwise two officers could lift the limits of a number that they entered."""
    complaint = filed(world, ayesha)
    corrects(seat(world.salma), complaint, "10:00", phone=RIGHT)
    browser, key = Visitor(), recovered(world, complaint, at="10:01")
    browser.posts(f"/track/{complaint.etag}/key/", "10:02", key=key)
    browser.posts(f"/track/{complaint.etag}/more/word/", "10:03", word=SECRET)
    browser.posts(f"/track/{complaint.etag}/key/", "10:04", key=SECRET)
    Complainant.objects.filter(complaint=complaint).update(secret_hash="")
    browser.opens(complaint, "10:05", reached_at=RIGHT)
    assert person_of(complaint).phone_by_officers_key


def test_what_a_code_has_proved_the_cell_does_not_change(world, seat):
    complaint = proved(world.complaint())
    salma = seat(world.salma)
    page = salma.get(f"{address(complaint)}contact-details/", "10:00")
    assert "The phone number was proved with a code" in words(page)
    refused = corrects(salma, complaint, "10:01", phone="0321 4445566")
    assert refused.status_code == 422
    assert person_of(complaint).phone == PHONES["ayesha"]


def test_a_secret_word_makes_no_proved_number_the_cells_to_change(world, seat):
    complaint = proved(world.complaint())
    set_words(complaint, duress=DURESS)
    assert corrects(seat(world.salma), complaint, "10:01", phone="0321 4445566").status_code == 422
    assert person_of(complaint).phone == PHONES["ayesha"]


@pytest.mark.parametrize("typed", [{"phone": "12"}, {"phone": RIGHT}, {"phone": "042 35762810"}, {"words": ""}])
def test_what_cannot_be_taken_is_said_and_nothing_is_changed(world, seat, typed):
    complaint = world.complaint()
    answer = corrects(seat(world.salma), complaint, "10:00", **({"phone": WRONG} | typed))
    assert answer.status_code == 422
    assert person_of(complaint).phone == PHONES["ayesha"]


def test_without_number_address_and_word_nobody_would_open_it_again(world, seat):
    answer = corrects(seat(world.salma), complaint := world.complaint(), "10:00", phone="")
    assert answer.status_code == 422
    assert person_of(complaint).phone == PHONES["ayesha"]


def test_the_history_says_who_corrected_it_and_how_they_knew(world, ayesha, seat):
    complaint = filed(world, ayesha)
    salma = seat(world.salma)
    assert f"{address(complaint)}contact-details/" in salma.opens(complaint, "09:16").content.decode()
    corrects(salma, complaint, "09:17", phone=RIGHT)
    said = words(salma.opens(complaint, "09:18"))
    assert "a phone number" in said
    assert HOW in said
    mine = words(ayesha.get(f"/track/{complaint.etag}/mine/", "09:20"))
    assert "The complaint cell recorded what you told them: a phone number." in mine
    assert HOW in mine


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("who", ["bilal", "farah", "zara", "usman", "asad"])
def test_for_everybody_but_the_cell_there_is_no_such_page(world, seat, who):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    sitting = seat(world.people[who])
    assert sitting.get(f"{address(complaint)}contact-details/", "10:00").status_code == 404
    assert "contact-details" not in sitting.opens(complaint, "10:01").content.decode()
