"""Corrections of proposals: what was proposed for a statement, what was chosen, and the complaint's present category.

The rows hold no personal data. They contain only the word groups of complaints/data/understanding/ that occur in the
statement (such as *bribe* or *station*), in alphabetical order: no names, numbers, places or other words of the person,
and no E-tag, date or office. For a confidential or protected complaint, and for a person under 18, they do not even
contain these.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from complaints.models import CategoryProposal
from complaints.understanding.features import generalize
from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.word_groups import find_groups

MOST_CHARACTERS = 2000
"""Characters of a statement that are read."""


@dataclass(frozen=True)
class Correction:
    """One row of the export. `proposed`: category codes, the best first. `groups`: word groups of the statement."""

    engine_version: str
    channel: str
    proposed: tuple[str, ...]
    chosen: str
    category: str
    groups: tuple[str, ...]

    @property
    def was_first(self) -> bool:
        """Return whether the present category was the first proposal."""
        return self.proposed[:1] == (self.category,)


def load_corrections(*, only_wrong: bool = False) -> Iterator[Correction]:
    """Yield the proposals with the present category, ordered by their codes, so that the order does not show the dates.

    only_wrong: leave out the proposals that were right at once.
    """
    rows = (
        CategoryProposal.objects.select_related("complaint__category", "complaint__statement", "complaint__complainant")
        .exclude(complaint__status="merged")
        .order_by("complaint__category__code", "chosen", "proposed", "engine_version", "complaint__etag")
    )
    for row in rows.iterator(chunk_size=1000):
        complaint = row.complaint
        is_guarded = complaint.confidential or complaint.protected or complaint.complainant.under_18
        correction = Correction(
            row.engine_version,
            complaint.channel,
            tuple(row.proposed),
            row.chosen,
            complaint.category.code,
            () if is_guarded else word_groups_of(complaint.statement.text),
        )
        if not (only_wrong and correction.was_first):
            yield correction


def word_groups_of(text: str) -> tuple[str, ...]:
    """Return the word groups that occur in a text, in alphabetical order."""
    words = [generalize(token) for token in tokenize(normalize(text[:MOST_CHARACTERS]))]
    return tuple(sorted(find_groups(words)))
