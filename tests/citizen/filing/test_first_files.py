"""Files on the first page: a photo of a written application, and voice notes that are very short or very long."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.filing.draft_addresses import draft_address
from complaints.evidence import inspect_waiting_files
from complaints.models import Evidence
from tests.citizen.conftest import mistakes, path_of, registered, words
from tests.citizen.filing.conftest import draft_of
from tests.citizen.filing.sentences import REACH
from tests.evidence import samples
from tests.world import clock


def sends_file(visitor, name: str, content: bytes, media_type: str, text: str = ""):
    """Send the first page with one file. Return the draft's key and the answer."""
    key = draft_address(uuid.uuid4())
    file = SimpleUploadedFile(name, content, content_type=media_type)
    return key, visitor.posts("/complain/", key=key, text=text, evidence=file)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Your file is saved. Now add a sentence"), ("ur", "آپ کی فائل محفوظ ہے۔")]
)
def test_a_photo_of_a_written_application_is_kept_and_a_sentence_is_asked_for(world, request, language, said):
    visitor = request.getfixturevalue("ayesha" if language == "en" else "bashir")
    key, answer = sends_file(visitor, "application.jpg", samples.photo(), "image/jpeg")
    assert answer.status_code == 422
    assert said in mistakes(answer)["text"]
    assert "application.jpg" in words(answer)
    answer = visitor.posts(f"/complain/{key}/what/", text="The application that I photographed says it all.")
    assert path_of(answer).endswith("/proposal/")
    assert [(row.name, row.kind) for row in draft_of(key).evidence.all()] == [("application.jpg", "photo")]


def test_a_photo_beside_a_sentence_goes_on_with_it(world, ayesha):
    key, answer = sends_file(
        ayesha, "application.jpg", samples.photo(), "image/jpeg", "The station refused this application of mine."
    )
    assert path_of(answer) == f"/complain/{key}/proposal/"
    assert draft_of(key).evidence.count() == 1


@pytest.mark.parametrize("seconds", [1, pytest.param(20 * 60, marks=pytest.mark.slow)])
def test_a_voice_note_of_a_second_or_of_twenty_minutes_is_a_complaint_of_its_own(world, ayesha, seconds):
    """The recorder of the page stops after five minutes, but a file of the phone may be longer."""
    key, answer = sends_file(ayesha, "told.amr", samples.old_voice(seconds), "audio/amr")
    assert path_of(answer) == f"/complain/{key}/proposal/"
    ayesha.posts(f"/complain/{key}/proposal/", category="other")
    ayesha.posts(f"/complain/{key}/where/", district="lahore")
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no")
    inspect_waiting_files(at=clock("09:00"))
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **REACH, checked="1")).endswith("/receipt/")
    file = Evidence.objects.get()
    assert (file.complaint, file.kind, file.is_open) == (registered()[0], "voice", True)
