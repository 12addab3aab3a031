"""What the complainant has not told yet, for the complaint cell that calls them and for the inquiry officer."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.rules.office_tree import OfficeKind
from complaints.models import Complainant, Complaint, Document
from complaints.models.display.complaint_labels import stated_post_label
from complaints.queries.followup_context import LastAnswer
from complaints.rules.complainant.anonymity_and_consent import Consent
from complaints.rules.followup_questions import FollowupDetail, needs_consent
from complaints.rules.special_categories import MISSING_CHILD
from desk.complaint.missing_child_panel import missing_child_facts


def list_missing_details(
    complaint: Complaint,
    person: Complainant,
    last_answers: Mapping[str, LastAnswer],
    *,
    files: int | None,
    may_see_identity: bool,
) -> list[str]:
    """Return the labels of what is missing; an empty list once the complaint has ended. No query.

    `files`: how many files there are; None for a reader who may not see evidence, and so does not learn whether there
    is any. `may_see_identity`: this reader may know the complainant. If not, not even the gaps in the identity are
    listed.
    """
    if not complaint.is_open:
        return []
    return [
        *_missing_of_matter(complaint, last_answers, files),
        *_missing_of_person(person, last_answers, may_see_identity=may_see_identity),
    ]


def _missing_of_matter(
    complaint: Complaint, last_answers: Mapping[str, LastAnswer], files: int | None
) -> Iterator[str]:
    statement = complaint.statement
    if complaint.place.kind not in {OfficeKind.STATION, OfficeKind.UNIT}:
        yield _missing_detail_label(_("Police station"), FollowupDetail.STATION, last_answers)
    if not (statement.happened_on or statement.happened_about):
        yield _missing_detail_label(_("When it happened"), FollowupDetail.WHEN, last_answers)
    is_against = statement.concerns or stated_post_label(statement.concerned)
    if not is_against and complaint.category.code != MISSING_CHILD:
        yield _missing_detail_label(_("Complaint against"), FollowupDetail.CONCERNS, last_answers)
    yield from (label for label, value in missing_child_facts(complaint) if not value)
    if files == 0:
        is_child = complaint.category.code == MISSING_CHILD
        yield _("Photo of the child") if is_child else _("Photos, recordings, documents")


def _missing_of_person(
    person: Complainant, last_answers: Mapping[str, LastAnswer], *, may_see_identity: bool
) -> Iterator[str]:
    """Yield what is missing about the complainant. An anonymous one is not asked for name, document and contact."""
    if may_see_identity and not person.anonymous:
        if not person.name:
            yield _("Name")
        if person.document == Document.NONE and not person.no_document_reason:
            yield _("Identity document")
    if not person.anonymous and not {FollowupDetail.CHANNEL, FollowupDetail.HOURS} & set(last_answers):
        yield _("How and when to contact them safely")
    if needs_consent(person.behalf) and person.behalf_consent == Consent.UNASKED:
        yield _("Whether the person concerned agrees")


def _missing_detail_label(label: str, question: FollowupDetail, last_answers: Mapping[str, LastAnswer]) -> str:
    """Return the label, with a note if the complainant answered "I don't know", so that nobody asks again."""
    if question in last_answers and last_answers[question].unknown:
        return _("%(what)s (they don't know)") % {"what": label}
    return label
