"""What the complainant may still tell, and has not: for the cell that rings, and for whoever inquires."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.rules.offices import OfficeKind
from complaints.models import Complainant, Complaint, Document
from complaints.queries.followup import Last
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.followup import Followup, needs_consent
from complaints.rules.persons import Consent
from desk.complaint.missing_child import child_facts


def missing(
    complaint: Complaint, person: Complainant, past: Mapping[str, Last], *, files: int | None, named: bool
) -> list[str]:
    """The names of what is missing; nothing once the complaint has ended. No query.

    `files`: how many were handed in; None for a reader who may not see any, who is not told either way.
    `named`: this reader may know who brings it. Of a protected identity not even that is said, what of it is missing.
    """
    if not complaint.is_open:
        return []
    return [*_of_the_matter(complaint, past, files), *_of_the_person(person, past, named=named)]


def _of_the_matter(complaint: Complaint, past: Mapping[str, Last], files: int | None) -> Iterator[str]:
    told = complaint.statement
    if complaint.place.kind not in {OfficeKind.STATION, OfficeKind.UNIT}:
        yield _asked(_("Police station"), Followup.STATION, past)
    if not (told.happened_on or told.happened_about):
        yield _asked(_("When it happened"), Followup.WHEN, past)
    if not told.concerns and complaint.category.code != MISSING_CHILD:
        yield _asked(_("Complaint against"), Followup.CONCERNS, past)
    yield from (label for label, said in child_facts(complaint) if not said)
    if files == 0:
        is_child = complaint.category.code == MISSING_CHILD
        yield _("Photo of the child") if is_child else _("Photos, recordings, documents")


def _of_the_person(person: Complainant, past: Mapping[str, Last], *, named: bool) -> Iterator[str]:
    """Whoever stays anonymous is asked for none of it."""
    if named and not person.anonymous:
        if not person.name:
            yield _("Name")
        if person.document == Document.NONE and not person.no_document_reason:
            yield _("Identity document")
    if not person.anonymous and not {Followup.CHANNEL, Followup.HOURS} & set(past):
        yield _("How and when to contact them safely")
    if needs_consent(person.behalf) and person.behalf_consent == Consent.UNASKED:
        yield _("Whether the person concerned agrees")


def _asked(what: str, name: Followup, past: Mapping[str, Last]) -> str:
    """A question that was answered with "I don't know" need not be put again."""
    if name in past and past[name].unknown:
        return _("%(what)s (they don't know)") % {"what": what}
    return what
