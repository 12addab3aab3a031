"""The two public facts of the complaints that a partner registered."""

from django.db.models import F, QuerySet

from api.models import ApiClient, PartnerComplaint
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


def state_of(row: PartnerComplaint) -> dict:
    """Return what the partner may know of a complaint: the day of registration, open or closed, its own number."""
    is_closed = row.status in FINAL if row.decoy_is_closed is None else row.decoy_is_closed
    return {
        "etag": row.etag,
        "registered_on": row.received_at.astimezone(PAKISTAN).date().isoformat(),
        "state": "closed" if is_closed else "open",
        "reference": row.reference,
    }
