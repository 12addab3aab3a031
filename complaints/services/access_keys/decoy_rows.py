"""The rows of a harmless complaint: made once, as any complaint is made, taken out of the database and put back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core import serializers
from django.db.models import Case, Model, When
from django.utils.translation import gettext, override

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from complaints.models import Category, Complainant, Complaint, Decoy, Draft
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.statuses import FINAL
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft
from ledger import crypto

KNOWN_OF_THE_PERSON = (
    *("name", "phone", "email", "address", "document", "document_number", "no_document_reason", "language"),
    *("time_zone", "prefers", "safe_from", "safe_until", "neutral", "messages_wanted", "phone_verified_at"),
    *("email_verified_at", "phone_is_of_filing", "email_is_of_filing", "reached_since"),
    *("phone_by_officers_key", "email_by_officers_key", "word_by_officers_key"),
)
"""What whoever stands beside the complainant knows, or may have seen on these pages before."""

STORIES = (
    lambda: gettext("The waiting room of the Khidmat Markaz has too few chairs. Old people stand all the time."),
    lambda: gettext("The token machine at the Khidmat Markaz was out of order. Please have it repaired."),
    lambda: gettext("The Khidmat Markaz should open an hour earlier, for people who go to work."),
    lambda: gettext("Please put up a board that says which papers are needed for a character certificate."),
    lambda: gettext("There should be a separate counter for women at the driving licence office."),
    lambda: gettext("The signal near the school is often off. Please put a traffic warden there at closing time."),
    lambda: gettext("The helpline kept me waiting for a long time before anybody answered."),
    lambda: gettext("The form for registering a tenant is hard to fill in. Please make it simpler."),
)
"""What a harmless complaint says; which of them, the complaint's key decides, always the same."""


@dataclass(frozen=True)
class Rows:
    """A complaint with everything that belongs to it, the rows that others point to first."""

    everything: list[Model]

    @property
    def complaint(self) -> Complaint:
        return next(row for row in self.everything if isinstance(row, Complaint))

    @property
    def complainant(self) -> Complainant:
        return next(row for row in self.everything if isinstance(row, Complainant))

    def sealed(self) -> str:
        """As text, which the column seals."""
        return serializers.serialize("json", self.everything)


def taken(complaint_id: int) -> Rows:
    """The rows as they stand in this transaction."""
    complaint = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant")
        .get(pk=complaint_id)
    )
    return Rows([complaint.complainant, complaint, *_belonging_to([complaint], Complaint)])


def _belonging_to(rows: list[Model], model: type[Model]) -> Iterator[Model]:
    """Whatever points to these rows, and what points to that. A draft's address belongs to the real complaint."""
    for relation in model._meta.get_fields(include_hidden=True):
        child = relation.related_model
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete or child in {Draft, Decoy}:
            continue
        found = list(child._base_manager.filter(**{f"{relation.field.name}__in": rows}).order_by("pk"))
        if found:
            yield from found
            yield from _belonging_to(found, child)


def put_back(sealed: str, *, etag: str) -> int:
    """Into the database again, under the ids that they had: nobody else was ever given those. The complaint's id.

    `etag`: the number under which it stands this time.
    """
    rows = Rows([row.object for row in serializers.deserialize("json", sealed)])
    rows.complaint.etag = etag
    for model, some in groupby(rows.everything, type):
        model._base_manager.bulk_create(some)
    return rows.complaint.pk


def made_for(real: Complaint) -> int:
    """A harmless complaint of the same person and day, through the one door where complaints are born. Its id."""
    person = real.complainant
    answers = {
        "category": _harmless().code,
        "district": _district_of(real).code,
        "text": _story(real),
        "language": person.language,
    }
    draft = start_draft(channel=real.channel, answers=answers, at=real.received_at)
    made = register_complaint(draft_id=draft.pk, channel=real.channel, by=Citizen(), at=real.received_at)
    Draft.objects.filter(pk=draft.pk).delete()
    _know_the_person(Complainant.objects.get(pk=made.complainant_id), person)
    if real.status in FINAL:
        citizen = Citizen(made.complainant_id, OpenedBy.CHAT)  # it has to end as the real one has
        make_move(complaint_id=made.pk, name="withdraw", by=citizen, at=real.closed_at or real.received_at)
    return made.pk


def _know_the_person(stand_in: Complainant, person: Complainant) -> None:
    """The same person, whose secret word is the one that was typed: the duress word."""
    for name in KNOWN_OF_THE_PERSON:
        setattr(stand_in, name, getattr(person, name))
    stand_in.secret_hash = person.duress_hash
    stand_in.set_indexes()
    stand_in.save()


def _harmless() -> Category:
    """Feedback, of which no date is promised, so that nothing of it is ever late; else what is nobody's secret."""
    feedback_first = Case(When(group="feedback", then=0), When(group="service", then=1), default=2)
    open_to_all = Category.objects.filter(is_active=True, about_police=False, confidential=False)
    return open_to_all.order_by(feedback_first, "order").first()


def _district_of(real: Complaint) -> Office:
    line = list(Office.objects.line_of(real.place))
    return next((office for office in line if office.kind == OfficeKind.DISTRICT), real.place)


def _story(real: Complaint) -> str:
    number = int.from_bytes(crypto.blind_index("decoy", str(real.pk)), "big")
    with override(real.complainant.language):
        return STORIES[number % len(STORIES)]()
