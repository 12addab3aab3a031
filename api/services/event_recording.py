"""Write events for partners in the transaction of what they announce. The relay sends them afterwards.

An event is due when the state that the API shows to the partner differs from the one that it was told. So an event
never tells more than a partner learns by asking: a step between the two leaves no event, and after a duress word the
events follow the duress page like the answers of the API (complaints.queries.access_key_facts).
"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import now

from api.models import ApiClient, EventDelivery, EventEndpoint, EventSubject, PartnerComplaint
from api.rules.client_scopes import ClientKind, Scope
from api.rules.event_kinds import EventKind, event_body
from complaints.models import Complaint, Event
from complaints.queries.access_key_facts import load_public_facts
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import FINAL, Channel
from complaints.signals import event_recorded, public_state_changed
from complaints.workflow.partner_events import RECALL_PARTNER, REFER_PARTNER
from ledger.service_exceptions import Refused


def follow_complaint(client: ApiClient, complaint: Complaint) -> EventSubject:
    """Let a partner follow a complaint from now on. Its present state is known to the partner."""
    facts = load_public_facts(complaint.etag)
    subject, _ = EventSubject.objects.update_or_create(
        client=client,
        complaint=complaint,
        defaults={"is_closed": facts is not None and facts.is_closed, "ended_at": None},
    )
    return subject


@receiver(event_recorded)
def follow_recorded_event(sender, *, event: Event, complaint: Complaint, **_) -> None:
    """Write the events that an event of a complaint causes.

    Most complaints have no partner. For them this costs no statement, except when the complaint is closed or opened.
    """
    facts = event.facts
    if event.kind == REFER_PARTNER.name:
        _follow_referral(complaint, facts["client"], at=event.at)
    elif event.kind == RECALL_PARTNER.name:
        _end_referral(complaint, at=event.at)
    was_closed = facts.get("from") in FINAL
    if complaint.channel == Channel.PARTNER or was_closed != (complaint.status in FINAL):
        write_state_events(complaint.pk, at=event.at)


def _follow_referral(complaint: Complaint, client_id: str, *, at: datetime) -> None:
    """Let the partner see the matter, and tell it. Raises Refused for a client that is no partner."""
    client = ApiClient.objects.filter(client_id=client_id, kind=ClientKind.PARTNER, revoked_at=None).first()
    if client is None:
        raise Refused(Refusal.PARTNER_MISSING)
    subject = follow_complaint(client, complaint)
    subject.referred_at = at
    write_event(EventKind.REFERRED, subject, at=at)
    subject.save(update_fields=["referred_at", "events"])


def _end_referral(complaint: Complaint, *, at: datetime) -> None:
    """Tell the partner that the referral is withdrawn. It keeps following only what it registered itself."""
    subjects = EventSubject.objects.filter(complaint=complaint).exclude(referred_at=None).select_related("complaint")
    for subject in subjects.select_for_update(of=("self",)):
        write_event(EventKind.WITHDRAWN, subject, at=at)
        is_own = PartnerComplaint.objects.filter(client=subject.client_id, complaint=complaint).exists()
        subject.referred_at, subject.ended_at = None, None if is_own else at
        subject.save(update_fields=["referred_at", "ended_at", "events"])


@receiver(public_state_changed)
def follow_public_state(sender, *, complaint_id: int, **_) -> None:
    """Write the events of a change on the duress page."""
    write_state_events(complaint_id, at=now())


@transaction.atomic
def write_state_events(complaint_id: int, *, at: datetime) -> int:
    """Write an event for each partner that was told another state than the API shows now. Return how many."""
    subjects = EventSubject.objects.filter(complaint=complaint_id, ended_at=None)
    subjects = list(subjects.select_related("client", "complaint").order_by("pk").select_for_update(of=("self",)))
    written = 0
    for subject in subjects:
        facts = load_public_facts(subject.complaint.etag)
        if facts is None or facts.is_closed == subject.is_closed:
            continue
        subject.is_closed = facts.is_closed
        kind = EventKind.CLOSED if facts.is_closed else EventKind.OPENED
        written += write_event(kind, subject, at=at) is not None
        subject.save(update_fields=["is_closed", "events"])
    return written


def write_event(kind: EventKind, subject: EventSubject, *, at: datetime) -> EventDelivery | None:
    """Write one event, if the partner has an endpoint and could read the same by the API.

    Counts the event in the locked `subject`, which the caller saves.
    """
    endpoint = EventEndpoint.objects.filter(client=subject.client_id).select_related("client").first()
    if endpoint is None or not _may_read(endpoint.client, subject):
        return None
    subject.events += 1
    body = event_body(
        kind, day=day_of(at), etag=subject.complaint.etag, number=subject.events, is_closed=subject.is_closed
    )
    return _create_delivery(endpoint, kind, body, subject=subject, at=at)


def _may_read(client: ApiClient, subject: EventSubject) -> bool:
    """Return whether the API shows the state of this complaint to the partner: as its own, or as referred to it."""
    if client.revoked_at:
        return False
    if subject.referred_at and Scope.PUSH_STATUS in client.scopes:
        return True
    is_own = PartnerComplaint.objects.filter(client=client, complaint=subject.complaint_id).exists()
    return is_own and Scope.READ_STATE in client.scopes


def write_test_event(endpoint: EventEndpoint, *, at: datetime) -> EventDelivery:
    """Write an event that says only that events arrive."""
    return _create_delivery(endpoint, EventKind.TEST, event_body(EventKind.TEST, day=day_of(at)), at=at)


def day_of(at: datetime) -> str:
    """Return the date in Pakistan, as events give it."""
    return at.astimezone(PAKISTAN).date().isoformat()


def _create_delivery(
    endpoint: EventEndpoint, kind: EventKind, body: str, *, at: datetime, subject: EventSubject | None = None
) -> EventDelivery:
    return EventDelivery.objects.create(
        endpoint=endpoint,
        subject=subject,
        event_id=f"evt_{uuid4().hex}",
        kind=kind,
        body=body,
        created_at=at,
        not_before=at,
    )
