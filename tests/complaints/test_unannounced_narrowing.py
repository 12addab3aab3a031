"""A narrowing of which no message can tell the complainant waits until they have opened their page.

Otherwise two operators of the CPO could open a complaint to the accused, unheard: a secret word keeps all messages off.
"""

import pytest

from complaints.models import Complainant, Event, Exclusion, NarrowingRequest, WaitingCall
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion import narrowing
from complaints.services.followup.followup_answer_types import SafeContactAnswer
from tests.complaints.narrowings import approve_twice
from tests.complaints.tellings import tells
from tests.complaints.test_accused_by_post import see
from tests.complaints.verifying import found
from tests.world import PHONES, clock


def with_word(world):
    digest = digest_secret_word("a good long word here")
    return world.complaint("misbehaviour", station="gulberg", post="SDPO", secret_digest=digest)


def of_child(world):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO", under_18=True)


def confidential(world):
    return world.complaint("custodial_torture", station="gulberg", post="SDPO")


def anonymous(world):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO", anonymous=True, phone="", name="")


def without_address(world):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO", phone="")


def of_ordinary_person(world):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO")


UNHEARD = [with_word, of_child, confidential, anonymous, without_address]


def approved(world, complaint) -> NarrowingRequest:
    """Two operators approve at 11:00 to open the complaint to the circle."""
    rows = Exclusion.objects.current().filter(complaint=complaint).exclude(ground="place")
    request = narrowing.request_narrowing(
        complaint_id=complaint.pk, exclusion_ids=list(rows.values_list("pk", flat=True)), why="Another circle.",
        by=world.zara.actor, at=clock("10:00"),
    )  # fmt: skip
    return approve_twice(world, request, at="11:00")


def reads(complaint, at, opened_by=OpenedBy.WORD):
    citizen = Citizen(complaint.complainant_id, opened_by)
    narrowing.record_narrowing_read(complaint_id=complaint.pk, by=citizen, at=clock(at))


def ends(at) -> int:
    return narrowing.end_narrowed_exclusions(at=clock(at))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("filed", UNHEARD)
def test_it_opens_nothing_before_they_have_read_it_and_a_day_has_passed(world, filed):
    complaint = filed(world)
    approved(world, complaint)
    before = see(world, complaint)
    assert ends("+20d 11:00") == 0
    assert see(world, complaint, "+20d 11:00") == before
    reads(complaint, "+20d 12:00")
    reads(complaint, "+20d 18:00")
    assert [ends("+21d 11:59"), ends("+21d 12:00"), ends("+21d 12:05")] == [0, 1, 0]
    assert found() == []


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("filed", UNHEARD)
def test_unread_for_thirty_days_it_is_refused(world, filed):
    complaint = filed(world)
    request, before = approved(world, complaint), see(world, complaint)
    refusals = [narrowing.refuse_unread_narrowings(at=clock(at)) for at in ("+30d 10:59", "+30d 11:00", "+30d 11:05")]
    assert refusals == [0, 1, 0]
    request.refresh_from_db()
    assert (request.is_granted, request.ended_at) == (False, clock("+30d 11:00"))
    reads(complaint, "+30d 12:00")
    assert ends("+40d 11:00") == 0
    assert see(world, complaint, "+40d 11:00") == before
    assert Event.objects.filter(complaint=complaint, kind="narrowing_refused").count() == 1
    assert found() == []


def test_once_they_have_read_it_it_is_not_refused_as_unread(world):
    complaint = with_word(world)
    approved(world, complaint)
    reads(complaint, "+30d 10:59")
    assert narrowing.refuse_unread_narrowings(at=clock("+30d 11:00")) == 0
    assert ends("+31d 10:59") == 1


def test_who_reads_it_and_objects_stops_it(world):
    complaint = with_word(world)
    approved(world, complaint)
    reads(complaint, "+2d 12:00")
    citizen = Citizen(complaint.complainant_id, OpenedBy.WORD)
    assert narrowing.object_to_narrowing(complaint_id=complaint.pk, by=citizen, at=clock("+2d 12:01")) is not None
    assert (ends("+9d 12:00"), narrowing.refuse_unread_narrowings(at=clock("+90d 12:00"))) == (0, 0)


def test_an_officer_issued_key_is_no_reading(world):
    """An officer could open the page with it and so begin the day."""
    complaint = with_word(world)
    approved(world, complaint)
    reads(complaint, "12:00", OpenedBy.OFFICERS_KEY)
    assert ends("+2d 12:00") == 0


def test_reading_before_two_have_approved_it_begins_no_day(world):
    complaint = with_word(world)
    reads(complaint, "09:30")
    request = approved(world, complaint)
    assert (request.is_unannounced, request.seen_at) == (True, None)


def test_who_gets_messages_has_a_day_from_the_message(world):
    complaint = of_ordinary_person(world)
    request = approved(world, complaint)
    reads(complaint, "18:00")
    request.refresh_from_db()
    assert (request.is_unannounced, request.seen_at) == (False, None)
    assert [ends("+1d 10:59"), ends("+1d 11:00")] == [0, 1]


def who_cannot_read(world, **answers):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO", wants_calls=True, **answers)


def test_who_cannot_read_has_a_day_from_the_call_in_which_it_was_read_out(world):
    complaint = who_cannot_read(world)
    approved(world, complaint)
    assert WaitingCall.objects.filter(complaint=complaint, purpose="news").exists()
    assert ends("+2d 09:00") == 0
    world.nadia.rings(complaint, "+2d 10:00", "news", "reached")
    assert [ends("+3d 09:59"), ends("+3d 10:00")] == [0, 1]
    assert WaitingCall.objects.get(complaint=complaint).since == clock("+3d 10:00")  # The end is news too.
    assert found() == []


def test_a_call_begins_no_day_of_somebody_who_gets_no_messages(world):
    """An operator could enter a call that nobody made."""
    complaint = who_cannot_read(world, under_18=True)
    approved(world, complaint)
    world.nadia.rings(complaint, "12:00", "news", "reached")
    assert ends("+2d 12:00") == 0
    reads(complaint, "+2d 12:00")
    assert ends("+3d 12:00") == 1


def test_who_asks_for_calls_within_the_day_has_a_day_from_the_call(world):
    complaint = of_ordinary_person(world)
    request = approved(world, complaint)
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], calls=True), "12:00")
    assert ends("+2d 09:00") == 0
    world.nadia.rings(complaint, "+2d 10:00", "news", "reached")
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"]), "+2d 11:00")
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], calls=True), "+2d 12:00")
    request.refresh_from_db()
    assert request.seen_at == clock("+2d 10:00")
    assert [ends("+3d 09:59"), ends("+3d 10:00")] == [0, 1]
    assert found() == []


def test_who_asked_for_messages_under_a_secret_word_has_a_day_from_the_message(world):
    complaint = with_word(world)
    Complainant.objects.filter(complaint=complaint.pk).update(messages_wanted=True)
    approved(world, complaint)
    assert ends("+1d 11:00") == 1
