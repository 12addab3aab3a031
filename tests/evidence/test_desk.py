"""Officers see the copies of files in the complaint; officers who may not see the complaint see nothing."""

import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizen.services.voice_answers import VoiceNote, make_move_with_voice_note
from complaints import evidence
from complaints.models import Evidence, Reading
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.actors import Citizen
from tests.citizen.conftest import words
from tests.desk.conftest import address, seat  # noqa: F401
from tests.evidence import samples
from tests.evidence.clamd import clamd
from tests.evidence.conftest import Hands, checked
from tests.world import clock

PHOTO = samples.photo()


@pytest.fixture
def complaint(world):
    return handed_in(world.complaint("financial_crime", station="gulberg"))


def handed_in(complaint):
    """A complaint with three files: a photo, a voice note and a refused file."""
    hands = Hands(FileOwner(complaint_id=complaint.pk))
    hands.gives("Ayesha's shop.jpg", PHOTO, "09:05")
    hands.gives("told.amr", samples.old_voice(), "09:06")
    hands.gives("half.jpg", PHOTO[:-300], "09:07")
    evidence.inspect_waiting_files(at=clock("09:08"))
    return complaint


def place(complaint, kind="photo") -> str:
    row = Evidence.objects.filter(complaint=complaint, kind=kind).order_by("created_at").first()
    return f"{address(complaint)}evidence/{row.pk}/"


def opens(seat, path: str, at: str = "10:00", **headers):  # noqa: F811
    with time_machine.travel(clock(at), tick=False):
        return seat.client.get(path, headers=headers)


@pytest.mark.slow
def test_the_cell_and_the_heads_above_see_the_files_in_place(world, seat, complaint):  # noqa: F811
    for officer in (world.salma, world.usman, world.zara, world.asad):
        page = seat(officer).opens(complaint, "10:00")
        said = words(page)
        assert "1 · Photo · Ayesha's shop.jpg" in said.replace("&#x27;", "'")
        assert "2 · Voice note" in said
        assert "Not scanned for viruses: no scanner is set up." in said
        assert "3 · Photo" in said
        assert "The file cannot be opened. It may be damaged or incomplete." in said
        assert "<audio" in page.content.decode()
        assert '<details class="exhibit-large">' in page.content.decode()
        photo = opens(seat(officer), place(complaint))
        assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
        assert photo["Content-Disposition"] == f'inline; filename="{complaint.etag}-1.jpg"'
        voice = opens(seat(officer), place(complaint, "voice"))
        assert voice["Content-Disposition"] == f'attachment; filename="{complaint.etag}-2.m4a"'


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("name", ["hina", "rashid", "sana", "omar", "kamran", "bilal"])
def test_for_a_clerk_and_whoever_may_not_see_the_complaint_there_is_no_file(world, seat, complaint, name):  # noqa: F811
    if name == "hina":  # her circle has the complaint, and she is the circle's clerk
        world.salma.marks(complaint, to=world.dania, at="09:30")
        assert opens(seat(world.dania), place(complaint)).status_code == 200
        assert "Files submitted" not in words(seat(world.hina).opens(complaint, "10:00"))
    assert opens(seat(world.people[name]), place(complaint)).status_code in ({403} if name == "omar" else {404})


def test_a_stranger_is_led_to_the_sign_in(client, complaint):
    assert client.get(place(complaint)).status_code == 302


@pytest.mark.slow
def test_another_complaints_file_is_not_here(world, seat, complaint):  # noqa: F811
    other = handed_in(world.complaint("threats", by="bashir"))
    mixed = place(complaint).replace(complaint.etag, other.etag)
    assert opens(seat(world.salma), mixed).status_code == 404


@pytest.mark.slow
def test_where_the_identity_is_protected_a_file_has_no_name_but_its_number(world, seat):  # noqa: F811
    complaint = handed_in(world.complaint("financial_crime", protected=True))
    world.salma.marks(complaint, to=world.dania, at="09:30")
    assert "Ayesha" not in words(seat(world.dania).opens(complaint, "10:00"))
    assert "shop.jpg" in words(seat(world.salma).opens(complaint, "10:00"))


@pytest.mark.slow
def test_a_file_is_not_there_before_it_is_checked_nor_its_original_ever(world, seat, complaint):  # noqa: F811
    waiting = Hands(FileOwner(complaint_id=complaint.pk)).gives("more.jpg", PHOTO, "09:40")
    assert "4 · Photo" in words(seat(world.salma).opens(complaint, "10:00"))
    path = f"{address(complaint)}evidence/{waiting.pk}/"
    assert opens(seat(world.salma), path).status_code == 404
    checked(waiting)
    copy = b"".join(opens(seat(world.salma), path).streaming_content)
    assert copy.startswith(b"\xff\xd8")
    assert samples.SECRET.encode() not in copy
    for name in ("original", "originals"):
        assert opens(seat(world.salma), f"{path}{name}/").status_code == 404


def test_a_new_scanner_hides_what_it_has_not_seen(world, seat, complaint, settings):  # noqa: F811
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert opens(seat(world.salma), place(complaint)).status_code == 404
        assert "Waiting for the virus scanner" in words(seat(world.salma).opens(complaint, "10:00"))
        evidence.inspect_waiting_files(at=clock("10:01"))
        assert opens(seat(world.salma), place(complaint)).status_code == 200
        assert "Not scanned for viruses: no scanner is set up." not in words(
            seat(world.salma).opens(complaint, "10:02")
        )


@pytest.mark.parametrize("asked_as", ["image", "document"])
def test_a_file_is_a_reading_however_it_is_asked_for_once_a_minute(world, seat, complaint, asked_as):  # noqa: F811
    salma = seat(world.salma)
    for at, number in (("10:00", 1), ("10:00", 1), ("10:01", 2)):
        opens(salma, place(complaint), at, **{"Sec-Fetch-Dest": asked_as})
        assert Reading.objects.filter(posting=world.salma.posting.pk).count() == number
    opens(seat(world.usman), place(complaint), "10:01")
    assert Reading.objects.count() == 3  # one for each reader


def test_inside_the_files_page_it_is_part_of_that_reading(world, seat, complaint):  # noqa: F811
    salma = seat(world.salma)
    salma.opens(complaint, "10:00")
    opens(salma, place(complaint), "10:00")
    assert Reading.objects.count() == 1


def test_who_sees_no_files_is_not_told_that_there_are_none(world, seat, complaint):  # noqa: F811
    world.salma.marks(complaint, to=world.bilal, at="09:30")
    page = words(seat(world.hina).opens(complaint, "10:00"))
    assert "Complaint against" in page
    assert "Photos, recordings, documents" not in page


def test_both_timelines_tell_of_the_files(world, seat, complaint):  # noqa: F811
    assert "The complainant added files." in words(seat(world.salma).opens(complaint, "10:00"))
    kinds = [json.loads(event.body)["kind"] for event in complaint.events.order_by("seq")]
    assert kinds == ["registered"] + ["evidence_added"] * 3


def test_files_cost_the_complaints_page_one_statement(world, seat, complaint):  # noqa: F811
    bare = world.complaint("threats", by="bashir")
    numbers = []
    for one in (bare, complaint):
        officer = seat(world.salma)
        officer.opens(one, "10:00")
        with CaptureQueriesContext(connection) as said:
            officer.opens(one, "10:00")
        numbers.append(len(said))
        assert sum('FROM "complaints_evidence"' in query["sql"] for query in said) == 1
    assert numbers[0] == numbers[1]


@pytest.mark.slow
def test_a_spoken_answer_is_played_to_its_officer_and_unknown_to_the_accused_one(world, seat):  # noqa: F811
    complaint = world.complaint("bribe_demand", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    world.dania.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    recording = samples.film("webm", video="", audio="libopus")
    note = VoiceNote("voice-note.webm", "audio/webm", len(recording), [recording])
    make_move_with_voice_note(
        complaint_id=complaint.pk,
        name="add",
        by=Citizen(complaint.complainant_id),
        at=clock("10:30"),
        note=note,
    )
    evidence.inspect_waiting_files(at=clock("10:31"))
    page = seat(world.dania).opens(complaint, "11:00")
    assert "As a voice note: listen to it among the files." in words(page)
    assert "<audio" in page.content.decode()
    assert opens(seat(world.dania), place(complaint, "voice"), "11:01").status_code == 200
    accused = seat(world.kamran)
    assert accused.opens(complaint, "11:02").status_code == 404
    assert opens(accused, place(complaint, "voice"), "11:02").status_code == 404
