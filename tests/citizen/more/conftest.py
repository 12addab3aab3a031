"""One's own complaint, opened, before its questions."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.urls import reverse

from complaints.models import Complaint
from complaints.rules.followup import Question
from tests.citizen.conftest import Visitor, words
from tests.complaints.verifying import found
from tests.world import World

WORD, OTHER_WORD = "Purple kite over Ravi", "Three green mangoes"


@pytest.fixture(autouse=True)
def agreeing(world):
    """Whatever a test here has done, history, ledgers and rows agree afterwards."""
    yield
    assert found() == []


@dataclass
class Telling:
    """Somebody before the questions about a complaint that their browser has opened."""

    visitor: Visitor
    complaint: Complaint

    @property
    def list_path(self) -> str:
        return reverse("more", kwargs={"etag": self.complaint.etag})

    def path(self, question: Question | str) -> str:
        return reverse("tell", kwargs={"etag": self.complaint.etag, "question": question})

    def sees_list(self, at: str = "10:00"):
        return self.visitor.get(self.list_path, at)

    def sees(self, question: Question | str, at: str = "10:00"):
        return self.visitor.get(self.path(question), at)

    def tells(self, question: Question | str, at: str = "10:00", *, seen: int | None = None, **typed):
        """Send the form as the page of that moment gave it; `seen` is what an older page would say."""
        seen = self.now().head.seq if seen is None else seen
        return self.visitor.posts(self.path(question), at, seen=seen, **typed)

    def now(self) -> Complaint:
        """The complaint as it stands."""
        related = "complainant", "statement", "place", "head", "holder"
        return Complaint.objects.unscoped("test").select_related(*related).get(pk=self.complaint.pk)


@pytest.fixture
def opened(world: World, ayesha: Visitor):
    """`opened("bribe_demand", station="gulberg")`: a complaint of Ayesha's that her browser has opened by a code."""

    def open_it(category: str = "financial_crime", at: str = "09:30", **answers) -> Telling:
        complaint = world.complaint(category, **answers)
        ayesha.opens(complaint, at)
        return Telling(ayesha, complaint)

    return open_it


def told(answer) -> str:
    """What a page says, as it is read."""
    return unescape(words(answer))


def states(answer) -> dict[str, str]:
    """Of the list's rows: the question's title and whether it is told or open, where it says so."""
    rows = re.findall(r'<li class="more-row more-(told|open)">.*?class="more-title"[^>]*>(.*?)</', words_kept(answer))
    return {unescape(title): state for state, title in rows}


def words_kept(answer) -> str:
    return answer.content.decode().replace("\n", " ")
