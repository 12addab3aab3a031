"""The moves of a verification: permissions, messages, the record, and retention."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction

from complaints.evidence import sealed_storage
from enquiries.models import Note, Photo, Verification, VerificationAct
from enquiries.queries.verification_lists import find_verification_status
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.verification_workflow import (
    ANSWERED_STATUSES,
    VERIFICATION_MOVES,
    RequestStatus,
    VerificationMover,
)
from enquiries.services.enquiry_retention import apply_retention
from enquiries.services.verification_moves import move_verification
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from notifications.models import Message
from tests.enquiries.conftest import AYESHAS_PHONE, asked, moved
from tests.world import clock

WAY_TO = {
    RequestStatus.RECEIVED: [],
    RequestStatus.WITH_RECORDS: ["pass_on"],
    RequestStatus.CLEAR: ["pass_on", "found_nothing"],
    RequestStatus.RECORD_FOUND: ["pass_on", "found_record"],
    RequestStatus.CANNOT_SAY: ["cannot_say"],
    RequestStatus.CLOSED: ["pass_on", "found_nothing", "close"],
}


def standing_at(world, status: RequestStatus) -> Verification:
    made = asked()
    for name in WAY_TO[status]:
        made = moved(made, name, world.salma)
    return made


@pytest.mark.slow
@pytest.mark.parametrize(("status", "name"), list(product(RequestStatus, VERIFICATION_MOVES)))
def test_only_the_moves_of_the_table_are_possible(world, status, name):
    made, move = standing_at(world, status), VERIFICATION_MOVES[name]
    by = world.salma if move.by is VerificationMover.CELL else None
    if status in move.sources:
        assert moved(made, name, by, "11:00").status == move.target
    else:
        with pytest.raises(Overtaken):
            moved(made, name, by, "11:00")
        assert Verification.objects.get().status == status


@pytest.mark.parametrize("who", ["sana", "usman", "dania", "zara", "asad", "omar", "imran"])
def test_only_operators_of_the_district_and_the_cpo_may_move_a_request(world, who):
    made = asked()
    with pytest.raises(NotPermitted):
        moved(made, "pass_on", world.people[who])
    assert moved(made, "pass_on", world.nadia).status == RequestStatus.WITH_RECORDS


def test_operators_and_scheduled_jobs_cannot_make_each_others_moves(world):
    made = standing_at(world, RequestStatus.CLEAR)
    with pytest.raises(NotPermitted):
        moved(made, "lapse", world.salma)
    with pytest.raises(NotPermitted):
        moved(made, "close", None)


@pytest.mark.parametrize("name", ["cannot_say", "look_again", "told_in_person"])
def test_some_moves_require_a_note(world, name):
    made = standing_at(world, next(status for status in WAY_TO if status in VERIFICATION_MOVES[name].sources))
    with pytest.raises(Refused) as refused:
        moved(made, name, world.salma, words="  ")
    assert refused.value.reason is EnquiryRefusal.WORDS_MISSING


def test_the_second_of_two_concurrent_moves_is_refused(world):
    made = asked()
    moved(made, "pass_on", world.salma)
    with pytest.raises(Overtaken):
        move_verification(verification_id=made.pk, name="cannot_say", by=world.nadia.actor, seen=1, at=clock("10:05"))


def test_every_answer_gets_the_same_message_and_no_other_move_gets_one(world):
    for status in RequestStatus:
        Message.objects.all().delete()
        standing_at(world, status)
        told = list(Message.objects.order_by("pk").values_list("template", flat=True))
        answered = status in ANSWERED_STATUSES or status is RequestStatus.CLOSED
        assert told == ["verification_received", *(["verification_answered"] if answered else [])]


def test_the_record_has_the_posting_of_each_act_and_cannot_be_changed(world):
    made = standing_at(world, RequestStatus.CANNOT_SAY)
    acts = list(made.acts.order_by("seq").values_list("name", "status", "posting"))
    assert acts == [("received", "received", None), ("cannot_say", "cannot_say", world.salma.posting.pk)]
    assert Note.objects.get().words == "As it was."
    for change in (lambda acts: acts.update(name="close"), lambda acts: acts.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(VerificationAct.objects.filter(verification=made))


def test_checking_again_removes_the_answer(world):
    made = moved(standing_at(world, RequestStatus.CLEAR), "look_again", world.salma, "11:00")
    assert (made.status, made.answer, made.answered_at) == ("with_records", "", None)
    assert find_verification_status(made.number, AYESHAS_PHONE).answer == ""


@pytest.mark.parametrize("status", sorted(ANSWERED_STATUSES))
def test_a_request_closes_thirty_days_after_its_answer(world, status):
    made = standing_at(world, status)
    apply_retention(at=clock("+29d 10:00"))
    assert Verification.objects.get().status == status
    apply_retention(at=clock("+31d 10:00"))
    closed = Verification.objects.get()
    assert (closed.status, closed.answer) == ("closed", status)
    assert closed.acts.get(name="lapse").posting is None
    assert made.pk == closed.pk


@pytest.mark.parametrize("status", [RequestStatus.RECEIVED, RequestStatus.WITH_RECORDS])
def test_an_unanswered_request_closes_after_a_year(world, status):
    standing_at(world, status)
    apply_retention(at=clock("+364d 10:00"))
    assert Verification.objects.get().status == status
    apply_retention(at=clock("+366d 10:00"))
    closed = Verification.objects.get()
    assert (closed.status, closed.answer) == ("closed", "")
    told = find_verification_status(closed.number, AYESHAS_PHONE)
    assert (told.stage, told.answer) == ("closed", "")


def test_ninety_days_after_closing_only_number_district_and_dates_are_left(world, own_storage):
    made = moved(standing_at(world, RequestStatus.RECORD_FOUND), "told_in_person", world.salma, "12:00")
    file = made.photo.file
    apply_retention(at=clock("+89d 12:00"))
    assert Verification.objects.get().employer_name == "Ayesha"
    for _ in range(2):
        apply_retention(at=clock("+91d 12:00"))
    kept = Verification.objects.get()
    assert {getattr(kept, name) for name in ("employer_name", "employer_cnic", "worker_name", "worker_cnic")} == {""}
    assert (bytes(kept.employer_phone_index), bytes(kept.worker_cnic_index), kept.photo) == (b"", b"", None)
    assert (kept.number, kept.district.code, kept.answer) == (made.number, "lahore", "record_found")
    assert not Note.objects.exists()
    assert not Photo.objects.exists()
    with pytest.raises(sealed_storage.DamagedFile):
        sealed_storage.SealedFileReader(file, purpose="any")
    assert list(kept.acts.order_by("seq").values_list("name", flat=True))[-1] == "erased"
    assert find_verification_status(made.number, AYESHAS_PHONE) is None


def test_open_requests_do_not_stop_the_erasure(world):
    still_open, closed = asked(), standing_at(world, RequestStatus.CLOSED)
    apply_retention(at=clock("09:00") + timedelta(days=200))
    assert not Verification.objects.get(pk=still_open.pk).erased_at
    assert Verification.objects.get(pk=closed.pk).erased_at
