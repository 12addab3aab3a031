"""The history names a complaint's files by SHA-256, and any change to them is detected."""

import hashlib
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import evidence
from complaints.models import ChainHead, Evidence
from complaints.models.evidence import owner_text
from complaints.queries import uploaded_files as queries
from complaints.queries.uploaded_files import FileOwner
from complaints.queries.verification import verify_complaints
from complaints.rules.actors import Citizen
from tests.evidence import samples
from tests.evidence.conftest import checked, original, registers
from tests.world import clock

PHOTO, VOICE = samples.photo(), samples.old_voice()


def added(complaint) -> list[list[dict]]:
    """Return the files of each event that names some."""
    return [json.loads(event.body)["facts"]["files"] for event in _events(complaint)]


def _events(complaint):
    return complaint.events.filter(kind="evidence_added").order_by("seq")


@pytest.mark.slow
def test_a_draft_gives_its_files_to_its_complaint_in_one_event(ayesha, draft):
    photo, voice = ayesha.gives("shop.jpg", PHOTO, "09:00"), ayesha.gives("told.amr", VOICE, "09:01")
    complaint = registers(draft)
    assert added(complaint) == [
        [
            {"id": str(photo.pk), "sha256": hashlib.sha256(PHOTO).hexdigest(), "kind": "photo", "size": len(PHOTO)},
            {"id": str(voice.pk), "sha256": hashlib.sha256(VOICE).hexdigest(), "kind": "voice", "size": len(VOICE)},
        ]
    ]
    event = _events(complaint).get()
    assert (event.seq, event.actor_kind, event.at) == (2, "citizen", clock("09:30"))
    assert "shop" not in event.body
    assert {row.complaint_id for row in Evidence.objects.all()} == {complaint.pk}
    assert checked(photo).state == "shown"
    assert hashlib.sha256(original(photo)).hexdigest() == added(complaint)[0][0]["sha256"]


def test_a_draft_without_files_adds_nothing_to_the_history(ayesha, draft):
    ayesha.gives("bad.jpg", samples.archive())
    complaint = registers(draft)
    assert added(complaint) == []
    assert ayesha.states == [("bad.jpg", "refused")]


def test_a_file_that_is_still_on_its_way_goes_along_and_is_told_of_when_it_has_come(ayesha, draft, with_complaint):
    hands, _ = with_complaint
    row = ayesha.begins("shop.jpg", len(PHOTO))
    ayesha.sends(row, 0, PHOTO[:300])
    complaint = registers(draft)
    assert added(complaint) == []
    later = type(hands)(queries.FileOwner(complaint_id=complaint.pk))
    later.sends(row, 300, PHOTO[300:], "09:40")
    assert [files[0]["id"] for files in added(complaint)] == [str(row.pk)]


def test_a_file_for_an_opened_complaint_is_told_of_when_it_is_whole(with_complaint):
    ayesha, complaint = with_complaint
    row = ayesha.begins("shop.jpg", len(PHOTO), "10:00")
    ayesha.sends(row, 0, PHOTO[:300], "10:00")
    assert added(complaint) == []
    ayesha.sends(row, 300, PHOTO[300:], "10:05")
    ayesha.sends(row, 300, PHOTO[300:], "10:06")
    assert [files[0]["sha256"] for files in added(complaint)] == [hashlib.sha256(PHOTO).hexdigest()]


def test_the_verification_finds_a_history_with_files_whole(ayesha, draft, with_complaint):
    ayesha.gives("shop.jpg", PHOTO)
    registers(draft)
    hands, _ = with_complaint
    hands.gives("more.jpg", PHOTO, "10:00")
    assert [found for _, batch in verify_complaints() for found in batch] == []


@pytest.mark.parametrize("harm", ["exchanged", "gone", "slipped in"])
def test_the_verification_finds_a_file_that_was_exchanged_lost_or_slipped_in(with_complaint, harm):
    ayesha, _ = with_complaint
    row = Evidence.objects.filter(pk=ayesha.gives("shop.jpg", PHOTO).pk)
    match harm:
        case "exchanged":
            row.update(sha256=hashlib.sha256(VOICE).digest())
        case "gone":
            row.delete()
        case "slipped in":
            Evidence.objects.create(**(row.values().get() | {"id": uuid4(), "name": "", "owner": ""}))
    found = [str(finding) for _, batch in verify_complaints() for finding in batch]
    assert len(found) == 1
    assert {"exchanged": "another fingerprint", "gone": "is gone", "slipped in": "not in its history"}[harm] in found[0]


def test_a_voice_note_counts_when_it_has_come_whole(ayesha, draft):
    assert not queries.has_voice_note(draft.pk)
    row = ayesha.begins("told.amr", len(VOICE))
    ayesha.sends(row, 0, VOICE[:100])
    ayesha.gives("shop.jpg", PHOTO)
    assert not queries.has_voice_note(draft.pk)
    ayesha.sends(row, 100, VOICE[100:])
    assert queries.has_voice_note(draft.pk)


@pytest.mark.parametrize("number", [1, 5])
def test_files_cost_four_statements_however_many(ayesha, draft, with_complaint, number):
    """The rows are read, they change owner, one event is inserted, and the chain's head is updated."""
    _, complaint = with_complaint
    for name in range(number):
        ayesha.gives(f"{name}.jpg", PHOTO)
    head = ChainHead.objects.get(pk=complaint.pk)
    with CaptureQueriesContext(connection) as said:
        assert (
            evidence.adopt_draft_files(draft=draft, complaint=complaint, head=head, by=Citizen(), at=clock("10:00"))
            == number
        )
    assert len(said) == 4


def test_no_files_cost_one_statement(draft, with_complaint):
    _, complaint = with_complaint
    head = ChainHead.objects.get(pk=complaint.pk)
    with CaptureQueriesContext(connection) as said:
        assert (
            evidence.adopt_draft_files(draft=draft, complaint=complaint, head=head, by=Citizen(), at=clock("10:00"))
            == 0
        )
    assert len(said) == 1


def test_a_file_that_was_moved_in_the_database_shows_neither_name_nor_copy(with_complaint, world):
    """Threat model: the row of somebody's file, pointed to the attacker's complaint, showed them copy and name."""
    ayesha, _ = with_complaint
    row = checked(ayesha.gives("shop.jpg", PHOTO))
    assert evidence.open_shown_copy(row) is not None
    own = world.complaint("financial_crime", by="bashir")
    Evidence.objects.filter(pk=row.pk).update(complaint=own)
    (moved,) = FileOwner(complaint_id=own.pk).files
    assert (moved.name, moved.is_open, moved.may_be_opened_by_cpo) == ("", False, False)
    assert evidence.open_shown_copy(moved) is None
    Evidence.objects.filter(pk=row.pk).update(owner=seal_owner(own, moved, of=uuid4()))
    (moved,) = FileOwner(complaint_id=own.pk).files
    assert (moved.name, moved.is_open) == ("", False)


def seal_owner(complaint, row, *, of):
    """The owner as another row of that complaint has it."""
    return Evidence._meta.get_field("owner").seal(owner_text(draft_id=None, complaint_id=complaint.pk), of)


def test_a_draft_s_file_is_its_complaint_s_after_registration(ayesha, draft):
    row = ayesha.gives("shop.jpg", PHOTO)
    complaint = registers(draft)
    (row,) = FileOwner(complaint_id=complaint.pk).files
    assert (row.is_moved, row.name) == (False, "shop.jpg")
