"""Fixtures of the registers: Ayesha employs Zubaida; the officers of tests.world work at the desk."""

from dataclasses import dataclass, field

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from citizen import rate_limits
from complaints.rules.statuses import Channel
from enquiries.models import Verification
from enquiries.rules import enquiry_numbers
from enquiries.services import VerificationRequest, request_verification, store_photo
from enquiries.services.verification_moves import move_verification
from tests.evidence import samples
from tests.signing_in import sign_in
from tests.world import PHONES, Person, clock

PHOTO = samples.photo()
AYESHAS_CNIC, ZUBAIDAS_CNIC = "35202-1234567-2", "35201-7654321-4"
TYPED = {
    "employer_name": "Ayesha",
    "employer_cnic": AYESHAS_CNIC,
    "employer_phone": "0300 1112233",
    "district": "lahore",
    "worker_name": "Zubaida",
    "worker_cnic": ZUBAIDAS_CNIC,
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store sealed files in the test's own folder, without a virus scanner unless the test sets one up."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    settings.CLAMAV_URL = ""
    return tmp_path / "evidence"


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch):
    """Start each test with its own local rate limits; the shared ones are in the broker."""
    monkeypatch.setattr(rate_limits, "_local_buckets", type(rate_limits._local_buckets)())


def photo(at="09:00"):
    """Zubaida's photo, stored for a request."""
    return store_photo(name="zubaida.jpg", media_type="image/jpeg", size=len(PHOTO), parts=[PHOTO], at=clock(at))


def asked(at="09:00", **otherwise) -> Verification:
    """Return Ayesha's request about Zubaida, with changes."""
    told = {name: value for name, value in TYPED.items() if name != "agreed"} | {"agreed": True, "language": "en"}
    key = otherwise.pop("key", None)
    told |= {"photo": otherwise.pop("photo", None) or photo(at).pk} | otherwise
    return request_verification(typed=VerificationRequest(**told), channel=Channel.WHATSAPP, key=key, at=clock(at))


def moved(verification: Verification, name: str, by: Person | None, at="10:00", words="As it was.") -> Verification:
    """Make a move as an officer, or as a scheduled job."""
    actor = by.actor if by else None
    return move_verification(verification_id=verification.pk, name=name, by=actor, at=clock(at), words=words)


def upload(name="zubaida.jpg", content=PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@dataclass
class Visitor:
    """A visitor of the public pages at a given time. `ur`: reads in Urdu."""

    language: str = "en"
    client: Client = field(default_factory=Client)

    def gets(self, path: str, at="09:00", **asked):
        with time_machine.travel(clock(at), tick=False):
            return self.client.get(self._here(path), asked)

    def posts(self, path: str, at="09:00", **typed):
        with time_machine.travel(clock(at), tick=False):
            return self.client.post(self._here(path), typed)

    def _here(self, path: str) -> str:
        return f"/ur{path}" if self.language == "ur" else path


@pytest.fixture
def ayesha(db):
    return Visitor()


@pytest.fixture
def seat(world):
    """`seat(world.salma)`: a signed-in browser of Salma."""
    return lambda person: Visitor(client=sign_in(Client(), person.officer))


AYESHAS_PHONE = PHONES["ayesha"]
NOBODYS = enquiry_numbers.draw_number(2025, lambda below: 4819073)  # the digits of a valid number that no register has
