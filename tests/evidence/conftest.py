"""Fixtures for files: Ayesha with files in a draft or a complaint, a storage for each test, and no virus scanner."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen import rate_limits
from citizen.filing.draft_addresses import draft_address
from complaints import evidence
from complaints.evidence import sandbox, sealed_storage, upload
from complaints.models import Complaint, Draft, Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Channel
from complaints.services.registration import register_complaint, start_draft
from tests.citizen.conftest import Visitor
from tests.evidence import samples
from tests.world import PHONES, clock

LATER = timedelta(days=3)
PHOTO = samples.photo(size=(1600, 1200), quality=100)
PHOTO_SIZE = len(PHOTO)
TOLD = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file.",
    "name": "Ayesha",
    "phone": PHONES["ayesha"],
    "language": "en",
}


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch):
    """Inspect each file in a process of its own. Other tests cache the results (tests.conftest)."""
    monkeypatch.setattr(sandbox, "_run_inspection", sandbox._run_inspection.__wrapped__)


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store files in the test's own folder. No scanner is configured unless the test does so."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    settings.CLAMAV_URL = ""


@dataclass
class Hands:
    """A person who uploads files: `gives` uploads a whole file; `begins` and `sends` upload it in pieces."""

    owner: FileOwner

    def gives(self, name: str, contents: bytes, at: str = "09:00", media_type: str = "") -> Evidence:
        told = {"name": name, "media_type": media_type, "size": len(contents)}
        return evidence.upload_whole_file(owner=self.owner, parts=[contents], at=clock(at), **told)

    def begins(self, name: str, size: int, at: str = "09:00", **told) -> Evidence:
        return evidence.begin_upload(owner=self.owner, name=name, size=size, at=clock(at), **told)

    def sends(self, row: Evidence, offset: int, piece: bytes, at: str = "09:00") -> Evidence:
        return evidence.receive_piece(owner=self.owner, evidence_id=row.pk, offset=offset, piece=piece, at=clock(at))

    def removes(self, row: Evidence) -> bool:
        return evidence.remove_file(owner=self.owner, evidence_id=row.pk)

    @property
    def states(self) -> list[tuple[str, str]]:
        """Return name and state of every file."""
        return [(row.name, row.state) for row in self.owner.files]


@pytest.fixture
def draft(world) -> Draft:
    return start_draft(channel=Channel.WEB, answers=TOLD, at=clock("08:55"))


@pytest.fixture
def ayesha(draft) -> Hands:
    """Ayesha, with a draft that she has not submitted."""
    return Hands(FileOwner(draft_id=draft.pk))


@pytest.fixture
def with_complaint(world) -> tuple[Hands, Complaint]:
    """Ayesha, with a registered complaint."""
    complaint = world.complaint("financial_crime")
    return Hands(FileOwner(complaint_id=complaint.pk)), complaint


def registers(draft: Draft, at: str = "09:30") -> Complaint:
    return register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=clock(at))


def checked(row: Evidence, at: str = "09:05") -> Evidence:
    """Run the inspection job and return the file."""
    evidence.inspect_waiting_files(at=clock(at))
    row.refresh_from_db()
    return row


def original(row: Evidence) -> bytes:
    """Return the decrypted original."""
    with sealed_storage.SealedFileReader(row.original, purpose=upload.original_key_purpose(row.pk)) as plain:
        return plain.read()


def shown(row: Evidence) -> bytes:
    """Return the shown copy."""
    with evidence.open_shown_copy(row) as plain:
        return plain.read()


def stored(tmp_path) -> list[str]:
    """Return the names of all stored files."""
    place = tmp_path / "evidence"
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


# --- in a browser ---


@pytest.fixture
def that_morning():
    """Freeze the time at nine, and clear the rate limits."""
    rate_limits._local_buckets.clear()
    with time_machine.travel(clock("09:00"), tick=False):
        yield


class Handing(Visitor):
    """A browser at the files of a draft or an opened complaint. `place`: the page's address."""

    place = ""

    def begins(self, name="shop.jpg", size=PHOTO_SIZE, key="", **more):
        return self.posts(f"{self.place}begin/", name=name, size=size, key=key, **more)

    def sends(self, url: str, offset: int, piece: bytes, **headers):
        told = {"Upload-Offset": str(offset)} | headers
        return self.client.patch(url, piece, "application/offset+octet-stream", headers=told)

    def hands_in(self, *files: tuple[str, bytes], **more):
        uploads = [SimpleUploadedFile(name, contents, content_type="") for name, contents in files]
        return self.posts(self.place, evidence=uploads, evidence_add="1", **more)


@pytest.fixture
def at_draft(draft) -> Handing:
    """Ayesha's browser at the files of her draft."""
    visitor = Handing()
    visitor.place = f"/complaint/{draft_address(draft.pk)}/evidence/"
    return visitor


@pytest.fixture
def opened(world) -> Handing:
    """Ayesha's browser at her complaint, opened with a code."""
    visitor, complaint = Handing(), world.complaint("financial_crime")
    visitor.opens(complaint, "09:00")
    visitor.place = f"/track/{complaint.etag}/evidence/"
    return visitor


def rows() -> list[tuple[str, str]]:
    """Return name and state of every existing file."""
    return [(row.name, row.state) for row in Evidence.objects.order_by("created_at")]
