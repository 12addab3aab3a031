"""Apply the follow-up answers about the complainant: name, document, consent of others, age and protection.

Each function applies an answer to the locked rows and returns the change. `past` has the last answer to each question.
"""

from accounts.actors import Actor
from accounts.rules.offices import OfficeKind
from complaints.models import Document
from complaints.rules.followup import Followup, Why
from complaints.rules.identity_documents import Impossible, number_of
from complaints.rules.persons import Behalf, Consent
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup.answers import Age, AnswerChange, CannotTell, OnBehalf, Protection, Rows, You, words


def you(rows: Rows, answer: You, past, *, by) -> AnswerChange:
    """Apply the answer about name and document. Without a document there is a reason instead of a number."""
    change, person = AnswerChange(), rows.person
    change.write(person, "name", words("name", answer.name), Followup.NAME)
    if answer.document not in Document.values:
        raise BadAnswer("document", "impossible")
    number = _document_number(answer) if answer.document != Document.NONE else ""
    reason = words("no_document_reason", answer.reason) if answer.document == Document.NONE else ""
    for column, value in (("document", answer.document), ("document_number", number), ("no_document_reason", reason)):
        change.write(person, column, value, Followup.DOCUMENT)
    return change


def _document_number(answer: You) -> str:
    """Return the number in the standard form of its document. Raises BadAnswer."""
    try:
        return number_of(answer.document, words("document_number", answer.number))
    except Impossible as error:
        raise BadAnswer("document_number", "impossible") from error


def on_behalf(rows: Rows, answer: OnBehalf, past, *, by) -> AnswerChange:
    """Apply the answer about the person for whom the complaint is made: their name and their consent.

    Both are empty if the complainants complain for themselves.
    """
    change, person = AnswerChange(), rows.person
    if answer.behalf not in set(Behalf) or answer.consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    is_own = answer.behalf == Behalf.SELF
    change.write(person, "behalf", answer.behalf, Followup.BEHALF)
    change.write(person, "behalf_name", "" if is_own else words("behalf_name", answer.name), Followup.BEHALF)
    change.write(person, "behalf_consent", "" if is_own else answer.consent, Followup.CONSENT)
    change.note(Followup.BEHALF, changed=Followup.BEHALF not in past)
    return change


def age(rows: Rows, answer: Age, past, *, by) -> AnswerChange:
    """Apply the answer about the age.

    Under 18, the complaint becomes confidential; only the complaint cell can undo that.
    """
    change, person, complaint = AnswerChange(), rows.person, rows.complaint
    if person.under_18 and not answer.under_18:
        _require_cell(complaint, by)
    change.write(person, "under_18", answer.under_18, Followup.AGE)
    change.note(Followup.AGE, changed=Followup.AGE not in past)
    if answer.woman_officer:
        change.write(person, "woman_officer", True, Followup.WOMAN_OFFICER)
    complaint.confidential = complaint.category.confidential or answer.under_18
    change.facts |= {"under_18": answer.under_18, "confidential": complaint.confidential}
    return change


def protection(rows: Rows, answer: Protection, past, *, by) -> AnswerChange:
    """Hide the complainant's name and numbers from local officers; only the complaint cell can show them again."""
    change, complaint = AnswerChange(), rows.complaint
    if complaint.protected and not answer.protected:
        _require_cell(complaint, by)
    change.write(complaint, "protected", answer.protected, Followup.PROTECTION)
    change.note(Followup.PROTECTION, changed=Followup.PROTECTION not in past)
    change.facts |= {"protected": answer.protected}
    return change


def _require_cell(complaint, by) -> None:
    """Raise CannotTell unless a complaint cell lifts the protection; for a sensitive complaint, the cell of the CPO.

    A person who holds the complainant's phone must not be able to lift it.
    """
    if not isinstance(by, Actor) or (complaint.is_sensitive and by.office_kind is not OfficeKind.CENTRAL):
        raise CannotTell(Why.CELL_LIFTS_IT)
