"""A file of a registered complaint is withdrawn: hidden from everybody, still encrypted, and recorded in history."""

import json

import pytest
import time_machine

from complaints import evidence
from complaints.evidence.stored_file_verification import verify_files_in_batches
from complaints.models import Evidence, Reading, ReadingKind
from complaints.queries.uploaded_files import FileOwner
from complaints.queries.verification import verify_complaints
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.services.retention import anonymise
from ledger.service_exceptions import Refused
from tests.citizen.conftest import Visitor, words
from tests.desk.conftest import address, seat  # noqa: F401
from tests.evidence import samples
from tests.evidence.clamd import clamd
from tests.evidence.conftest import Hands, checked, original
from tests.world import clock

PHOTO = samples.photo()
pytestmark = pytest.mark.usefixtures("servers")


@pytest.fixture
def complaint(world):
    """Ayesha's complaint with a photo that she sent by mistake, and one that she wants to keep."""
    complaint = world.complaint("financial_crime", station="gulberg")
    hands = Hands(FileOwner(complaint_id=complaint.pk))
    hands.gives("wrong.jpg", PHOTO, "09:05")
    hands.gives("shop.jpg", samples.photo(size=(80, 60)), "09:06")
    evidence.inspect_waiting_files(at=clock("09:08"))
    return complaint


@pytest.fixture
def ayesha(complaint) -> Visitor:
    visitor = Visitor()
    visitor.opens(complaint, "09:10")
    return visitor


def wrong(complaint) -> Evidence:
    return next(row for row in complaint.evidence.all() if row.name == "wrong.jpg")


def page_of(complaint) -> str:
    return f"/track/{complaint.etag}/evidence/{wrong(complaint).pk}/withdraw/"


def takes_back(visitor: Visitor, complaint, at: str = "09:20"):
    return visitor.posts(page_of(complaint), at)


def takes(complaint, evidence_id, at, opened_by: OpenedBy = OpenedBy.CHAT) -> bool:
    by = Citizen(complaint.complainant_id, opened_by)
    return evidence.withdraw_file(complaint_id=complaint.pk, evidence_id=evidence_id, by=by, at=at)


def desk(seat, officer, path: str, at: str = "10:00", **told):  # noqa: F811
    with time_machine.travel(clock(at), tick=False):
        return seat(officer).client.post(path, told) if told else seat(officer).client.get(path)


# --- the citizen ---


def test_the_page_says_what_it_does_and_what_it_does_not(ayesha, complaint):
    files = ayesha.get(f"/track/{complaint.etag}/evidence/", "09:11").content.decode()
    assert page_of(complaint) in files
    said = words(ayesha.get(page_of(complaint), "09:12"))
    assert "wrong.jpg" in said
    assert "It disappears from your page, and you cannot bring it back." in said
    assert "It is not destroyed: nobody can force you to destroy evidence." in said
    assert wrong(complaint).state == "shown"


def test_it_disappears_from_her_page_and_the_history_says_that_it_did(ayesha, complaint):
    answer = takes_back(ayesha, complaint)
    assert answer["Location"] == f"/track/{complaint.etag}/evidence/"
    said = words(ayesha.get(answer["Location"], "09:20"))
    assert "The file was taken back. Officers can no longer open it." in said
    assert "wrong.jpg" not in said
    assert "shop.jpg" in said
    row = wrong(complaint)
    assert (row.state, row.withdrawn_at) == ("withdrew", clock("09:20"))
    assert ayesha.get(f"/track/{complaint.etag}/evidence/{row.pk}/", "09:21").status_code == 404
    event = complaint.events.get(kind="evidence_withdrawn")
    assert event.actor_kind == "citizen"
    assert json.loads(event.body)["facts"]["files"] == [
        {"id": str(row.pk), "sha256": row.sha256.hex(), "kind": "photo", "size": row.size}
    ]
    page = words(ayesha.get(f"/track/{complaint.etag}/mine/", "09:22"))
    assert "You took back a file." in page
    assert "wrong.jpg" not in page


def test_twice_and_for_a_file_that_is_not_there_nothing_happens(ayesha, complaint):
    takes_back(ayesha, complaint)
    assert takes_back(ayesha, complaint, "09:21").status_code == 302
    assert ayesha.get(page_of(complaint), "09:22").status_code == 302
    assert complaint.events.filter(kind="evidence_withdrawn").count() == 1


def test_a_file_that_is_still_coming_is_removed_and_not_taken_back(ayesha, complaint):
    row = Hands(FileOwner(complaint_id=complaint.pk)).begins("half.jpg", 1000, "09:12")
    assert ayesha.get(f"/track/{complaint.etag}/evidence/{row.pk}/withdraw/", "09:13").status_code == 404
    assert not takes(complaint, row.pk, clock("09:13"))


def test_nobody_takes_back_the_file_of_another_complaint(world, complaint, ayesha):
    other = world.complaint("threats")
    visitor = Visitor()
    visitor.opens(other, "09:15")
    mixed = page_of(complaint).replace(complaint.etag, other.etag)
    assert visitor.posts(mixed, "09:20").status_code == 404
    assert not takes(other, wrong(complaint).pk, clock("09:20"))
    assert wrong(complaint).state == "shown"


def test_what_was_taken_back_still_takes_its_room(ayesha, complaint):
    """Otherwise the storage could be filled without limit."""
    for number in range(18):
        Hands(FileOwner(complaint_id=complaint.pk)).begins(f"{number}.jpg", 1000, "09:12")
    takes_back(ayesha, complaint)
    assert "You can't add more files." in words(ayesha.get(f"/track/{complaint.etag}/evidence/", "09:21"))
    with pytest.raises(evidence.upload.FileRefused):
        Hands(FileOwner(complaint_id=complaint.pk)).begins("one more.jpg", 1000, "09:22")


def test_a_closed_complaints_file_can_be_taken_back(world, complaint, ayesha):
    world.ayesha.does("withdraw", complaint, "09:15")
    takes_back(ayesha, complaint)
    assert wrong(complaint).state == "withdrew"


def test_whoever_is_not_proved_to_be_her_takes_nothing_back(world, complaint):
    """A visitor with the link of a mistyped number, or with a code that an officer issued."""
    person = complaint.complainant
    person.phone_verified_at = None
    person.save()
    for opened_by in (OpenedBy.FILING, OpenedBy.PHONE, OpenedBy.MESSAGE, OpenedBy.OFFICERS_KEY):
        with pytest.raises(Refused):
            takes(complaint, wrong(complaint).pk, clock("09:20"), opened_by)
    assert complaint.evidence.filter(state=Evidence.State.WITHDRAWN).count() == 0


@pytest.mark.parametrize("scanner_comes", [False, True])
def test_no_check_brings_it_back(world, complaint, ayesha, settings, scanner_comes):
    late = Hands(FileOwner(complaint_id=complaint.pk)).gives("late.jpg", PHOTO, "09:12")
    assert takes(complaint, late.pk, clock("09:13"))
    takes_back(ayesha, complaint)
    with clamd() as server:
        settings.CLAMAV_URL = server.url if scanner_comes else ""
        assert checked(late, "09:30").state == "withdrew"
        assert wrong(complaint).state == "withdrew"


def test_a_copy_that_is_finished_too_late_is_thrown_away(complaint, monkeypatch):
    """The file is withdrawn during its inspection."""
    late = Hands(FileOwner(complaint_id=complaint.pk)).gives("late.jpg", PHOTO, "09:12")
    save = evidence.inspection_job.sealed_storage.save_sealed

    def saves_after(name, *args, **kwargs):
        save(name, *args, **kwargs)
        takes(complaint, late.pk, clock("09:13"))

    monkeypatch.setattr(evidence.inspection_job.sealed_storage, "save_sealed", saves_after)
    late = checked(late, "09:14")
    assert (late.state, late.shown) == ("withdrew", "")


# --- the desk ---


@pytest.mark.slow
def test_the_officers_see_that_it_was_taken_back_and_cannot_open_it(world, seat, complaint, ayesha):  # noqa: F811
    takes_back(ayesha, complaint)
    for officer in (world.salma, world.usman, world.asad):
        said = words(desk(seat, officer, address(complaint)))
        assert "Taken back by the complainant on" in said
        assert "The complainant took back a file." in said
        assert "wrong.jpg" not in said
        assert "Open with a reason" not in said
        for door in ("", "unseal/"):
            path = f"{address(complaint)}evidence/{wrong(complaint).pk}/{door}"
            assert desk(seat, officer, path).status_code == 404


def test_a_monitor_opens_it_with_a_reason_which_is_recorded(world, seat, complaint, ayesha):  # noqa: F811
    takes_back(ayesha, complaint)
    path = f"{address(complaint)}evidence/{wrong(complaint).pk}/unseal/"
    assert path in desk(seat, world.zara, address(complaint)).content.decode()
    assert desk(seat, world.zara, path).status_code == 200
    without = desk(seat, world.zara, path, words=" ")
    assert without.status_code == 422
    assert not Reading.objects.filter(kind=ReadingKind.UNSEALED).exists()
    opened = desk(seat, world.zara, path, words="She reported pressure an hour later.")
    assert (opened.status_code, opened["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(opened.streaming_content).startswith(b"\xff\xd8")
    reading = Reading.objects.get(kind=ReadingKind.UNSEALED)
    assert (reading.posting, reading.why) == (world.zara.posting, "She reported pressure an hour later.")
    plain = f"{address(complaint)}evidence/{wrong(complaint).pk}/"
    assert desk(seat, world.zara, plain).status_code == 404


def test_of_a_file_without_a_copy_there_is_nothing_to_open(world, seat, complaint):  # noqa: F811
    late = Hands(FileOwner(complaint_id=complaint.pk)).gives("late.jpg", PHOTO, "09:12")
    takes(complaint, late.pk, clock("09:13"))
    assert "Open with a reason" not in words(desk(seat, world.zara, address(complaint)))
    assert desk(seat, world.zara, f"{address(complaint)}evidence/{late.pk}/unseal/").status_code == 404


def test_a_file_that_was_not_taken_back_is_not_unsealed(world, seat, complaint):  # noqa: F811
    path = f"{address(complaint)}evidence/{wrong(complaint).pk}/unseal/"
    assert desk(seat, world.zara, path, words="Just looking.").status_code == 404


def test_past_the_end_of_the_session_the_reason_is_given_back(client, complaint):
    path = f"{address(complaint)}evidence/{wrong(complaint).pk}/unseal/"
    answer = client.post(path, {"words": "She reported pressure."})
    assert answer.status_code == 401
    assert "She reported pressure." in words(answer)


# --- the history and the storage ---


def problems() -> list[str]:
    return [str(found) for _, batch in verify_complaints() for found in batch]


def test_the_original_stays_and_the_verification_finds_nothing_wrong(complaint, ayesha):
    takes_back(ayesha, complaint)
    assert original(wrong(complaint)) == PHOTO
    assert problems() == []
    assert [found for _, batch in verify_files_in_batches() for found in batch] == []


def test_the_verification_finds_a_file_that_somebody_hid_or_brought_back(complaint, ayesha):
    row = Evidence.objects.filter(pk=wrong(complaint).pk)
    row.update(state="withdrew")
    assert ["hidden as taken back, which its history does not say" in found for found in problems()] == [True]
    row.update(state="shown")
    takes_back(ayesha, complaint)
    row.update(state="shown")
    assert ["was taken back by its history and is shown" in found for found in problems()] == [True]


def test_it_is_destroyed_with_the_complaint(world, complaint, ayesha, tmp_path):
    takes_back(ayesha, complaint)
    world.ayesha.does("withdraw", complaint, "09:30")
    anonymise(complaint.pk, at=clock("+800d 09:00"), months={complaint.category_id: 12})
    row = complaint.evidence.order_by("created_at").first()
    assert (row.state, row.original, row.shown) == ("gone", "", "")
    assert problems() == []
