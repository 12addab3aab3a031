"""Erase the personal data in the rows of a complaint."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from complaints.models import (
    AccessCode,
    Call,
    CategoryProposal,
    Complainant,
    Complaint,
    Decoy,
    Draft,
    Exclusion,
    Finding,
    Hearing,
    LookUp,
    MissingChild,
    Naming,
    Notification,
    OutsideTransfer,
    Prepared,
    Pressure,
    Reading,
    Statement,
    StationOrder,
    WaitingCall,
    Words,
)
from complaints.rules.retention_limits import DESTROYED_TEXT
from notifications.services import mailbox_cleanup

BLIND_INDEXES = ("phone_index", "email_index", "document_index")
KEPT_PERSON_FIELDS = frozenset({"id", "language", "protection"})
"""The fields of the complainant that are kept. The page of the E-tag still needs the language, and the
verification compares the protection with the history.
"""


def erase_personal_rows(complaint: Complaint, *, at: datetime) -> list:
    """Erase all that was typed about the complaint and its complainant. Return the ids of its drafts.

    The history, the ledgers and the complaint's row still record who acted, when, under which posting and with what
    result. The files of the drafts have to be deleted as well.
    """
    person = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    _erase_blind_indexes(person)
    _erase_person(person)
    empty_texts = {"text": "", "landmark": "", "position": "", "concerns": "", "concerned": {}, "folded": ""}
    Statement.objects.filter(pk=complaint.pk).update(**empty_texts, salt="", happened_about="", happened_on=None)
    destroyed = {"text": "", "parts": {}, "salt": b"", "anonymised_at": at}
    Words.objects.filter(event__complaint=complaint, anonymised_at=None).update(**destroyed)
    MissingChild.objects.filter(complaint=complaint).delete()
    _erase_notes(complaint)
    OutsideTransfer.objects.filter(complaint=complaint).exclude(content=b"").update(content=b"")
    drafts = list(Draft.objects.filter(complaint=complaint).values_list("pk", flat=True))
    for model in (AccessCode, CategoryProposal, Prepared, Decoy, Notification, WaitingCall):
        model.objects.filter(complaint=complaint).delete()
    for path in settings.ERASED_BESIDE:
        import_string(path)(complaint)
    return drafts


def _erase_person(person: Complainant) -> None:
    """Reset all fields to their defaults, so that new personal fields are erased without a change here."""
    blank = Complainant()
    for field in person._meta.concrete_fields:
        if field.name not in KEPT_PERSON_FIELDS:
            setattr(person, field.attname, getattr(blank, field.attname))
    person.save()


def _erase_notes(complaint: Complaint) -> None:
    """Erase what officers typed outside the history: notes of calls, reasons, summaries and answers of hearings."""
    Call.objects.filter(complaint=complaint).exclude(words="").update(words="")
    Reading.objects.filter(complaint=complaint).exclude(why="").update(why="")
    Finding.objects.filter(complaint=complaint).exclude(text="").update(text="")
    Pressure.objects.filter(complaint=complaint).exclude(done="").update(done=DESTROYED_TEXT)
    namings = Naming.objects.filter(complaint=complaint)
    namings.update(why=DESTROYED_TEXT)
    namings.exclude(taken_back_why="").update(taken_back_why=DESTROYED_TEXT)
    Exclusion.objects.filter(complaint=complaint).exclude(ended_why="").update(ended_why=DESTROYED_TEXT)
    StationOrder.objects.filter(complaint=complaint).update(offence=DESTROYED_TEXT, place=DESTROYED_TEXT)
    hearings = Hearing.objects.filter(naming__complaint=complaint)
    hearings.update(gist=DESTROYED_TEXT)
    hearings.exclude(answer="").update(answer=DESTROYED_TEXT)


def _erase_blind_indexes(person: Complainant) -> None:
    """Erase the person's blind indexes in searches by officers and in codes for the list of complaints.

    An index is kept if the person has another complaint with it.
    """
    indexes = {name: bytes(getattr(person, name)) for name in BLIND_INDEXES}
    others = Complainant.objects.exclude(pk=person.pk)
    if not others.filter(Q(phone_index=indexes["phone_index"]) | Q(email_index=indexes["email_index"])).exists():
        mailbox_cleanup.delete_mail_to([person.phone, person.email])
    unused = [index for name, index in indexes.items() if index and not others.filter(**{name: index}).exists()]
    of_name = [bytes(index) for index in person.name_index]
    unused += [index for index in of_name if not others.filter(name_index__contains=[index]).exists()]
    LookUp.objects.filter(mark__in=unused).exclude(mark=b"").update(mark=b"")
    AccessCode.objects.filter(Q(kind=AccessCode.Kind.LIST), reached_index__in=unused).delete()
