"""A complainant answers by voice wherever a text is asked, on the complaint's page and on the page of a link."""

import json

import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.complaint_page.available_moves import make_move_form
from citizen.services.one_tap_links import make_link_token
from citizen.services.voice_answers import MOVES_WITH_VOICE
from complaints.models import Complainant, Event, Evidence
from complaints.rules.accepted_files import FileKind
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.statuses import Status
from tests.citizen.mine.conftest import closed, resolved, stands, told
from tests.evidence import samples
from tests.world import clock


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}


def recording() -> SimpleUploadedFile:
    return SimpleUploadedFile("voice-note.webm", samples.film("webm", video="", audio="libopus"), "audio/webm")


def voice_of(complaint) -> Evidence:
    return Evidence.objects.get(complaint=complaint, kind=FileKind.VOICE)


def voice_in(complaint, kind: str) -> str:
    """Return the file that the last event of this kind names."""
    return json.loads(last(complaint, kind).body)["facts"]["voice"]


def last(complaint, kind: str) -> Event:
    return Event.objects.filter(complaint=complaint, kind=kind).latest("seq")


@pytest.mark.slow
def test_the_answer_to_an_officer_s_question_may_be_a_voice_note_alone(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    page = ayesha.opens(complaint, "12:00").content.decode()
    assert 'id="id_resume-voice"' in page
    ayesha.moves(complaint, "resume", "12:05", voice=recording(), **{"resume-words": ""})
    assert stands(complaint).status == Status.IN_INQUIRY
    assert voice_in(complaint, "resume") == str(voice_of(complaint).pk)
    page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:06"))
    assert "You answered. The officer is continuing with your complaint. (As a voice note" in page
    assert "Voice note" in page
    assert "I have already told the officer" not in page.partition("Messages")[2].partition("Add more")[0]


@pytest.mark.slow
def test_words_and_a_voice_note_go_together(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    ayesha.moves(complaint, "resume", "12:05", voice=recording(), **{"resume-words": "At the shop. Listen too."})
    assert voice_of(complaint)
    assert "At the shop. Listen too." in told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:06"))


def test_something_new_may_be_said_instead_of_written(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "12:00")
    ayesha.moves(complaint, "add", "12:05", voice=recording(), **{"add-words": ""})
    assert voice_in(complaint, "add") == str(voice_of(complaint).pk)


@pytest.mark.slow
def test_an_appeal_may_be_spoken_although_an_ended_complaint_takes_no_files(world, ayesha):
    complaint = closed(world)
    ayesha.opens(complaint, "+6d 10:00")
    answer = ayesha.moves(complaint, "appeal", "+6d 10:05", voice=recording(), **{"appeal-words": ""})
    assert answer.status_code == 302
    assert stands(complaint).status == Status.MARKED
    assert voice_of(complaint)


@pytest.mark.slow
def test_what_is_missing_may_be_spoken_on_the_complaint_s_page(world, ayesha):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "object", "+1d 12:05", answer="partly")
    assert 'id="id_missing-voice"' in ayesha.get(f"/track/{complaint.etag}/mine/", "+1d 12:06").content.decode()
    ayesha.moves(complaint, "add", "+1d 12:07", voice=recording(), **{"add-words": ""})
    assert "What is still missing?" not in told(ayesha.get(f"/track/{complaint.etag}/mine/", "+1d 12:08"))


@pytest.mark.slow
def test_what_is_missing_may_be_spoken_on_the_page_of_the_link(world, ayesha):
    complaint = resolved(world)
    path = f"/a/{make_link_token(last(complaint, 'accept').pk, OneTapQuestionKind.CLOSE)}/"
    page = ayesha.posts(path, "+1d 12:00", answer="not_solved").content.decode()
    assert 'id="id_missing-voice"' in page
    assert "officer will read it" in told(ayesha.posts(path, "+1d 12:01", missing="1", words="", voice=recording()))
    assert voice_in(complaint, "add") == str(voice_of(complaint).pk)
    again = ayesha.posts(path, "+1d 12:02", missing="1", words="", voice=recording())
    assert again.status_code == 409
    assert Evidence.objects.filter(complaint=complaint).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("by_officers_key", [True, False])
def test_a_voice_note_by_a_link_to_a_number_from_an_officers_key_is_marked_so(world, ayesha, by_officers_key):
    """A person who set the number with the officers' key gets the message with the link, so their answer is marked."""
    complaint = resolved(world)
    proofs = {"phone_verified_at": clock("09:01"), "phone_by_officers_key": by_officers_key}
    Complainant.objects.filter(complaint=complaint.pk).update(**proofs)
    path = f"/a/{make_link_token(last(complaint, 'accept').pk, OneTapQuestionKind.CLOSE)}/"
    ayesha.posts(path, "+1d 12:00", answer="not_solved")
    ayesha.posts(path, "+1d 12:01", missing="1", words="", voice=recording())
    assert voice_of(complaint).by_officers_key is by_officers_key
    assert json.loads(last(complaint, "add").body)["facts"].get("officers_key", False) is by_officers_key


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("name", "content", "media_type", "reason"),
    [
        ("photo.jpg", samples.photo(), "image/jpeg", "This is not a recording."),
        ("note.webm", b"no sound at all" * 20, "audio/webm", "The file's content does not match its name."),
        ("note.ogg", b"", "audio/ogg", "The file is empty."),
    ],
)
def test_what_is_no_recording_is_refused_and_neither_answer_nor_words_are_lost(
    world, ayesha, name, content, media_type, reason
):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    bad = SimpleUploadedFile(name, content, media_type)
    answer = ayesha.moves(complaint, "resume", "12:05", voice=bad, **{"resume-words": "My words."})
    assert answer.status_code == 422
    assert reason in told(answer)
    assert "My words." in told(answer)
    assert 'id="id_tried-voice"' in answer.content.decode()
    assert stands(complaint).status == Status.AWAITING_CITIZEN
    assert not Evidence.objects.filter(complaint=complaint).exists()


def test_a_voice_note_is_kept_when_the_question_was_settled_meanwhile(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    seen = Event.objects.filter(complaint=complaint).latest("seq").seq
    world.bilal.does("resume", complaint, "12:04")
    answer = ayesha.moves(complaint, "resume", "12:05", seen=seen, voice=recording(), **{"resume-words": ""})
    assert answer.status_code == 409
    assert "Your voice note was kept." in told(answer)
    assert voice_of(complaint)


def test_a_report_of_pressure_takes_no_voice_note_because_the_district_hears_all_files(world, ayesha):
    assert "report_pressure" not in MOVES_WITH_VOICE
    complaint = world.in_inquiry()
    page = ayesha.opens(complaint, "12:00").content.decode()
    assert 'id="id_report_pressure-voice"' not in page
    ayesha.moves(complaint, "report_pressure", "12:05", voice=recording())
    assert not Evidence.objects.filter(complaint=complaint).exists()


@pytest.mark.parametrize("move", sorted(MOVES_WITH_VOICE))
def test_a_move_without_words_and_without_a_voice_note_still_asks_for_words(world, ayesha, move):
    form = make_move_form(move, {}, by_portal=True)
    spoken = make_move_form(move, {}, by_portal=True, has_voice_note=True)
    assert spoken.is_valid()
    assert form.is_valid() == (move == "answer_invitation")
