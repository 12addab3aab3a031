"""What is told of the person: who they are, for whom they complain, and whether they are a child."""

from accounts.actors import Actor
from accounts.rules.offices import Kind
from complaints.models import Document
from complaints.rules.documents import Impossible, number_of
from complaints.rules.persons import Behalf, Consent
from complaints.rules.telling import Told, Why
from complaints.services.answers import BadAnswer
from complaints.services.telling.said import Age, CannotTell, Change, OnBehalf, Protection, Rows, You, words


def you(rows: Rows, said: You, past, *, by) -> Change:
    """Name and document. The number is checked as its document has it; a reason stands where there is none."""
    change, person = Change(), rows.person
    change.write(person, "name", words("name", said.name), Told.NAME)
    if said.document not in Document.values:
        raise BadAnswer("document", "impossible")
    number = _number(said) if said.document != Document.NONE else ""
    reason = words("no_document_reason", said.reason) if said.document == Document.NONE else ""
    for column, value in (("document", said.document), ("document_number", number), ("no_document_reason", reason)):
        change.write(person, column, value, Told.DOCUMENT)
    return change


def _number(said: You) -> str:
    try:
        return number_of(said.document, words("document_number", said.number))
    except Impossible as impossible:
        raise BadAnswer("document_number", "impossible") from impossible


def on_behalf(rows: Rows, said: OnBehalf, past, *, by) -> Change:
    """For whom, that person's name, and their consent; for oneself neither is kept."""
    change, person = Change(), rows.person
    if said.behalf not in set(Behalf) or said.consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    is_own = said.behalf == Behalf.SELF
    change.write(person, "behalf", said.behalf, Told.BEHALF)
    change.write(person, "behalf_name", "" if is_own else words("behalf_name", said.name), Told.BEHALF)
    change.write(person, "behalf_consent", "" if is_own else said.consent, Told.CONSENT)
    change.note(Told.BEHALF, changed=Told.BEHALF not in past)
    return change


def age(rows: Rows, said: Age, past, *, by) -> Change:
    """Under 18: confidential from now on. Only the complaint cell says of a child that it is none."""
    change, person, complaint = Change(), rows.person, rows.complaint
    if person.under_18 and not said.under_18:
        _lifted_by_the_cell(complaint, by)
    change.write(person, "under_18", said.under_18, Told.AGE)
    change.note(Told.AGE, changed=Told.AGE not in past)
    if said.woman_officer:
        change.write(person, "woman_officer", True, Told.WOMAN_OFFICER)
    complaint.confidential = complaint.category.confidential or said.under_18
    change.facts |= {"under_18": said.under_18, "confidential": complaint.confidential}
    return change


def protection(rows: Rows, said: Protection, past, *, by) -> Change:
    """Name and numbers are kept from local officers. Only the complaint cell shows them again."""
    change, complaint = Change(), rows.complaint
    if complaint.protected and not said.protected:
        _lifted_by_the_cell(complaint, by)
    change.write(complaint, "protected", said.protected, Told.PROTECTION)
    change.note(Told.PROTECTION, changed=Told.PROTECTION not in past)
    change.facts |= {"protected": said.protected}
    return change


def _lifted_by_the_cell(complaint, by) -> None:
    """Whoever has the phone in hand must not be able to; where it is sensitive, nor the district's cell."""
    if not isinstance(by, Actor) or (complaint.is_sensitive and by.office_kind is not Kind.CENTRAL):
        raise CannotTell(Why.CELL_LIFTS_IT)
