"""Files by chat: stored as the same evidence as on the web, downloaded once, refusals reported in the chat."""

from datetime import timedelta

import pytest

from complaints.evidence import inspect_waiting_files
from complaints.models import Complaint, Evidence
from complaints.rules.accepted_files import FileRefusal
from enquiries.models import Verification
from tests.evidence import samples
from tests.evidence.conftest import own_storage  # noqa: F401 (files lie in the test's own folder)
from tests.secret_words import set_words
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import tap_id, words
from whatsapp.models import Media
from whatsapp.rules.sentences import sentence_table
from whatsapp.services import media_download

TOLD = ("Salam", "2", "1", "2", "Multan", "They broke the lock.")
REST = ("no", "Submit, no updates")


def sends(phone, line, content: bytes, kind: str = "image", media_type: str = "image/jpeg", **more) -> list[dict]:
    id = line.put_file(content, media_type)
    return phone.sends({"type": kind, kind: {"id": id, "mime_type": media_type, **more}})


def said(phone) -> str:
    return " ".join(words(answer) for answer in phone.answers())


def test_a_photo_becomes_evidence_of_the_complaint(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, samples.photo(), caption="the lock")
    assert media_download.download_due_files(at=phone.at) == 1
    for text in REST:
        phone.writes(text)
    complaint = Complaint.objects.unscoped("test").get()
    evidence = Evidence.objects.get(complaint=complaint)
    assert (evidence.kind, bool(evidence.sha256)) == ("photo", True)
    assert "the lock" in complaint.statement.text


def test_the_photo_of_a_missing_child_that_came_first_becomes_evidence_of_the_report(phone, simulator):
    sends(phone, simulator, samples.photo(), caption="Meri 7 saal ki beti Multan se gum ho gayi hai")
    assert media_download.download_due_files(at=phone.at) == 1
    for text in ("Ayla, hari frock, subah 8 baje bazar mein", "pata nahi", "Jama karayein"):
        phone.writes(text)
    complaint = Complaint.objects.unscoped("test").get()
    assert Evidence.objects.get().complaint == complaint
    assert complaint.statement.text.count("gum ho gayi") == 1
    assert complaint.missing_child.age == 7


def test_a_file_that_comes_after_the_number_still_reaches_the_complaint(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, samples.photo())
    for text in REST:
        phone.writes(text)
    assert media_download.download_due_files(at=phone.at) == 1
    assert Evidence.objects.get().complaint == Complaint.objects.unscoped("test").get()


@pytest.mark.slow
def test_a_voice_note_alone_tells_what_happened(phone, simulator):
    for text in TOLD[:-1]:
        phone.writes(text)
    sends(phone, simulator, samples.old_voice(), "audio", "audio/amr")
    for text in REST:
        answers = phone.writes(text)
    assert "still being checked" in words(answers[0])
    assert not Complaint.objects.unscoped("test").exists()
    media_download.download_due_files(at=phone.at)
    inspect_waiting_files(at=phone.at)
    assert "E-tag number" in words(phone.writes("yes")[0])
    assert Evidence.objects.get().kind == "voice"
    assert Complaint.objects.unscoped("test").get().statement.text == ""


@pytest.mark.slow
def test_a_complaint_of_nothing_but_a_file_that_was_refused_is_not_registered(phone, simulator):
    for text in TOLD[:-1]:
        phone.writes(text)
    sends(phone, simulator, b"MZ" + bytes(200), "audio", "audio/amr")
    for text in REST[:-1]:
        answers = phone.writes(text)
    assert "Files: 1" in words(answers[0])
    media_download.download_due_files(at=phone.at)
    assert "does not match its name" in said(phone)
    assert "Files" not in words(phone.writes("what?")[0])
    assert "needs words or a file" in words(phone.writes("yes")[0])
    assert not Complaint.objects.unscoped("test").exists()
    phone.writes("They broke the lock.")
    phone.writes("done")
    assert "E-tag number" in words(phone.writes("yes")[0])
    assert Complaint.objects.unscoped("test").get().statement.text == "They broke the lock."


@pytest.mark.slow
@pytest.mark.parametrize("fetched", [True, False])
def test_the_last_file_is_removed_before_lodging(phone, simulator, fetched):
    """A wrong picture is deleted for good, downloaded or not; the earlier one stays."""
    for text in (*TOLD, "no", "Change or add", "Files"):
        phone.writes(text)
    sends(phone, simulator, samples.photo())
    answers = sends(phone, simulator, samples.photo(size=(80, 60)))
    if fetched:
        assert media_download.download_due_files(at=phone.at) == 2
        inspect_waiting_files(at=phone.at)
    answers = phone.taps(tap_id(answers, "Remove last file"))
    assert "The last file is removed." in words(answers[0])
    media_download.download_due_files(at=phone.at)
    assert [row.size for row in Evidence.objects.all()] == [len(samples.photo())]
    answers = phone.writes("remove")
    assert "The last file is removed." in words(answers[0])
    assert not Evidence.objects.exists()
    assert "Remove last file" not in str(answers)


def test_what_is_no_photo_is_refused_in_the_chat(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, b"MZ" + bytes(200))
    media_download.download_due_files(at=phone.at)
    assert "does not match its name" in said(phone)
    assert Media.objects.get().refused_because == "disguised"


@pytest.mark.slow
def test_what_is_found_broken_later_is_said_then_and_once(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, samples.photo()[:300])
    media_download.download_due_files(at=phone.at)
    inspect_waiting_files(at=phone.at)
    for _ in range(2):
        media_download.download_due_files(at=phone.at)
    assert said(phone).count("can't be taken") == 1


@pytest.mark.slow
def test_a_file_that_is_too_large_is_refused_in_the_chat(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, samples.photo() + bytes(26 * 1024 * 1024))
    media_download.download_due_files(at=phone.at)
    assert "25 MB" in said(phone)


def test_a_kind_that_is_not_taken_is_said_at_once(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    answers = sends(phone, simulator, b"PK", "document", "application/zip", filename="../x.zip")
    assert "This kind of file cannot be added" in words(answers[0])
    assert not Media.objects.exists()


def test_a_file_that_meta_does_not_hand_over_is_asked_for_again_and_then_said(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    phone.sends({"type": "image", "image": {"id": "404", "mime_type": "image/jpeg"}})
    media_download.download_due_files(at=phone.at)
    assert "could not get it from WhatsApp" in said(phone)


def test_a_file_is_fetched_once_however_many_workers_there_are(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    sends(phone, simulator, samples.photo())
    assert [media_download.download_due_files(at=phone.at) for _ in range(3)] == [1, 0, 0]
    assert media_download.download_due_files(at=phone.at + timedelta(hours=1)) == 0
    assert Evidence.objects.count() == 1


def test_a_number_that_has_sent_its_megabytes_waits_and_others_do_not(phone, simulator, settings):
    """A chat's files counted nowhere: a number could fill the disk with one draft after the other."""
    settings.KNOWN_UPLOADS_MB = 1
    large = samples.photo() + bytes(600_000)
    for text in TOLD:
        phone.writes(text)
    for _ in range(2):
        sends(phone, simulator, large)
    assert media_download.download_due_files(at=phone.at) == 1
    assert media_download.download_due_files(at=phone.at + timedelta(minutes=5)) == 0
    other = Phone("923214445566", "PK.2")
    for text in TOLD:
        other.writes(text)
    sends(other, simulator, large)
    assert media_download.download_due_files(at=other.at) == 1
    assert media_download.download_due_files(at=phone.at + timedelta(hours=1)) == 1
    assert Evidence.objects.count() == 3


ASKED = ("Salam", "2", "13", "1", "1", "Rukhsana Bibi", "3520100000001", "Ayesha Khan", "3520200000002", "03001112233",
         "Lahore")  # fmt: skip


@pytest.mark.slow
def test_a_verification_is_registered_once_its_photo_has_come(phone, simulator):
    for text in ASKED:
        phone.writes(text)
    sends(phone, simulator, samples.photo())
    assert not Verification.objects.exists()
    for _ in range(2):
        media_download.download_due_files(at=phone.at)
    made = Verification.objects.get()
    assert (made.worker_name, made.channel, made.district.code) == ("Rukhsana Bibi", "whatsapp", "lahore")
    assert said(phone).count(made.spaced) == 1
    for text in ("13", "2", made.number):
        answers = phone.writes(text)
    assert "It has been received" in words(answers[0])
    assert Media.objects.get().asked == ""


@pytest.mark.slow
def test_a_verification_with_a_bad_photo_is_said_not_to_be_registered(phone, simulator):
    for text in ASKED:
        phone.writes(text)
    sends(phone, simulator, b"MZ" + bytes(300))
    media_download.download_due_files(at=phone.at)
    assert not Verification.objects.exists()
    assert "could not be registered" in said(phone)


@pytest.mark.slow
def test_a_verification_is_shown_to_the_telephone_that_asked_alone(phone, simulator, client):
    for text in ASKED:
        phone.writes(text)
    sends(phone, simulator, samples.photo())
    media_download.download_due_files(at=phone.at)
    other = Phone(number="923214445566", user_id="PK.2", client=client, at=phone.at, seen=phone.seen + 1)
    for text in ("Salam", "2", "13", "2", Verification.objects.get().number):
        answers = other.writes(text)
    assert "No request with that number" in words(answers[0])


@pytest.mark.parametrize("reason", FileRefusal)
def test_every_refusal_has_its_sentence(reason):
    assert f"file_{reason.value}" in sentence_table()


def lodged(phone) -> Complaint:
    """Return Ayesha's phone after she reported a burglary and opened it by its E-tag."""
    for text in (*TOLD, "no", "Change or add", "Name", "Ayesha", "Submit, no updates"):
        phone.writes(text)
    complaint = Complaint.objects.unscoped("test").get()
    assert "Status" in words(phone.writes(complaint.etag)[0])
    return complaint


@pytest.mark.slow
def test_a_photo_that_is_sent_later_is_added_once_it_is_agreed_to(phone, simulator):
    complaint = lodged(phone)
    answer = sends(phone, simulator, samples.photo(), caption="the lock")[0]
    assert words(answer) == f"Add this to E-tag {complaint.spaced_etag}?"
    assert not Media.objects.exists()
    assert media_download.download_due_files(at=phone.at) == 0
    phone.writes("yes")
    assert media_download.download_due_files(at=phone.at) == 1
    inspect_waiting_files(at=phone.at)
    evidence = Evidence.objects.get()
    assert (evidence.complaint_id, evidence.kind, evidence.state) == (complaint.pk, "photo", "shown")
    added = complaint.events.order_by("seq").values_list("kind", flat=True)
    assert [kind for kind in added if kind in {"add", "evidence_added"}] == ["add", "evidence_added"]


@pytest.mark.slow
def test_what_is_not_agreed_to_is_not_kept(phone, simulator):
    lodged(phone)
    sends(phone, simulator, samples.photo())
    phone.writes("no")
    assert not Media.objects.exists()
    assert "the lock" not in str(phone.writes("1"))


@pytest.mark.slow
def test_an_album_is_asked_about_as_one_and_its_old_button_adds_nothing_twice(phone, simulator):
    lodged(phone)
    asked = [sends(phone, simulator, samples.photo())[0] for _ in range(3)]
    assert "Add these 3" in words(asked[-1])
    yes = tap_id([asked[0]], "Yes, add")
    phone.taps(yes)
    assert Media.objects.count() == 3
    sends(phone, simulator, samples.photo())
    for _ in range(2):
        phone.taps(yes)  # of the lot before
    assert Media.objects.count() == 3


@pytest.mark.slow
def test_a_later_file_that_is_too_large_or_disguised_is_refused_in_the_chat(phone, simulator):
    complaint = lodged(phone)
    for content in (samples.photo() + bytes(26 * 1024 * 1024), b"MZ" + bytes(200)):
        sends(phone, simulator, content)
        phone.writes("yes")
    media_download.download_due_files(at=phone.at)
    told = said(phone)
    assert "25 MB" in told
    assert "does not match its name" in told
    assert not Evidence.objects.filter(complaint=complaint).exclude(state="refused").exists()


@pytest.mark.slow
def test_a_kind_that_is_not_taken_is_not_even_asked_about(phone, simulator):
    lodged(phone)
    answers = sends(phone, simulator, b"PK", "document", "application/zip", filename="x.zip")
    assert "This kind of file cannot be added" in words(answers[0])
    assert "Add this" not in words(answers[0])


@pytest.mark.slow
def test_nothing_is_added_to_a_complaint_that_is_not_open_here(phone, simulator, client):
    """Another phone with the number never reaches the question."""
    complaint = lodged(phone)
    other = Phone(number="923214445566", user_id="PK.2", client=client, at=phone.at, seen=phone.seen)
    for text in ("Salam", "2", complaint.etag):
        other.writes(text)
    answers = sends(other, simulator, samples.photo())
    assert "Add this" not in str(answers)
    other.writes("yes")
    assert not Media.objects.exists()


@pytest.mark.slow
def test_what_was_opened_by_a_word_is_closed_to_files_when_the_word_was_changed(phone, simulator):
    complaint = lodged(phone)
    sends(phone, simulator, samples.photo())
    set_words(complaint.pk, secret_hash="another-word")
    phone.writes("yes")
    assert not Media.objects.exists()


@pytest.mark.slow
def test_a_place_is_added_in_words_that_the_officer_reads(phone, simulator):
    complaint = lodged(phone)
    phone.sends({"type": "location", "location": {"latitude": 30.1978, "longitude": 71.4697, "name": "Ghanta Ghar"}})
    phone.writes("yes")
    words_of = complaint.events.get(kind="add").words.text
    assert words_of == "The place: Ghanta Ghar (30.19780, 71.46970)"


@pytest.mark.slow
def test_twenty_files_fit_whether_they_were_fetched_or_not(phone, simulator):
    for text in TOLD:
        phone.writes(text)
    for _ in range(12):
        sends(phone, simulator, samples.photo())
    media_download.download_due_files(at=phone.at)
    told = [words(sends(phone, simulator, samples.photo())[0]) for _ in range(9)]
    assert ["Twenty files have been sent already" in one for one in told] == [False] * 8 + [True]
