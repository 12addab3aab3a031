"""The two public facts of the complaints that a partner registered."""

from django.db.models import F, QuerySet

from api.models import ApiClient, EventSubject, PartnerComplaint
from api.rules.client_scopes import ClientKind, Scope, may_register
from complaints.models import Complaint
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.statuses import FINAL


def partner_complaints(client: ApiClient) -> QuerySet[PartnerComplaint]:
    """Return what this client registered, with `etag`, `received_at`, `status` and `decoy_is_closed`. One query.

    After a duress word was entered, the facts agree with the duress page (complaints.queries.access_key_facts).
    """
    return PartnerComplaint.objects.filter(client=client).annotate(
        etag=F("complaint__etag"),
        received_at=F("complaint__received_at"),
        status=F("complaint__status"),
        decoy_is_closed=F("complaint__decoy__is_closed"),
    )


def referred_complaints(client: ApiClient) -> QuerySet[EventSubject]:
    """Return what is referred to this client now, with the same columns. One query."""
    return EventSubject.objects.filter(client=client, referred_at__isnull=False).annotate(
        etag=F("complaint__etag"),
        received_at=F("complaint__received_at"),
        status=F("complaint__status"),
        decoy_is_closed=F("complaint__decoy__is_closed"),
    )


def referral_of(row: EventSubject) -> dict:
    """Return what the partner may know of a matter that was referred to it."""
    referred_on = row.referred_at.astimezone(PAKISTAN).date().isoformat()
    return _public_state(row) | {"referred_on": referred_on}


def referral_partners(complaint: Complaint) -> list[tuple[str, str, str]]:
    """Return the partners that may have this complaint, by name: client id, English and Urdu name. One query.

    Those that could register it: its office and category are among theirs, and a confidential category is listed.
    Hook of the desk (config.hooks).
    """
    clients = ApiClient.objects.filter(
        kind=ClientKind.PARTNER, revoked_at=None, scopes__contains=[Scope.PUSH_STATUS]
    ).order_by("name_en", "pk")
    return [
        (client.client_id, client.name_en, client.name_ur)
        for client in clients
        if may_register(
            offices=client.offices,
            categories=client.categories,
            place_path=complaint.place.path,
            category=complaint.category.code,
            confidential=complaint.category.confidential,
        )
    ]


def state_of(row: PartnerComplaint) -> dict:
    """Return what the partner may know of a complaint: the day of registration, open or closed, its own number."""
    return _public_state(row) | {"reference": row.reference}


def _public_state(row: PartnerComplaint | EventSubject) -> dict:
    is_closed = row.status in FINAL if row.decoy_is_closed is None else row.decoy_is_closed
    return {
        "etag": row.etag,
        "registered_on": row.received_at.astimezone(PAKISTAN).date().isoformat(),
        "state": "closed" if is_closed else "open",
    }
