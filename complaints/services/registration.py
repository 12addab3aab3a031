"""The only way a complaint is born."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Category, Complainant, Complaint, Document, Draft, Policy, Statement
from complaints.rules import etag, text
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Channel, Status
from complaints.services import announcements, clocks, custody, history
from complaints.signals import event_recorded

DRAFT_LIVES = timedelta(hours=24)
DRAWS = 20
ETAG_TAKEN = "complaints_complaint_etag"


@dataclass(frozen=True)
class Answers:
    """What a draft must hold to become a complaint: codes, cleaned words, numbers in their standard form.

    `district`, `station`: office codes. `phone` in E.164. `document_number` without dashes.
    """

    category: str
    district: str
    text: str
    station: str = ""
    landmark: str = ""
    concerns: str = ""
    happened_on: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    document: str = Document.NONE
    document_number: str = ""
    no_document_reason: str = ""
    language: str = "ur"
    woman_officer: bool = False
    protected: bool = False


def start_draft(*, channel: Channel, answers: dict, at: datetime, key: UUID | None = None) -> Draft:
    """A draft, sealed, that lives for a day. Its id is the client's key, drawn here where the client has none.

    The first answers under a key stay: a form that is sent again, even at once, finds its draft.
    """
    told = {"channel": channel, "answers": answers, "created_at": at, "expires_at": at + DRAFT_LIVES}
    draft, _ = Draft.objects.get_or_create(id=key or uuid4(), defaults=told)
    return draft


@transaction.atomic
def register_complaint(*, draft_id, channel: Channel, by: Actor | Citizen, at: datetime) -> Complaint:
    """Make the draft's complaint, once: the same draft again, even at the same moment, gives the same complaint.

    Raises Draft.DoesNotExist, and Category, Policy or Office.DoesNotExist for a code that is not offered.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.complaint_id:
        return Complaint.objects.for_service().get(pk=draft.complaint_id)
    answers = Answers(**draft.answers)
    complaint = _new_complaint(answers, channel=channel, at=at)
    _take_etag(complaint, year=at.year)
    Statement.objects.create(
        complaint=complaint,
        text=text.clean(answers.text),
        landmark=text.clean(answers.landmark),
        concerns=text.clean(answers.concerns),
        happened_on=date.fromisoformat(answers.happened_on) if answers.happened_on else None,
    )
    custody.begin(complaint, at=at)
    clocks.start_cycle(complaint, at=at)
    complaint.save(update_fields=["contact", "contact_due_at", "report_due_at", "due_at"])
    event = history.append(history.begin(complaint.pk), _registered(complaint), by=by, at=at)
    draft.complaint = complaint
    draft.save(update_fields=["complaint"])
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return complaint


def _new_complaint(answers: Answers, *, channel: Channel, at: datetime) -> Complaint:
    policy = _policy(answers.category, at=at)
    place = Office.objects.select_related("routes_to").get(code=answers.station or answers.district)
    complaint = Complaint(
        complainant=_complainant(answers),
        category=policy.category,
        policy=policy,
        channel=channel,
        status=Status.RECEIVED,
        about_police=policy.category.about_police,
        confidential=policy.category.confidential,
        protected=answers.protected,
        place=place,
        received_at=at,
    )
    custody.stand_at(complaint, _cell_of(place))
    return complaint


def _cell_of(place: Office) -> Office:
    """The district whose complaint cell sorts it: the place's own, or the one that a district is routed to."""
    district = place if place.kind == Office.Kind.DISTRICT else place.ancestor(Office.Kind.DISTRICT)
    return (district or place).answers_for()


def _policy(category: str, *, at: datetime) -> Policy:
    offered = Policy.objects.select_related("category").filter(category__is_active=True)
    try:
        return offered.in_force(at).get(category__code=category)
    except Policy.DoesNotExist as missing:
        raise Category.DoesNotExist(category) from missing


def _complainant(answers: Answers) -> Complainant:
    complainant = Complainant(
        name=answers.name,
        phone=answers.phone,
        email=answers.email,
        address=answers.address,
        document=answers.document,
        document_number=answers.document_number,
        no_document_reason=answers.no_document_reason,
        language=answers.language,
        woman_officer=answers.woman_officer,
    )
    complainant.set_indexes()
    complainant.save()
    return complainant


def _take_etag(complaint: Complaint, *, year: int, randbelow=secrets.randbelow) -> None:
    """Save the complaint under a number that nobody has. A taken number is drawn again, inside a savepoint."""
    for _ in range(DRAWS):
        complaint.etag = etag.draw(year, randbelow)
        try:
            with transaction.atomic():
                complaint.save(force_insert=True)
            return
        except IntegrityError as error:
            if ETAG_TAKEN not in str(error):
                raise
    raise RuntimeError(f"No free E-tag in {DRAWS} draws: the year's numbers are nearly used up.")


def _registered(complaint: Complaint) -> history.Entry:
    return history.Entry(
        kind="registered",
        cycle=complaint.cycle,
        facts={
            "state": history.state_of(complaint),
            "channel": complaint.channel,
            "category": complaint.category.code,
            "policy": complaint.policy_id,
            "place": complaint.place_id,
            "contact_due": _iso(complaint.contact_due_at),
            "report_due": _iso(complaint.report_due_at),
        },
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
