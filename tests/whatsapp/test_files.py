"""Files by chat: into the same evidence door as on the web, fetched once, refusals said in the chat."""

from datetime import timedelta

import pytest

from complaints.models import Complaint, Evidence
from complaints.rules.files import Reason
from complaints.services.evidence import check_what_came
from enquiries.models import Verification
from tests.evidence import samples
from tests.evidence.conftest import own_storage  # noqa: F401 (files lie in the test's own folder)
from tests.whatsapp.phone import Phone
from tests.whatsapp.transcripts import words
from whatsapp.models import Media
from whatsapp.rules.sentences import table
from whatsapp.services import fetching

TOLD = ("Salam", "2", "1", "2", "Multan", "They broke the lock.")
REST = ("done", "done", "skip", "skip", "skip", "yes", "no", "yes")


def sends(phone, line, content: bytes, kind: str = "image", media_type: str = "image/jpeg", **more) -> list[dict]:
    id = line.put_file(content, media_type)
    return phone.sends({"type": kind, kind: {"id": id, "mime_type": media_type, **more}})


def said(phone) -> str:
    return " ".join(words(answer) for answer in phone.answers())


def test_a_photo_becomes_evidence_of_the_complaint(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, samples.photo(), caption="the lock")
    assert fetching.fetch_due(at=phone.at) == 1
    for text in REST:
        phone.writes(text)
    complaint = Complaint.objects.for_system().get()
    evidence = Evidence.objects.get(complaint=complaint)
    assert (evidence.kind, bool(evidence.sha256)) == ("photo", True)
    assert "the lock" in complaint.statement.text


def test_a_file_that_comes_after_the_number_still_reaches_the_complaint(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, samples.photo())
    for text in REST:
        phone.writes(text)
    assert fetching.fetch_due(at=phone.at) == 1
    assert Evidence.objects.get().complaint == Complaint.objects.for_system().get()


def test_a_voice_note_alone_tells_what_happened(phone, meta_line):
    for text in TOLD[:-1]:
        phone.writes(text)
    sends(phone, meta_line, samples.old_voice(), "audio", "audio/amr")
    for text in REST:
        phone.writes(text)
    fetching.fetch_due(at=phone.at)
    assert Evidence.objects.get().kind == "voice"
    assert Complaint.objects.for_system().get().statement.text == ""


def test_what_is_no_photo_is_refused_in_the_chat(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, b"MZ" + bytes(200))
    fetching.fetch_due(at=phone.at)
    assert "not what its name says" in said(phone)
    assert Media.objects.get().refused_because == "disguised"


def test_what_is_found_broken_later_is_said_then_and_once(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, samples.photo()[:300])
    fetching.fetch_due(at=phone.at)
    check_what_came(at=phone.at)
    for _ in range(2):
        fetching.fetch_due(at=phone.at)
    assert said(phone).count("can't be taken") == 1


def test_a_file_that_is_too_large_is_refused_in_the_chat(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, samples.photo() + bytes(26 * 1024 * 1024))
    fetching.fetch_due(at=phone.at)
    assert "25 MB" in said(phone)


def test_a_kind_that_is_not_taken_is_said_at_once(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    answers = sends(phone, meta_line, b"PK", "document", "application/zip", filename="../x.zip")
    assert "This kind of file is not taken" in words(answers[0])
    assert not Media.objects.exists()


def test_a_file_that_meta_does_not_hand_over_is_asked_for_again_and_then_said(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    phone.sends({"type": "image", "image": {"id": "404", "mime_type": "image/jpeg"}})
    fetching.fetch_due(at=phone.at)
    assert "did not hand it over" in said(phone)


def test_a_file_is_fetched_once_however_many_workers_there_are(phone, meta_line):
    for text in TOLD:
        phone.writes(text)
    sends(phone, meta_line, samples.photo())
    assert [fetching.fetch_due(at=phone.at) for _ in range(3)] == [1, 0, 0]
    assert fetching.fetch_due(at=phone.at + timedelta(hours=1)) == 0
    assert Evidence.objects.count() == 1


ASKED = ("Salam", "2", "13", "1", "1", "Rukhsana Bibi", "3520100000001", "Ayesha Khan", "3520200000002", "03001112233",
         "Lahore")  # fmt: skip


def test_a_verification_is_registered_once_its_photo_has_come(phone, meta_line):
    for text in ASKED:
        phone.writes(text)
    sends(phone, meta_line, samples.photo())
    assert not Verification.objects.exists()
    for _ in range(2):
        fetching.fetch_due(at=phone.at)
    made = Verification.objects.get()
    assert (made.worker_name, made.channel, made.district.code) == ("Rukhsana Bibi", "whatsapp", "lahore")
    assert said(phone).count(made.spaced) == 1
    for text in ("13", "2", made.number):
        answers = phone.writes(text)
    assert "It has been received" in words(answers[0])
    assert Media.objects.get().asked == ""


def test_a_verification_with_a_bad_photo_is_said_not_to_be_registered(phone, meta_line):
    for text in ASKED:
        phone.writes(text)
    sends(phone, meta_line, b"MZ" + bytes(300))
    fetching.fetch_due(at=phone.at)
    assert not Verification.objects.exists()
    assert "could not be registered" in said(phone)


def test_a_verification_is_shown_to_the_telephone_that_asked_alone(phone, meta_line, client):
    for text in ASKED:
        phone.writes(text)
    sends(phone, meta_line, samples.photo())
    fetching.fetch_due(at=phone.at)
    other = Phone(number="923214445566", user_id="PK.2", client=client, at=phone.at, seen=phone.seen + 1)
    for text in ("Salam", "2", "13", "2", Verification.objects.get().number):
        answers = other.writes(text)
    assert "From this phone there is no request" in words(answers[0])


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_its_sentence(reason):
    assert f"file_{reason.value}" in table()
