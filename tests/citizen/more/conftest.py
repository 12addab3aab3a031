"""A complaint that its complainant has opened, with its follow-up questions."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.urls import reverse

from complaints.models import Complaint
from complaints.rules.followup_questions import Question
from tests.citizen.conftest import Visitor, words
from tests.complaints.verifying import found
from tests.world import World

WORD, OTHER_WORD = "Purple kite over Ravi", "Three green mangoes"


@pytest.fixture(autouse=True)
def agreeing(world):
    """Check after each test that history, ledgers and rows agree."""
    yield
    assert found() == []


@dataclass
class Telling:
    """A person who answers the questions of a complaint that is open in their browser."""

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
        """Submit the form as the page has it at that time. `seen` is the value that an older page would send."""
        seen = self.now().head.seq if seen is None else seen
        return self.visitor.posts(self.path(question), at, seen=seen, **typed)

    def now(self) -> Complaint:
        """Return the complaint as it is now."""
        related = "complainant", "statement", "place", "head", "holder"
        return Complaint.objects.unscoped("test").select_related(*related).get(pk=self.complaint.pk)


@pytest.fixture
def opened(world: World, ayesha: Visitor):
    """Return a function that opens a complaint of Ayesha's in her browser with a code.

    For example `opened("bribe_demand", station="gulberg")`.
    """

    def open_it(category: str = "financial_crime", at: str = "09:30", **answers) -> Telling:
        complaint = world.complaint(category, **answers)
        ayesha.opens(complaint, at)
        return Telling(ayesha, complaint)

    return open_it


def told(answer) -> str:
    """Return a page's text."""
    return unescape(words(answer))


def states(answer) -> dict[str, str]:
    """Return the titles in the list, each with `told` or `open` if the row shows it."""
    rows = re.findall(r'<li class="more-row more-(told|open)">.*?class="more-title"[^>]*>(.*?)</', words_kept(answer))
    return {unescape(title): state for state, title in rows}


def words_kept(answer) -> str:
    return answer.content.decode().replace("\n", " ")
