"""Requests for a verification: the number, the sealed data, the message, and the refusals."""

import os
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from complaints.evidence import sandbox
from complaints.isolation import bubblewrap
from complaints.rules import accepted_files
from enquiries.models import Photo, Verification, VerificationAct
from enquiries.queries.verification_lists import find_verification_status
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.services import receive_photo, store_photo, worker_photos
from enquiries.services.worker_photos import erase_unused_photos, open_photo
from ledger.service_exceptions import Refused, RowsFailed
from notifications.models import DeliveredMail, Message
from notifications.services import deliver_due_messages
from tests.databases import at
from tests.enquiries.conftest import AYESHAS_PHONE, NOBODYS, PHOTO, asked, moved, photo
from tests.evidence import samples
from tests.world import clock


def rows(table: str) -> str:
    """Return all rows of a table as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
        return cursor.fetchone()[0] or ""


def test_a_request_gets_a_number_a_record_and_a_message(world):
    made = asked()
    assert made.spaced.startswith("V26 ")
    assert (made.status, made.district.code, made.office.code) == ("received", "lahore", "lahore")
    assert list(VerificationAct.objects.values_list("name", "seq", "posting")) == [("received", 1, None)]
    message = Message.objects.get(recipient=f"verification:{made.pk}")
    assert (message.template, message.context) == ("verification_received", {"spaced": made.spaced})


def test_the_office_that_handles_a_districts_complaints_handles_its_requests(world):
    made = asked(district="taunsa")
    assert (made.district.code, made.office.code) == ("taunsa", "dg_khan")


def test_personal_data_is_sealed_in_the_database(world):
    asked()
    for table in ("enquiries_verification", "enquiries_verificationact", "notifications_message"):
        for secret in ("Ayesha", "Zubaida", "3520212345672", "3520176543214", AYESHAS_PHONE, AYESHAS_PHONE[3:]):
            assert secret not in rows(table), (table, secret)


def test_the_photo_is_sealed_and_has_no_location_data(world, own_storage):
    made = asked()
    for file in own_storage.rglob("*"):
        assert not file.is_file() or b"\xff\xd8\xff" not in file.read_bytes()
    with open_photo(made.photo) as copy:
        shown = copy.read()
    assert shown.startswith(b"\xff\xd8\xff")
    assert samples.SECRET.encode() not in shown


def test_a_repeated_key_returns_the_same_request(world):
    key = uuid4()
    first = asked(key=key)
    assert asked(key=key) == first
    assert Verification.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"employer_name": " "}, "employer_name", EnquiryRefusal.NAME_MISSING),
        ({"worker_name": "a\0b"}, "worker_name", EnquiryRefusal.NAME_MISSING),
        ({"employer_cnic": "123"}, "employer_cnic", EnquiryRefusal.NO_CNIC),
        ({"worker_cnic": "95201-7654321-4"}, "worker_cnic", EnquiryRefusal.NO_CNIC),
        ({"worker_cnic": "3520212345672"}, "worker_cnic", EnquiryRefusal.SAME_PERSON),
        ({"employer_phone": "15"}, "employer_phone", EnquiryRefusal.NO_PHONE),
        ({"district": "atlantis"}, "district", EnquiryRefusal.NO_SUCH_DISTRICT),
        ({"photo": uuid4()}, "photo", EnquiryRefusal.NO_PHOTO),
        ({"agreed": False}, "agreed", EnquiryRefusal.AGREEMENT_MISSING),
    ],
)
def test_an_invalid_request_is_refused_with_its_field_and_not_stored(world, wrong, field, reason):
    with pytest.raises(Refused) as refused:
        asked(**wrong)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert not Verification.objects.exists()
    assert not Message.objects.exists()


def test_a_photo_belongs_to_one_request(world):
    hers = photo()
    asked(photo=hers.pk)
    with pytest.raises(Refused) as refused:
        asked(photo=hers.pk)
    assert refused.value.reason is EnquiryRefusal.NO_PHOTO


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("letter.pdf", b"%PDF-1.7", EnquiryRefusal.NOT_A_PICTURE),
        ("program.exe", b"MZ", EnquiryRefusal.NOT_A_PICTURE),
        ("voice.ogg", b"OggS", EnquiryRefusal.NOT_A_PICTURE),
        ("photo.jpg", b"<html>", accepted_files.FileRefusal.DISGUISED),
        ("photo.png", samples.bomb(), accepted_files.FileRefusal.PIXELS),
        ("photo.jpg", b"", accepted_files.FileRefusal.EMPTY),
    ],
)
def test_a_file_that_is_not_a_picture_is_not_stored(world, own_storage, name, content, refusal):
    with pytest.raises((Refused, accepted_files.FileRefused)) as refused:
        store_photo(name=name, media_type="", size=len(content), parts=[content], at=clock("09:00"))
    assert refused.value.reason is refusal
    assert not Photo.objects.exists()
    assert not [file for file in own_storage.rglob("*") if file.is_file()]


def test_a_photo_without_a_request_is_erased_after_a_day(world, own_storage, django_capture_on_commit_callbacks):
    photo("09:00")
    received("198.51.100.7", "09:00")
    kept = asked("09:00")
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_unused_photos(at=clock("+1d 08:59")) == 0
        assert erase_unused_photos(at=clock("+1d 09:01")) == 2
    assert list(Photo.objects.all()) == [kept.photo]
    assert len([file for file in own_storage.rglob("*") if file.is_file()]) == 1


def received(address: str, at: str) -> Photo:
    return receive_photo(
        name="zubaida.jpg", media_type="", size=len(PHOTO), parts=[PHOTO], address=address, at=clock(at)
    )


def test_an_address_has_one_inspection_at_a_time_and_many_photos_do_not_keep_others_waiting(world, monkeypatch):
    flood = [received("198.51.100.7", f"09:0{minute}") for minute in range(3)]
    others = received("203.0.113.5", "09:04")
    turns = []
    monkeypatch.setattr(worker_photos, "inspect_photo", lambda pk, at: turns.append(pk) or Photo.objects.get(pk=pk))
    worker_photos.inspect_waiting_photos(at=clock("09:05"))
    assert turns == [flood[0].pk, others.pk, flood[1].pk, flood[2].pk]


@pytest.mark.slow
def test_another_worker_waits_for_its_turn_at_an_address(own_database):
    first, second = received("198.51.100.7", "09:00"), received("198.51.100.7", "09:01")
    third = received("203.0.113.5", "09:02")
    with psycopg.connect(at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as another_worker:
        source = UUID(bytes=bytes(first.source))
        another_worker.execute("SELECT pg_advisory_lock(%s)", [source.int & 0x7FFFFFFFFFFFFFFF])
        assert worker_photos.inspect_waiting_photos(at=clock("09:05")) == 1
    for one, state in ((first, "checking"), (second, "checking"), (third, "shown")):
        one.refresh_from_db()
        assert one.state == state
    assert worker_photos.inspect_waiting_photos(at=clock("09:06")) == 2


def test_a_photo_that_cannot_be_inspected_does_not_hold_up_the_others(world, monkeypatch):
    failing, other = received("198.51.100.7", "09:00"), received("203.0.113.5", "09:01")
    inspect = worker_photos.inspect_photo

    def inspect_photo(photo_id, *, at):
        if photo_id == failing.pk:
            raise ValueError
        return inspect(photo_id, at=at)

    monkeypatch.setattr(worker_photos, "inspect_photo", inspect_photo)
    with pytest.raises(RowsFailed):
        worker_photos.inspect_waiting_photos(at=clock("09:05"))
    assert Photo.objects.get(pk=other.pk).state == "shown"


def test_neither_the_address_nor_the_original_is_kept(world, own_storage):
    photo = received("198.51.100.7", "09:00")
    assert len(photo.source) == 16
    assert "198.51.100.7" not in rows("enquiries_photo")
    assert {name for name, _ in worker_photos.sealed_files()} == {photo.original}
    worker_photos.inspect_waiting_photos(at=clock("09:01"))
    photo.refresh_from_db()
    assert (photo.original, bytes(photo.source), photo.state) == ("", b"", "shown")
    assert {name for name, _ in worker_photos.sealed_files()} == {photo.file}
    assert len([file for file in own_storage.rglob("*") if file.is_file()]) == 1


def test_a_photo_without_a_sandbox_is_held_and_makes_no_request(world, monkeypatch, settings):
    settings.INSPECT_WITHOUT_SANDBOX = False
    monkeypatch.setattr(bubblewrap, "find_sandbox_problem", lambda: "bubblewrap is not installed.")
    photo = received("198.51.100.7", "09:00")
    with_sandbox = sandbox._run_inspection
    monkeypatch.setattr(sandbox, "_run_inspection", with_sandbox.__wrapped__)
    assert worker_photos.inspect_waiting_photos(at=clock("09:01")) == 0
    photo.refresh_from_db()
    assert photo.state == "held"
    with pytest.raises(Refused) as refused:
        asked(photo=photo.pk)
    assert refused.value.reason is EnquiryRefusal.NO_PHOTO
    with pytest.raises(Refused) as refused:
        store_photo(name="zubaida.jpg", media_type="image/jpeg", size=len(PHOTO), parts=[PHOTO], at=clock("09:00"))
    assert refused.value.reason is EnquiryRefusal.CANNOT_LOOK_NOW


def test_no_photo_is_accepted_without_the_virus_scanner(world, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    with pytest.raises(Refused) as refused:
        store_photo(name="zubaida.jpg", media_type="image/jpeg", size=len(PHOTO), parts=[PHOTO], at=clock("09:00"))
    assert refused.value.reason is EnquiryRefusal.CANNOT_LOOK_NOW


def test_number_and_phone_in_any_format_show_the_status(world):
    made = asked()
    for number in (made.spaced, made.number, f"v{made.number}"):
        for phone in ("0300 1112233", AYESHAS_PHONE):
            assert find_verification_status(number, phone).stage == "received"


def test_another_phone_an_unknown_number_and_a_mistyped_one_show_nothing(world, django_assert_num_queries):
    made = asked()
    with django_assert_num_queries(1):
        assert find_verification_status(made.number, "0321 4445566") is None
    with django_assert_num_queries(1):
        assert find_verification_status(NOBODYS, "0300 1112233") is None
    assert find_verification_status(made.number[:-1], "0300 1112233") is None
    assert find_verification_status(made.number, "fifteen") is None


def test_a_record_is_never_shown_outside_the_office(world):
    found, unclear = asked(), asked()
    for one, answer in ((found, "found_record"), (unclear, "cannot_say")):
        moved(one, "pass_on", world.salma)
        moved(one, answer, world.salma)
    told = [find_verification_status(one.number, AYESHAS_PHONE) for one in (found, unclear)]
    assert [(one.stage, one.answer) for one in told] == [("answered", "in_person")] * 2
    told = Message.objects.filter(template="verification_answered").order_by("pk")
    assert [one.context for one in told] == [{"spaced": found.spaced}, {"spaced": unclear.spaced}]


def test_the_message_goes_to_her_phone_in_her_language(world, settings):
    settings.NOTIFICATIONS_TRANSPORTS = dict.fromkeys(("sms", "email"), "notifications.transports.mailbox.send")
    made = asked(language="ur")
    deliver_due_messages(at=clock("09:01"))
    told = DeliveredMail.objects.get()
    assert told.address == AYESHAS_PHONE
    assert made.spaced in told.text.replace("\u00a0", " ")
    assert "درخواست" in told.text
