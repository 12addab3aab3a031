"""Apply the follow-up answers about the complainant: name, document, consent of others, age and protection.

Each function applies an answer to the locked rows and returns the change. `last_answers` has the last answer to each
question.
"""

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Document
from complaints.models.complainant import protection_of
from complaints.rules.access_proofs import Trust, trust_of_opening
from complaints.rules.complainant.anonymity_and_consent import Behalf, Consent
from complaints.rules.complainant.identity_documents import ImpossibleNumber, normalise_document_number
from complaints.rules.followup_questions import FollowupDetail, FollowupRefusal
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup.followup_answer_types import (
    AgeAnswer,
    AnswerChange,
    AnswerNotAllowed,
    AnswerRows,
    IdentityAnswer,
    OnBehalfAnswer,
    ProtectionAnswer,
    clean_answer,
)


def apply_identity(rows: AnswerRows, answer: IdentityAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about name and document. Without a document there is a reason instead of a number."""
    change, person = AnswerChange(), rows.person
    change.set_value(person, "name", clean_answer("name", answer.name), FollowupDetail.NAME)
    if answer.document not in Document.values:
        raise BadAnswer("document", "impossible")
    number = _document_number(answer) if answer.document != Document.NONE else ""
    reason = clean_answer("no_document_reason", answer.reason) if answer.document == Document.NONE else ""
    for column, value in (("document", answer.document), ("document_number", number), ("no_document_reason", reason)):
        change.set_value(person, column, value, FollowupDetail.DOCUMENT)
    return change


def _document_number(answer: IdentityAnswer) -> str:
    """Return the number in the standard form of its document. Raises BadAnswer."""
    try:
        return normalise_document_number(answer.document, clean_answer("document_number", answer.number))
    except ImpossibleNumber as error:
        raise BadAnswer("document_number", "impossible") from error


def apply_on_behalf(rows: AnswerRows, answer: OnBehalfAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about the person for whom the complaint is made: their name and their consent.

    Both are empty if the complainants complain for themselves.
    """
    change, person = AnswerChange(), rows.person
    if answer.behalf not in set(Behalf) or answer.consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    is_own = answer.behalf == Behalf.SELF
    change.set_value(person, "behalf", answer.behalf, FollowupDetail.BEHALF)
    change.set_value(
        person, "behalf_name", "" if is_own else clean_answer("behalf_name", answer.name), FollowupDetail.BEHALF
    )
    change.set_value(person, "behalf_consent", "" if is_own else answer.consent, FollowupDetail.CONSENT)
    change.note(FollowupDetail.BEHALF, changed=FollowupDetail.BEHALF not in last_answers)
    return change


def apply_age(rows: AnswerRows, answer: AgeAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about the age.

    Under 18, the complaint becomes confidential; only the complaint cell can undo that.
    """
    change, person, complaint = AnswerChange(), rows.person, rows.complaint
    if person.under_18 and not answer.under_18:
        _require_complaint_cell(complaint, by)
    change.set_value(person, "under_18", answer.under_18, FollowupDetail.AGE)
    change.note(FollowupDetail.AGE, changed=FollowupDetail.AGE not in last_answers)
    if answer.woman_officer:
        change.set_value(person, "woman_officer", True, FollowupDetail.WOMAN_OFFICER)
    complaint.confidential = complaint.category.confidential or answer.under_18
    change.facts |= {"under_18": answer.under_18, "confidential": complaint.confidential}
    return change


def apply_protection(rows: AnswerRows, answer: ProtectionAnswer, last_answers, *, by) -> AnswerChange:
    """Hide the complainant's name and numbers from local officers, or show them again.

    Protection is the default where somebody is kept from the complaint, and the complainant may switch it off: with a
    proof of who they are, and not for a child or a confidential complaint. Otherwise only the complaint cell can.
    """
    change, complaint = AnswerChange(), rows.complaint
    if complaint.protected and not answer.protected and not _may_complainant_lift_protection(rows, by):
        _require_complaint_cell(complaint, by)
    change.set_value(complaint, "protected", answer.protected, FollowupDetail.PROTECTION)
    rows.person.protection = protection_of(answer.protected)
    change.note(FollowupDetail.PROTECTION, changed=FollowupDetail.PROTECTION not in last_answers)
    change.facts |= {"protected": answer.protected}
    return change


def _may_complainant_lift_protection(rows: AnswerRows, by) -> bool:
    if isinstance(by, Actor) or rows.complaint.confidential or rows.person.under_18:
        return False
    return trust_of_opening(by.opened_by, rows.person.proofs) is Trust.PROVED


def _require_complaint_cell(complaint, by) -> None:
    """Raise AnswerNotAllowed unless a complaint cell lifts the protection, or the CPO's cell for a sensitive complaint.

    A person who holds the complainant's phone must not be able to lift it.
    """
    if not isinstance(by, Actor) or (complaint.is_sensitive and by.office_kind is not OfficeKind.CENTRAL):
        raise AnswerNotAllowed(FollowupRefusal.CELL_LIFTS_IT)
