"""Printed codes, for complainants without a phone and for those who have lost the secret word."""

import re

import pytest

from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import AccessCode, Event
from complaints.rules.refusals import Refusal
from complaints.services.access_keys import printed_keys
from desk.queries.complaint_details import visible_history
from ledger.service_exceptions import NotPermitted, Refused
from tests.citizen.keys.cast import SECRET, recovered, set_words
from tests.world import clock


def opens(complaint, typed, at="10:00") -> AccessKey | None:
    found = open_with_key(etag=complaint.etag, typed=typed, at=clock(at))
    return found.by if found else None


def printed(complaint, by, at="09:30") -> str:
    return printed_keys.issue_first_key(complaint, by=by.actor, at=clock(at))


def test_it_has_twelve_signs_that_nobody_takes_for_one_another(world):
    complaint = world.complaint(phone="")
    for _ in range(20):
        key = printed(complaint, world.salma)
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}", key)


def test_it_opens_once_however_it_is_typed(world):
    complaint = world.complaint(phone="")
    key = printed(complaint, world.salma)
    assert opens(complaint, f" {key.lower().replace('-', ' ')} ") is AccessKey.PRINTED
    assert opens(complaint, key) is None


def test_it_is_good_for_a_year(world):
    complaint = world.complaint(phone="")
    key = printed(complaint, world.salma)
    assert opens(complaint, key, "+365d 09:30") is None
    assert opens(complaint, printed(complaint, world.salma, "09:31"), "+365d 09:30") is AccessKey.PRINTED


def test_it_is_kept_only_as_a_hash_and_opens_no_other_complaint(world):
    complaint, other = world.complaint(phone=""), world.complaint(phone="")
    key = printed(complaint, world.salma)
    assert key.replace("-", "").encode() not in bytes(AccessCode.objects.get(complaint=complaint).code_hash)
    assert opens(other, key) is None
    assert opens(complaint, key) is AccessKey.PRINTED


def test_a_new_one_takes_the_place_of_what_was_printed_before(world):
    complaint = world.complaint(phone="")
    first, second = printed(complaint, world.salma), printed(complaint, world.salma, "09:40")
    assert opens(complaint, first) is None
    assert opens(complaint, second) is AccessKey.PRINTED


def test_who_printed_it_stands_in_the_history(world):
    complaint = world.complaint(phone="")
    printed(complaint, world.salma)
    event = Event.objects.get(complaint=complaint, kind="first_key_printed")
    assert event.posting_id == world.salma.posting.pk


def test_a_paper_from_before_the_secret_word_opens_nothing_past_it(world):
    """The paper lies in a drawer of the house where somebody must not read the complaint."""
    complaint = world.complaint()
    key = printed(complaint, world.salma)
    set_words(complaint)
    assert opens(complaint, key) is None
    assert opens(complaint, SECRET) is AccessKey.WORD


def test_the_cpo_s_cell_gives_a_way_back_to_who_has_lost_the_word(world):
    complaint = world.complaint("gender_harassment")
    set_words(complaint)
    key = recovered(world, complaint)
    assert opens(complaint, key, "11:06") is AccessKey.PRINTED
    assert Event.objects.filter(complaint=complaint, kind="key_recovered").exists()
    noted = Event.objects.get(complaint=complaint, kind="key_asked").words
    assert (noted.text, noted.for_citizen) == ("She showed her CNIC.", False)


@pytest.mark.parametrize("name", ["salma", "usman", "dania", "zara", "imran", "omar"])
def test_nobody_else_does(world, name):
    complaint = world.complaint()
    set_words(complaint)
    with pytest.raises(NotPermitted):
        printed_keys.request_printed_key(complaint, by=world.people[name].actor, at=clock("11:00"), words="He says so.")
    assert not AccessCode.objects.filter(complaint=complaint).exists()


@pytest.mark.parametrize(("words", "why"), [("  ", Refusal.WORDS_MISSING), ("x" * 10_001, Refusal.WORDS_TOO_LONG)])
def test_how_the_person_was_known_has_to_be_said(world, words, why):
    complaint = world.complaint()
    with pytest.raises(Refused) as refused:
        printed_keys.request_printed_key(complaint, by=world.nadia.actor, at=clock("11:00"), words=words)
    assert refused.value.reason is why


def test_a_wrong_key_never_uses_up_the_printed_one(world):
    complaint = world.complaint(phone="")
    key = printed(complaint, world.salma)
    for _ in range(8):
        assert opens(complaint, "2222-3333-4444") is None
    assert opens(complaint, key) is AccessKey.PRINTED


def test_she_reads_that_a_key_was_printed_the_district_reads_nothing_of_a_lost_word(world, ayesha):
    """She sees who in the police might help somebody to get in. Officers near him learn nothing."""
    complaint = world.complaint("gender_harassment")
    set_words(complaint)
    recovered(world, complaint)
    ayesha.posts(f"/track/{complaint.etag}/key/", "11:10", key=SECRET)
    page = ayesha.get(f"/track/{complaint.etag}/mine/", "11:10").content.decode()
    assert "The Central Police Office printed a code to replace your lost secret word." in page
    assert "CNIC" not in page
    assert "key_recovered" in {one.kind for one in visible_history(complaint, world.zara.actor)}
    assert "key_recovered" not in {one.kind for one in visible_history(complaint, world.usman.actor)}
