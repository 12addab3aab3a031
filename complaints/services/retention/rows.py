"""Which rows hold something personal of a complaint, and what is left of each."""

from datetime import datetime

from django.db.models import Q

from complaints.models import (
    AccessCode,
    Call,
    Complainant,
    Complaint,
    Decoy,
    Draft,
    Finding,
    Hearing,
    LookUp,
    MissingChild,
    Naming,
    Prepared,
    Pressure,
    Reading,
    Statement,
    Words,
)
from complaints.rules.retention import DESTROYED
from notifications.services import mailbox

INDEXES = ("phone_index", "email_index", "document_index")
KEPT_OF_THE_PERSON = frozenset({"id", "language"})
"""The language is that of what is still said: the page of the number."""


def empty(complaint: Complaint, *, at: datetime) -> list:
    """Everything that was told, said or typed of it and of who brought it. The ids of its drafts, whose files go too.

    Who acted, when, under which post and what came of it stays: in the history, the ledgers and the complaint's row.
    """
    person = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    _forget_the_marks(person)
    _empty_the_person(person)
    told = {"text": "", "landmark": "", "position": "", "concerns": "", "concerned": {}, "folded": "", "salt": ""}
    Statement.objects.filter(pk=complaint.pk).update(**told, happened_about="", happened_on=None)
    Words.objects.filter(event__complaint=complaint, anonymised_at=None).update(text="", salt=b"", anonymised_at=at)
    MissingChild.objects.filter(complaint=complaint).delete()
    _empty_the_notes(complaint)
    drafts = list(Draft.objects.filter(complaint=complaint).values_list("pk", flat=True))
    for keys in (AccessCode, Prepared, Decoy):
        keys.objects.filter(complaint=complaint).delete()
    return drafts


def _empty_the_person(person: Complainant) -> None:
    """Every column as an unknown person's, whatever columns there will be."""
    blank = Complainant()
    for field in person._meta.concrete_fields:
        if field.name not in KEPT_OF_THE_PERSON:
            setattr(person, field.attname, getattr(blank, field.attname))
    person.save()


def _empty_the_notes(complaint: Complaint) -> None:
    """What officers typed beside the history: notes of calls, reasons, what was laid before an officer."""
    Call.objects.filter(complaint=complaint).exclude(words="").update(words="")
    Reading.objects.filter(complaint=complaint).exclude(why="").update(why="")
    Finding.objects.filter(complaint=complaint).exclude(text="").update(text="")
    Pressure.objects.filter(complaint=complaint).exclude(done="").update(done=DESTROYED)
    namings = Naming.objects.filter(complaint=complaint)
    namings.update(why=DESTROYED)
    namings.exclude(taken_back_why="").update(taken_back_why=DESTROYED)
    hearings = Hearing.objects.filter(naming__complaint=complaint)
    hearings.update(gist=DESTROYED)
    hearings.exclude(answer="").update(answer=DESTROYED)


def _forget_the_marks(person: Complainant) -> None:
    """Blind indexes by which officers searched, and codes to a list, unless the person has another complaint here."""
    marks = {name: bytes(getattr(person, name)) for name in INDEXES}
    others = Complainant.objects.exclude(pk=person.pk)
    if not others.filter(Q(phone_index=marks["phone_index"]) | Q(email_index=marks["email_index"])).exists():
        mailbox.forget([person.phone, person.email])
    gone = [mark for name, mark in marks.items() if mark and not others.filter(**{name: mark}).exists()]
    LookUp.objects.filter(mark__in=gone).exclude(mark=b"").update(mark=b"")
    AccessCode.objects.filter(Q(kind=AccessCode.Kind.LIST), reached_index__in=gone).delete()
