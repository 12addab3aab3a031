"""The citizens of the cast (tests.world), who use the portal's pages at the time that the test gives."""

import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint
from complaints.services.access_keys import access_codes
from notifications.models import Message
from tests.world import clock

TOLD = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file.",
    "keep_from": "no",
    "reach": "phone",
    "phone": "0300 1112233",
    "language": "en",
    "checked": "1",
}
WHOM = ("keep_from", "details", "officer_station", "post", "senior_possible", "officer_name", "happened_on")
MISTAKES = re.compile(r'<div id="id_([\w-]+)_error" class="field-error">.*?</span>(.*?)</div>', re.DOTALL)


@dataclass
class Visitor:
    """A person with a browser. Every request gets the time `at`. `ur` reads the Urdu pages."""

    language: str = "en"
    client: Client = field(default_factory=Client)

    def get(self, path: str, at: str = "09:00", **data):
        with time_machine.travel(clock(at), tick=False):
            return self.client.get(self.here(path), data)

    def posts(self, path: str, at: str = "09:00", **typed):
        with time_machine.travel(clock(at), tick=False):
            return self.client.post(self.here(path), typed)

    def here(self, path: str) -> str:
        return f"/ur{path}" if self.language == "ur" and not path.startswith("/ur/") else path

    def files(self, at: str = "09:00", *, key: str = "", **told):
        """Fill in the five pages, with valid answers except for those given here. Return the last response.

        With `post` or another detail, "Yes, keep them out" is answered, and the form with the details.
        """
        if set(told) & {*WHOM} - {"keep_from"}:
            told = {"keep_from": "yes", "details": "1"} | told
        told, key = TOLD | told, key or draft_address(uuid.uuid4())
        pages = {
            "complain/": ["category"],
            f"complain/{key}/where/": ["district"],
            f"complain/{key}/what/": ["text"],
            f"complain/{key}/whom/": WHOM,
        }
        for path, fields in pages.items():
            answer = self.posts(f"/{path}", at, key=key, **{name: told[name] for name in fields if name in told})
            if answer.status_code != 302:
                return answer
        last = {name: value for name, value in told.items() if name not in {"category", "district", "text", *WHOM}}
        return self.posts(f"/complain/{key}/reach/", at, **last)

    def opens(self, complaint: Complaint, at: str, *, reached_at: str = "0300 1112233"):
        """Request a code, read it in the message and enter it. Return the opened page."""
        self.posts(f"/track/{complaint.etag}/code/ask/", at, reached_at=reached_at)
        self.posts(f"/track/{complaint.etag}/code/", at, code=code_sent())
        return self.get(f"/track/{complaint.etag}/mine/", at)

    def moves(self, complaint: Complaint, move: str, at: str, *, seen: int | None = None, **typed):
        """Submit a move's form as the page has it at that time. `seen` is the value that an older page would send."""
        seen = Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq if seen is None else seen
        return self.posts(f"/track/{complaint.etag}/mine/{move}/", at, seen=seen, **typed)


@pytest.fixture
def ayesha():
    """Ayesha's browser, in English."""
    return Visitor()


@pytest.fixture
def bashir():
    """Bashir's browser, in Urdu."""
    return Visitor("ur")


def code_sent(template: str = "access_code") -> str:
    """Return the code in the newest message of that kind; `list_code` is the kind for My complaints."""
    message = Message.objects.filter(template=template).latest("pk")
    return access_codes.unseal_code(message.context["code_sealed"], recipient=message.recipient)


def registered() -> list[Complaint]:
    return list(Complaint.objects.unscoped("test").order_by("pk"))


def words(answer) -> str:
    """Return a page's text without its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def mistakes(answer) -> dict[str, str]:
    """Return the error messages of the fields, by the field's name."""
    return dict(MISTAKES.findall(answer.content.decode()))


def path_of(answer) -> str:
    """Return the path of a redirect."""
    return urlsplit(answer["Location"]).path
