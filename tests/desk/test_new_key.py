"""Printed codes at the desk: from the CPO for a lost secret word, and also from the district if there is no phone."""

import pytest
import time_machine

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.roles import Role
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import AccessCode, Event
from complaints.services.access_keys import printed_keys
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.citizen.keys.cast import PRINTED_KEY, SECRET, set_words
from tests.citizen.test_receipt import text_of
from tests.desk.conftest import Seat, address
from tests.factories import PostingFactory
from tests.world import clock

WORDS = "She came alone; her CNIC lay before me."
OTHERS = ["zara", "imran", "salma", "farah", "usman", "dania", "bilal", "omar"]


@pytest.fixture
def complaint(world):
    """A confidential complaint, with five wrong guesses of the secret word."""
    complaint = world.complaint("gender_harassment", language="en")
    set_words(complaint)
    for _ in range(5):
        open_with_key(etag=complaint.etag, typed="a wrong word", at=clock("09:30"))
    return complaint


def sends(sitting: Seat, complaint, at="10:00", **typed):
    with time_machine.travel(clock(at), tick=False):
        return sitting.client.post(f"{address(complaint)}key/", typed)


def gives(sitting: Seat, complaint, at="10:00", **typed):
    """Request a printed code, have Zara approve it, and issue it."""
    asked = sends(sitting, complaint, at, **({"words": WORDS} | typed))
    if asked.status_code != 302:
        return asked
    zara = Posting.objects.with_people().get(role="monitor")
    printed_keys.approve_printed_key(complaint, by=Actor.of(zara), at=clock(at))
    return sends(sitting, complaint, at)


def key_on(answer) -> str:
    return PRINTED_KEY.search(answer.content.decode()).group()


def opens(complaint, typed) -> AccessKey | None:
    found = open_with_key(etag=complaint.etag, typed=typed, at=clock("11:00"))
    return found.by if found else None


def test_the_cpo_s_cell_gives_a_key_to_who_has_lost_the_word(world, seat, complaint):
    nadia = seat(world.nadia)
    assert f"{address(complaint)}key/" in nadia.opens(complaint, "09:50").content.decode()
    assert nadia.get(f"{address(complaint)}key/", "09:55").status_code == 200
    answer = gives(nadia, complaint)
    assert opens(complaint, key_on(answer)) is AccessKey.PRINTED
    noted = Event.objects.get(complaint=complaint, kind="key_asked")
    assert (noted.words.text, noted.posting_id) == (WORDS, world.nadia.posting.pk)
    given = Event.objects.get(complaint=complaint, kind="key_recovered")
    assert given.posting_id == world.nadia.posting.pk


@pytest.mark.slow
def test_the_second_officer_sees_who_asked_and_how_the_person_was_known_and_approves(world, seat, complaint):
    nadia, zara = seat(world.nadia), seat(world.zara)
    sends(nadia, complaint, words=WORDS)
    assert "Waiting for a second officer" in nadia.get(f"{address(complaint)}key/", "10:01").content.decode()
    assert f"{address(complaint)}key/" in zara.opens(complaint, "10:02").content.decode()
    page = zara.get(f"{address(complaint)}key/", "10:03").content.decode()
    assert "Nadia" in page
    assert WORDS in page
    assert sends(zara, complaint, "10:04").status_code == 302
    assert Event.objects.get(complaint=complaint, kind="key_approved").posting_id == world.zara.posting.pk
    page = sends(nadia, complaint, "10:05")
    assert PRINTED_KEY.search(page.content.decode())


def test_without_the_second_officer_there_is_no_key(world, seat, complaint):
    nadia = seat(world.nadia)
    sends(nadia, complaint, words=WORDS)
    for at in ("10:01", "10:02"):
        assert not PRINTED_KEY.search(sends(nadia, complaint, at, words=WORDS).content.decode())
    assert not AccessCode.objects.exists()
    assert Message.objects.filter(template="key_asked", recipient=f"posting:{world.zara.posting.pk}").count() == 1


def test_no_way_gives_out_a_key_that_was_only_requested_or_that_somebody_else_requested(world, complaint):
    """The page refuses too; this is what holds if another page calls the service."""
    other = PostingFactory(office=world.office("punjab"), role=Role.COMPLAINT_OPERATOR)
    printed_keys.request_printed_key(complaint, by=world.nadia.actor, at=clock("10:00"), words=WORDS)
    with pytest.raises(NotPermitted):
        printed_keys.issue_approved_key(complaint, by=world.nadia.actor, at=clock("10:01"))
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock("10:02"))
    with pytest.raises(NotPermitted):
        printed_keys.issue_approved_key(complaint, by=Actor.of(other), at=clock("10:03"))
    assert not AccessCode.objects.exists()
    assert printed_keys.issue_approved_key(complaint, by=world.nadia.actor, at=clock("10:04"))


def test_an_approval_lapses_after_a_day(world, seat, complaint):
    nadia = seat(world.nadia)
    sends(nadia, complaint, words=WORDS)
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock("10:05"))
    assert not PRINTED_KEY.search(sends(nadia, complaint, "+1d 10:06").content.decode())
    assert not AccessCode.objects.exists()


def test_it_is_shown_once_and_is_kept_by_no_browser(world, seat, complaint):
    nadia = seat(world.nadia)
    answer = gives(nadia, complaint)
    assert "no-store" in answer["Cache-Control"]
    for path in (f"{address(complaint)}key/", address(complaint)):
        assert key_on(answer) not in nadia.get(path, "10:01").content.decode()


def test_the_receipt_carries_it_below_the_cut_in_the_complainant_s_language(world, seat, complaint):
    nadia = seat(world.nadia)
    key = key_on(gives(nadia, complaint))
    paper = sends(nadia, complaint, "10:01", key=key)
    assert paper["Content-Type"] == "application/pdf"
    above, below = text_of(paper.content).split("Cut here")
    assert key in below
    assert complaint.spaced_etag in above
    assert complaint.spaced_etag not in below
    assert opens(complaint, key) is AccessKey.PRINTED  # printing does not use it up


@pytest.mark.parametrize("typed", ["", "2222-3333-4444", "\x00", "x" * 5_000])
def test_no_paper_is_made_of_what_is_not_its_key(world, seat, complaint, typed):
    nadia = seat(world.nadia)
    gives(nadia, complaint)
    assert sends(nadia, complaint, "10:01", key=typed).status_code == 404


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 10_001])
def test_without_a_note_of_how_the_person_was_known_there_is_no_key(world, seat, complaint, words):
    answer = gives(seat(world.nadia), complaint, words=words)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.content.decode()
    assert not AccessCode.objects.filter(complaint=complaint).exists()


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", OTHERS)
def test_for_everybody_else_there_is_no_such_page(world, seat, complaint, name):
    ordinary = world.complaint("financial_crime")
    for one in (complaint, ordinary):
        sitting = seat(world.people[name])
        assert sitting.get(f"{address(one)}key/", "10:00").status_code in {403, 404}
        assert gives(sitting, one).status_code in {403, 404}
        assert f"{address(one)}key/" not in sitting.opens(one, "10:00").content.decode()
    assert not AccessCode.objects.exists()


def test_the_district_s_cell_gives_one_to_who_has_no_phone(world, seat):
    complaint = world.complaint("financial_crime", phone="")
    salma = seat(world.salma)
    assert f"{address(complaint)}key/" in salma.opens(complaint, "09:50").content.decode()
    assert opens(complaint, key_on(gives(salma, complaint))) is AccessKey.PRINTED
    assert Event.objects.get(complaint=complaint, kind="key_asked").words.text == WORDS


@pytest.mark.parametrize(
    ("category", "told"),
    [
        ("bribe_demand", {"phone": ""}),
        ("financial_crime", {"phone": "", "secret_digest": digest_secret_word(SECRET)}),
        ("financial_crime", {"phone": "+923001112233"}),
        ("financial_crime", {"phone": "", "email": "a@example.com"}),
    ],
    ids=["a sensitive matter", "a secret word", "a phone", "an e-mail address"],
)
def test_but_opens_nothing_that_is_kept_from_it(world, seat, category, told):
    complaint = world.complaint(category, **told)
    assert gives(seat(world.salma), complaint).status_code == 404


def test_who_is_signed_out_meanwhile_gets_the_note_back(world, seat, complaint):
    sitting = seat(world.nadia)
    sitting.client.logout()
    answer = gives(sitting, complaint)
    assert answer.status_code == 401
    assert WORDS in answer.content.decode()
