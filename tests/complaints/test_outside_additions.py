"""A sealed complaint after it was sent: additions of the complainant follow, with evidence; an idle one is closed.

Imran is the Inspector General in tests/world.py.
"""

import hashlib

import pytest
import time_machine
from django.test import Client

from accounts.services.postings import end_posting
from complaints.evidence import inspect_waiting_files
from complaints.evidence.upload import upload_whole_file
from complaints.models import Complaint, Exclusion, OutsideTransfer
from complaints.queries.past_retention import complaints_past_retention
from complaints.queries.uploaded_files import FileOwner
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.rules.exclusion.outside_file import FILE_PURPOSE
from complaints.services.exclusion import outside_additions, outside_transfer
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.moves import make_move
from ledger.public_key_encryption import decrypt_with_key
from notifications.models import Message
from tests.complaints.test_outside_authority import (
    KEY,
    against_the_inspector_general,
    authority,
    deliver,
    herself,
    kinds,
    link_in_mail,
    nasir,
    opened,
    see,
    smtp,
)
from tests.evidence import samples
from tests.world import clock

__all__ = ["authority", "nasir", "smtp"]


# --- what the complainant adds ---------------------------------------------------------------------------------------


def adds(complaint, words: str, at: str) -> None:
    make_move(complaint_id=complaint.pk, name="add", by=herself(complaint), at=clock(at), words=words)


@pytest.mark.slow
def test_what_the_complainant_adds_is_sent_too_at_most_once_an_hour(world, authority):
    complaint = against_the_inspector_general(world, protected=False)
    adds(complaint, "He came again.", "09:20")
    assert outside_additions.send_additions(at=clock("09:59")) == 0
    adds(complaint, "He brought two others.", "09:59")
    assert outside_additions.send_additions(at=clock("10:01")) == 1
    assert outside_additions.send_additions(at=clock("12:00")) == 0
    content = opened(OutsideTransfer.objects.latest("pk"))
    assert [one["text"] for one in content["messages"]] == ["He came again.", "He brought two others."]
    assert content["complainant"]["name"] == "Ayesha"
    assert kinds(complaint)[-1] == "outside_added"
    assert Message.objects.filter(template="outside_complaint").count() == 2
    assert see(world, complaint) == set()
    with read_snapshot():
        assert [finding for _, findings in verify_complaints() for finding in findings] == []


def test_without_a_name_so_far_the_additions_give_none(world, authority):
    complaint = against_the_inspector_general(world, protected=True)
    adds(complaint, "He came again.", "09:20")
    outside_additions.send_additions(at=clock("11:00"))
    assert opened(OutsideTransfer.objects.latest("pk"))["complainant"] is None
    outside_transfer.give_identity(complaint_id=complaint.pk, by=herself(complaint), at=clock("11:30"))
    assert outside_additions.send_additions(at=clock("13:00")) == 0
    adds(complaint, "And again.", "13:10")
    outside_additions.send_additions(at=clock("14:00"))
    assert opened(OutsideTransfer.objects.latest("pk"))["complainant"]["name"] == "Ayesha"


def test_nothing_is_sent_for_a_complaint_that_the_police_can_open(world, authority):
    complaint = world.complaint("misbehaviour", station="gulberg")
    adds(complaint, "He came again.", "09:20")
    assert outside_additions.send_additions(at=clock("12:00")) == 0


@pytest.fixture
def own_storage(settings, tmp_path):
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}


@pytest.fixture
def with_photo(world, authority, smtp, own_storage) -> tuple[str, Complaint, bytes]:
    """A sealed complaint with a photo: the link in the mail, the complaint, and the photo as it was sent."""
    complaint = against_the_inspector_general(world)
    photo = samples.photo()
    upload_whole_file(
        owner=FileOwner(complaint_id=complaint.pk), name="gate.jpg", media_type="image/jpeg", size=len(photo),
        parts=[photo], at=clock("09:02"),
    )  # fmt: skip
    inspect_waiting_files(at=clock("09:03"))
    outside_additions.send_additions(at=clock("10:10"))
    deliver("10:15")
    return link_in_mail(), complaint, photo


def decrypted(content: bytes) -> bytes:
    """Open a file of evidence as docs/outside-authority.md says."""
    plain, number = b"", 0
    while content:
        number, length = number + 1, int.from_bytes(content[:4], "big")
        plain += decrypt_with_key(content[4 : 4 + length], KEY, purpose=f"{FILE_PURPOSE} part {number}")
        content = content[4 + length :]
    return plain


def test_the_authority_gets_the_evidence_as_it_was_sent_encrypted_to_its_key(with_photo, monkeypatch):
    monkeypatch.setattr("complaints.services.exclusion.outside_evidence.PART_BYTES", 1000)
    link, complaint, photo = with_photo
    (file,) = FileOwner(complaint_id=complaint.pk).files
    with time_machine.travel(clock("11:00"), tick=False):
        page = Client().get(link).content.decode()
        assert f'value="{file.pk}"' in page
        assert "gate.jpg" not in page
        content = b"".join(Client().post(link, {"file": file.pk}).streaming_content)
    assert photo[:100] not in content
    assert decrypted(content) == photo
    stated = opened(OutsideTransfer.objects.latest("pk"))["files"]
    assert stated[0]["sha256"] == hashlib.sha256(photo).hexdigest()


def test_the_link_gives_no_file_of_another_complaint_and_none_after_it_has_ended(with_photo, world):
    link, complaint, _ = with_photo
    other, photo = world.complaint(by="bashir", at="09:30"), samples.photo()
    row = upload_whole_file(
        owner=FileOwner(complaint_id=other.pk), name="own.jpg", media_type="image/jpeg", size=len(photo),
        parts=[photo], at=clock("09:40"),
    )  # fmt: skip
    (file,) = FileOwner(complaint_id=complaint.pk).files
    with time_machine.travel(clock("11:00"), tick=False):
        assert [Client().post(link, {"file": one}).status_code for one in (row.pk, "nonsense")] == [404, 404]
        Client().post(link)
    with time_machine.travel(clock("12:01"), tick=False):
        assert Client().post(link, {"file": file.pk}).status_code == 404


# --- the end ---------------------------------------------------------------------------------------------------------


def test_a_sealed_complaint_to_which_nothing_happens_is_closed_after_half_a_year(world, authority):
    complaint = against_the_inspector_general(world)
    assert outside_additions.close_idle_sealed_complaints(at=clock("+179d 09:00")) == 0
    assert outside_additions.close_idle_sealed_complaints(at=clock("+181d 09:00")) == 1
    assert outside_additions.close_idle_sealed_complaints(at=clock("+182d 09:00")) == 0
    complaint = Complaint.objects.unscoped("test").get(pk=complaint.pk)
    assert (complaint.status, complaint.ending, complaint.closed_at) == ("closed", "outside", clock("+181d 09:00"))
    assert kinds(complaint)[-1] == "close_sealed"
    assert see(world, complaint) == set()
    with read_snapshot():
        assert [finding for _, findings in verify_complaints() for finding in findings] == []


def test_what_the_complainant_adds_keeps_it_open(world, authority):
    complaint = against_the_inspector_general(world)
    adds(complaint, "He came again.", "+100d 09:00")
    assert outside_additions.close_idle_sealed_complaints(at=clock("+200d 09:00")) == 0


def test_after_the_close_its_retention_period_runs(world):
    complaint = against_the_inspector_general(world)
    outside_additions.close_idle_sealed_complaints(at=clock("+181d 09:00"))
    months = {complaint.category_id: 12}
    assert not complaints_past_retention(at=clock("+500d 09:00"), months=months).filter(pk=complaint.pk).exists()
    assert complaints_past_retention(at=clock("+600d 09:00"), months=months).filter(pk=complaint.pk).exists()


def test_a_complaint_that_the_police_can_open_again_stays_open(world, authority):
    """Imran, whom the complainant had named, no longer heads the police: others can act on it now."""
    complaint = world.complaint("misbehaviour", station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.imran.officer.pk, why="He was there.", by=world.nadia.actor,
        at=clock("10:00"),
    )  # fmt: skip
    Exclusion.objects.filter(complaint=complaint, officer=world.imran.officer).update(lapses_at=None)
    outside_transfer.transfer_if_nobody_is_left(complaint.pk, at=clock("10:10"))
    assert kinds(complaint)[-1] == "sealed_from_police"
    end_posting(posting=world.imran.posting, by=None, at=clock("+1d 09:00"))
    assert outside_additions.close_idle_sealed_complaints(at=clock("+200d 09:00")) == 0
