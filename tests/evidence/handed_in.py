"""Upload the corpus's files to complaints as their owner does, and record what happens to each."""

import hashlib
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from complaints import evidence
from complaints.evidence import sandbox
from complaints.isolation import bubblewrap
from complaints.models import Complaint, Evidence
from complaints.queries.uploaded_files import FileOwner, sum_up_stored_files
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileRefused
from tests.citizen.conftest import Visitor
from tests.databases import ROOT
from tests.evidence.conftest import Hands, original
from tests.evidence.corpus.case import EITHER, REFUSED, Case
from tests.evidence.corpus.telling import tells
from tests.evidence.samples import EICAR
from tests.world import World, clock

EACH_COMPLAINT = 15  # files
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
MEMORY, SECONDS = 256, 6  # MB; seconds of processor time: five, and one until the kernel ends the process


@dataclass
class Outcome:
    """The result for one file: its state and reason, the cost of the inspection, and any errors."""

    case: Case
    state: str = "not taken"
    memory: float = 0
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.case.label}: {self.state}: {'; '.join(self.wrong)}"


def weigh_inspections(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    """Record memory and time of each inspection in a file (tests/evidence/weighed.py)."""
    weighing = (sys.executable, "-S", "-E", str(ROOT / "tests/evidence/weighed.py"), str(weights))
    if bubblewrap.find_sandbox_problem():
        monkeypatch.setattr(sandbox, "PROGRAM", (*weighing, *sandbox.PROGRAM))
        return
    # Bubblewrap is weighed, with all that runs in it: nothing inside could write the result.
    isolation_command = bubblewrap.isolation_command
    monkeypatch.setattr(bubblewrap, "isolation_command", lambda: [*weighing, *isolation_command()])


class Counter:
    """Uploads files one after the other. Each complaint takes EACH_COMPLAINT of them."""

    def __init__(self, world: World, weights: Path, monkeypatch: pytest.MonkeyPatch):
        self.world, self.weights = world, weights
        self.complaint, self.visitor, self.taken, self.day = None, Visitor(), 0, 0
        weigh_inspections(monkeypatch, weights)

    def takes(self, case: Case) -> Outcome:
        """Upload one file, let a worker inspect it, and check the response and the original."""
        outcome, contents = Outcome(case), case.make()
        hands = self._hands(len(contents))
        try:
            row = hands.gives(case.name, contents, self._at("09:03"), case.media_type)
        except FileRefused as refused:
            outcome.state = f"{REFUSED} ({refused.reason})"
            return self._judged(outcome)
        self.taken += 1
        if row.state == Evidence.State.CHECKING:
            self._no_copy_yet(row, outcome)
        self._checked(row, outcome)
        outcome.state = row.state + (f" ({row.refused_because})" if row.refused_because else "")
        if row.original:
            _is_kept(row, contents, outcome)
        if row.state == Evidence.State.SHOWN:
            self._is_harmless(row, outcome)
        return self._judged(outcome)

    def _hands(self, size: int) -> Hands:
        """Return a visitor who may add another file."""
        if self.complaint is None or self.taken >= EACH_COMPLAINT or self._room() < size:
            self.complaint, self.taken = self.world.complaint("financial_crime"), 0
            self.visitor, self.day = Visitor(), self.day + 1  # another day, because the number of codes is limited
            self.visitor.opens(self.complaint, self._at("09:00"))
        return Hands(FileOwner(complaint_id=self.complaint.pk))

    def _at(self, time: str) -> str:
        return f"+{self.day}d {time}"

    def _room(self) -> int:
        return sum_up_stored_files(Evidence.objects.filter(complaint=self.complaint)).size_left

    def _checked(self, row: Evidence, outcome: Outcome) -> None:
        self.weights.write_text("")
        evidence.inspect_waiting_files(at=clock(self._at("09:05")))
        row.refresh_from_db()
        for line in self.weights.read_text().splitlines():
            took = json.loads(line)
            outcome.memory, outcome.seconds = took["memory"], took["seconds"]
        if outcome.memory > MEMORY or outcome.seconds > SECONDS:
            outcome.wrong.append(f"took {outcome.memory:.0f} MB and {outcome.seconds:.1f} s")

    def _no_copy_yet(self, row: Evidence, outcome: Outcome) -> None:
        if (status := self._asked(row).status_code) != 404:
            outcome.wrong.append(f"unseen by anybody, it is answered with {status}")

    def _asked(self, row: Evidence):
        return self.visitor.get(f"/track/{row.complaint.etag}/evidence/{row.pk}/", self._at("09:06"))

    def _is_harmless(self, row: Evidence, outcome: Outcome) -> None:
        """Check the response for its owner: no script can run, and it reveals nothing."""
        answer = self._asked(row)
        copy = b"".join(answer.streaming_content)
        how, media_type = answer["Content-Disposition"], answer["Content-Type"]
        wrong = [f"{header}: {answer[header]}" for header, value in SAFE.items() if answer[header] != value]
        if how.startswith("inline") and not _is_drawn_anew(copy, media_type):
            wrong.append(f"{media_type} is shown in the page")
        elif not how.startswith(("inline", "attachment")):
            wrong.append(how)
        if media_type not in accepted_files.SHOWN_ENDINGS:
            wrong.append(media_type)
        said = [] if outcome.case.torn else tells(copy)
        if said := said + ([EICAR] if EICAR in copy else []):
            wrong.append(f"its copy says {said}")
        outcome.wrong += wrong

    def _judged(self, outcome: Outcome) -> Outcome:
        if outcome.case.fate != EITHER and not outcome.state.startswith(outcome.case.fate):
            outcome.wrong.append(f"should be {outcome.case.fate}")
        if not outcome.state.startswith((Evidence.State.SHOWN, REFUSED)):
            outcome.wrong.append("nothing was decided")
        return outcome


def _is_drawn_anew(copy: bytes, media_type: str) -> bool:
    """Check that a JPEG of ours opens and contains nothing but its picture."""
    with Image.open(io.BytesIO(copy), formats=["JPEG"]) as picture:
        picture.load()
        bare = not dict(picture.getexif()) and not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    return bare and media_type == "image/jpeg" and copy.endswith(b"\xff\xd9")


def _is_kept(row: Evidence, contents: bytes, outcome: Outcome) -> None:
    """Check that the original equals the upload, and that row and history have its SHA-256."""
    digest = hashlib.sha256(contents)
    if original(row) != contents or bytes(row.sha256) != digest.digest():
        outcome.wrong.append("its original is another")
    if digest.hexdigest() not in _fingerprints(row.complaint):
        outcome.wrong.append("the history does not say its fingerprint")


def _fingerprints(complaint: Complaint) -> set[str]:
    told = complaint.events.filter(kind="evidence_added").values_list("body", flat=True)
    return {file["sha256"] for body in told for file in json.loads(body)["facts"]["files"]}
