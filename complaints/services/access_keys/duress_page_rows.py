"""Create the rows of a decoy (the harmless complaint of a duress page), serialize them and restore them.

A decoy is registered once, like any other complaint. Afterwards its rows exist only in sealed form, except during a
request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core import serializers
from django.db.models import Case, Model, When

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, Complainant, Complaint, Decoy, Draft
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import FINAL
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft

COPIED_PERSON_FIELDS = (
    *("name", "phone", "email", "address", "document", "document_number", "no_document_reason", "language"),
    *("time_zone", "prefers", "safe_from", "safe_until", "neutral", "messages_wanted", "phone_verified_at"),
    *("email_verified_at", "phone_is_of_filing", "email_is_of_filing", "reached_since"),
    *("phone_by_officers_key", "email_by_officers_key", "word_by_officers_key"),
)
"""The fields that a decoy copies, because a person near the complainant may know them or have seen them before."""


@dataclass(frozen=True)
class DecoyRows:
    """A complaint with all rows that belong to it, in an order in which they can be inserted."""

    all_rows: list[Model]

    @property
    def complaint(self) -> Complaint:
        return next(row for row in self.all_rows if isinstance(row, Complaint))

    @property
    def complainant(self) -> Complainant:
        return next(row for row in self.all_rows if isinstance(row, Complainant))

    def sealed(self) -> str:
        """Return the rows as JSON; the column encrypts it."""
        return serializers.serialize("json", self.all_rows)


def load_decoy_rows(complaint_id: int) -> DecoyRows:
    """Load the rows of a complaint as they are in this transaction."""
    complaint = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant")
        .get(pk=complaint_id)
    )
    return DecoyRows([complaint.complainant, complaint, *_related_rows([complaint], Complaint)])


def _related_rows(rows: list[Model], model: type[Model]) -> Iterator[Model]:
    """Yield all rows that refer to these rows, directly or indirectly.

    Drafts are left out, because the address of a draft belongs to the real complaint.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        child = relation.related_model
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete or child in {Draft, Decoy}:
            continue
        children = list(child._base_manager.filter(**{f"{relation.field.name}__in": rows}).order_by("pk"))
        if children:
            yield from children
            yield from _related_rows(children, child)


def restore_decoy_rows(sealed: str, *, etag: str) -> int:
    """Insert the rows with the ids that they had, which no other row has got since. Return the id of the complaint.

    `etag`: the E-tag that the complaint has this time.
    """
    rows = DecoyRows([row.object for row in serializers.deserialize("json", sealed)])
    rows.complaint.etag = etag
    for model, rows_of_model in groupby(rows.all_rows, type):
        model._base_manager.bulk_create(rows_of_model)
    return rows.complaint.pk


def register_decoy(real: Complaint) -> int:
    """Register a decoy for a complaint, with the same person and day, and return its id.

    Its text is the story that the person wrote when setting the duress word: a text from this code could be recognised.
    It uses the ordinary registration. If the real complaint has ended, the decoy is withdrawn.
    """
    person = real.complainant
    category, line = _harmless_category(), Office.objects.line_of(real.place)
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), real.place)
    answers = {
        "category": category.code,
        "district": district.code,
        "text": person.duress_story,
        "language": person.language,
    }
    draft = start_draft(channel=real.channel, answers=answers, at=real.received_at)
    decoy = register_complaint(draft_id=draft.pk, channel=real.channel, by=Citizen(), at=real.received_at)
    Draft.objects.filter(pk=draft.pk).delete()
    _copy_person(person, to=Complainant.objects.get(pk=decoy.complainant_id))
    if real.status in FINAL:
        citizen = Citizen(decoy.complainant_id, OpenedBy.CHAT)
        make_move(complaint_id=decoy.pk, name="withdraw", by=citizen, at=real.closed_at or real.received_at)
    return decoy.pk


def _copy_person(person: Complainant, *, to: Complainant) -> None:
    """Copy the person's fields to the decoy's complainant, whose secret word is the duress word."""
    for name in COPIED_PERSON_FIELDS:
        setattr(to, name, getattr(person, name))
    to.secret_hash = person.duress_hash
    to.set_indexes()
    to.save()


def _harmless_category() -> Category:
    """Return a category of feedback, which has no deadlines to miss, or else one that is not sensitive."""
    feedback_first = Case(When(group="feedback", then=0), When(group="service", then=1), default=2)
    open_to_all = Category.objects.filter(is_active=True, about_police=False, confidential=False)
    return open_to_all.order_by(feedback_first, "order").first()
