"""The parts of a report with their labels, and as one text. A report without parts is its text alone."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from complaints.rules.inquiry.report_parts import EVIDENCE_SEEN, FINDING, NEXT_STEP, PERSONS_HEARD, RELIEF, REPORT_PARTS

PART_LABELS = {
    PERSONS_HEARD: _("Persons heard"),
    EVIDENCE_SEEN: _("Evidence seen"),
    FINDING: _("What was found"),
    RELIEF: _("Relief given"),
    NEXT_STEP: _("Next step"),
}


class ReportPart(NamedTuple):
    """One part of a report."""

    label: str
    text: str


def labelled_parts(finding: str, parts: Mapping[str, str]) -> list[ReportPart]:
    """Return the parts of a report in their order, in the active language; empty if it is one text."""
    if not parts:
        return []
    texts = {FINDING: finding, **parts}
    return [ReportPart(str(PART_LABELS[name]), texts[name]) for name in REPORT_PARTS if texts.get(name)]


def joined_parts(finding: str, parts: Mapping[str, str]) -> str:
    """Return a report as one text, a line for each part, in the active language. Without parts: the finding."""
    return "\n".join(f"{label}: {text}" for label, text in labelled_parts(finding, parts)) or finding
