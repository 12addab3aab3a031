"""What is told of the person: who they are, for whom they complain, and whether they are a child."""

from accounts.actors import Actor
from accounts.rules.offices import OfficeKind
from complaints.models import Document
from complaints.rules.followup import Followup, Why
from complaints.rules.identity_documents import Impossible, number_of
from complaints.rules.persons import Behalf, Consent
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup.answers import Age, AnswerChange, CannotTell, OnBehalf, Protection, Rows, You, words


def you(rows: Rows, said: You, past, *, by) -> AnswerChange:
    """Name and document. The number is checked as its document has it; a reason stands where there is none."""
    change, person = AnswerChange(), rows.person
    change.write(person, "name", words("name", said.name), Followup.NAME)
    if said.document not in Document.values:
        raise BadAnswer("document", "impossible")
    number = _number(said) if said.document != Document.NONE else ""
    reason = words("no_document_reason", said.reason) if said.document == Document.NONE else ""
    for column, value in (("document", said.document), ("document_number", number), ("no_document_reason", reason)):
        change.write(person, column, value, Followup.DOCUMENT)
    return change


def _number(said: You) -> str:
    try:
        return number_of(said.document, words("document_number", said.number))
    except Impossible as impossible:
        raise BadAnswer("document_number", "impossible") from impossible


def on_behalf(rows: Rows, said: OnBehalf, past, *, by) -> AnswerChange:
    """For whom, that person's name, and their consent; for oneself neither is kept."""
    change, person = AnswerChange(), rows.person
    if said.behalf not in set(Behalf) or said.consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    is_own = said.behalf == Behalf.SELF
    change.write(person, "behalf", said.behalf, Followup.BEHALF)
    change.write(person, "behalf_name", "" if is_own else words("behalf_name", said.name), Followup.BEHALF)
    change.write(person, "behalf_consent", "" if is_own else said.consent, Followup.CONSENT)
    change.note(Followup.BEHALF, changed=Followup.BEHALF not in past)
    return change


def age(rows: Rows, said: Age, past, *, by) -> AnswerChange:
    """Under 18: confidential from now on. Only the complaint cell says of a child that it is none."""
    change, person, complaint = AnswerChange(), rows.person, rows.complaint
    if person.under_18 and not said.under_18:
        _lifted_by_the_cell(complaint, by)
    change.write(person, "under_18", said.under_18, Followup.AGE)
    change.note(Followup.AGE, changed=Followup.AGE not in past)
    if said.woman_officer:
        change.write(person, "woman_officer", True, Followup.WOMAN_OFFICER)
    complaint.confidential = complaint.category.confidential or said.under_18
    change.facts |= {"under_18": said.under_18, "confidential": complaint.confidential}
    return change


def protection(rows: Rows, said: Protection, past, *, by) -> AnswerChange:
    """Name and numbers are kept from local officers. Only the complaint cell shows them again."""
    change, complaint = AnswerChange(), rows.complaint
    if complaint.protected and not said.protected:
        _lifted_by_the_cell(complaint, by)
    change.write(complaint, "protected", said.protected, Followup.PROTECTION)
    change.note(Followup.PROTECTION, changed=Followup.PROTECTION not in past)
    change.facts |= {"protected": said.protected}
    return change


def _lifted_by_the_cell(complaint, by) -> None:
    """Whoever has the phone in hand must not be able to; where it is sensitive, nor the district's cell."""
    if not isinstance(by, Actor) or (complaint.is_sensitive and by.office_kind is not OfficeKind.CENTRAL):
        raise CannotTell(Why.CELL_LIFTS_IT)
