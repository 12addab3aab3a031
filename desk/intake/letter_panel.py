"""The pages of a scanned letter, as an operator reads them beside the form."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from complaints.models import ScannedLetter
from desk.formatting import moment
from desk.queries.scanned_letters import scan_files


class LetterPage(NamedTuple):
    """One page. `url`: of its picture."""

    number: int
    url: str


@dataclass(frozen=True)
class LetterPanel:
    """A letter with its pages. `problem`: why pages cannot be shown now, or ""."""

    letter: ScannedLetter
    pages: list[LetterPage]
    problem: str

    @property
    def url(self) -> str:
        return reverse("desk:letter", kwargs={"letter": self.letter.pk})

    @property
    def scanned(self) -> str:
        return moment(self.letter.imported_at)


def load_letter_panel(letter: ScannedLetter | None) -> LetterPanel | None:
    """Return the panel of a letter; None without one. One statement at most."""
    if letter is None:
        return None
    rows = scan_files(letter)
    problem = next((row.refusal or row.state_label for row in rows if not row.is_open), "")
    if not rows:
        problem = gettext("The scan is no longer there.")
    pages = [
        LetterPage(number, reverse("desk:letter_page", kwargs={"letter": letter.pk, "page": number}))
        for number in range(1, letter.pages + 1)
    ]
    return LetterPanel(letter, [] if problem else pages, problem)
