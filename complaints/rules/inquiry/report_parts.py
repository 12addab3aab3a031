"""The parts of a structured report, and what each must contain at least (docs/rules.md, *Inquiry and report*).

The finding is the text of the move. The other parts stand beside it in the same row and under the same digest.
"""

import re
from collections.abc import Mapping

from complaints.rules.statuses import Outcome

PERSONS_HEARD, EVIDENCE_SEEN, FINDING = "persons_heard", "evidence_seen", "finding"
RELIEF, NEXT_STEP = "relief", "next_step"
REPORT_PARTS = (PERSONS_HEARD, EVIDENCE_SEEN, FINDING, RELIEF, NEXT_STEP)
"""All parts, in the order in which everybody reads them."""
PARTS_BESIDE_FINDING = tuple(part for part in REPORT_PARTS if part != FINDING)
PARTS_THAT_PROVE = (PERSONS_HEARD, EVIDENCE_SEEN)
UNFAVOURABLE_OUTCOMES = frozenset({Outcome.NOT_PROVED, Outcome.PROVED_FALSE})
"""Outcomes that do not believe the complainant: the report must say who was heard and what was seen."""
FEWEST_FINDING_WORDS, FEWEST_FINDING_LETTERS, FEWEST_PART_LETTERS = 3, 10, 3
_WORD = re.compile(r"[^\W_]+")


def is_finding_too_short(text: str) -> bool:
    """Return whether a finding is no sentence: fewer than three words or ten letters."""
    words = _WORD.findall(text)
    return len(words) < FEWEST_FINDING_WORDS or sum(map(len, words)) < FEWEST_FINDING_LETTERS


def is_part_too_short(text: str) -> bool:
    """Return whether another part was begun and says nothing, like a full stop. An empty part is not too short."""
    return bool(text.strip()) and sum(map(len, _WORD.findall(text))) < FEWEST_PART_LETTERS


def missing_parts(details: Mapping, *, is_sensitive: bool) -> tuple[str, ...]:
    """Return the parts that this report must have and has not.

    A report on a conduct or confidential complaint, and one that does not believe the complainant, says who was heard
    and what evidence was seen. `details`: the outcome and the parts by name.
    """
    if not is_sensitive and details.get("outcome") not in UNFAVOURABLE_OUTCOMES:
        return ()
    return tuple(part for part in PARTS_THAT_PROVE if not str(details.get(part) or "").strip())


def short_parts(details: Mapping) -> tuple[str, ...]:
    """Return the parts beside the finding that were begun and say nothing."""
    return tuple(part for part in PARTS_BESIDE_FINDING if is_part_too_short(str(details.get(part) or "")))
