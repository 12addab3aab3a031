"""By what complaints are found and in which order they are read, whatever their number.

The queue's order is (due_at, id). Columns before it in an index are filters that a page can apply without reading rows
that it does not show. All other filters are checked row by row (queries.candidate_scan).
"""

from django.db.models import Index, Q

from complaints.rules.facts import Contact
from complaints.rules.statuses import OPEN, Channel, Status

OPEN_STATUSES = sorted(str(status) for status in OPEN)
ENDED_STATUSES = sorted(str(status) for status in set(Status) - OPEN)
ORDER = ("due_at", "id")

# One for each scope. Literal statuses: a parameter would lose the index.
_OPEN = [
    Index(name=f"open_by_{name}", fields=[*columns, *ORDER], condition=Q(status__in=OPEN_STATUSES))
    for name, columns in {
        "province": [],
        "region": ["region"],
        "district": ["district"],
        "division": ["division"],
        "circle": ["circle"],
        "station": ["station"],
        "office": ["office"],
        "holder": ["holder"],
        "category": ["category"],
        "status": ["status"],
        "contact": ["contact"],
        "district_category": ["district", "category"],
        "district_status": ["district", "status"],
    }.items()
]
# The same with those that have ended, for whoever asks for them.
_ALL = [
    Index(name="all_by_province", fields=[*ORDER]),
    Index(name="all_by_office", fields=["office", *ORDER]),
    Index(name="all_by_category", fields=["category", *ORDER]),
    # What happened at a station, wherever the complaint is now.
    Index(name="all_by_place", fields=["place", *ORDER]),
    *(
        Index(name=f"all_by_{name}", fields=[name, *ORDER], condition=~Q(**{name: None}))
        for name in ("region", "district", "division", "circle", "station", "holder")
    ),
    Index(name="all_by_district_category", fields=["district", "category", *ORDER], condition=~Q(district=None)),
]
_ENDED = [
    Index(name=f"ended_by_{name}", fields=[*columns, *ORDER], condition=Q(status__in=ENDED_STATUSES))
    for name, columns in {"status": ["status"], "district_status": ["district", "status"]}.items()
]
# Values that few complaints have: the link of a figure lists all of them, without a scan (queries.candidate_scan).
RARE_CHANNELS = [str(channel) for channel in (Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER, Channel.PARTNER)]
_RARE = [
    Index(name="reopened_by_province", fields=[*ORDER], condition=~Q(reopened_line=None)),
    # What a posting is charged with: it reported, or it accepted the report.
    Index(name="reopened_by_reporter", fields=["reopened_reporter"], condition=~Q(reopened_reporter=None)),
    Index(name="reopened_by_acceptor", fields=["reopened_acceptor"], condition=~Q(reopened_acceptor=None)),
    Index(name="asked_by_province", fields=["verdict", *ORDER], condition=~Q(verdict="")),
    Index(name="all_by_outcome", fields=["outcome", *ORDER], condition=~Q(outcome="")),
    Index(name="all_by_region_outcome", fields=["region", "outcome", *ORDER], condition=~Q(outcome="")),
    Index(name="all_by_district_outcome", fields=["district", "outcome", *ORDER], condition=~Q(outcome="")),
    Index(name="all_by_channel", fields=["channel", *ORDER], condition=Q(channel__in=RARE_CHANNELS)),
    *(
        Index(name=f"all_by_{name}_channel", fields=[name, "channel", *ORDER], condition=Q(channel__in=RARE_CHANNELS))
        for name in ("region", "district")
    ),
]
# What jobs and cells look for: few rows at any time.
_WAITING = [
    # What the citizen's silence will close.
    Index(name="resolved_waiting", fields=["resolved_at"], condition=Q(status=Status.RESOLVED)),
    # What is still unmarked, for the automatic marking.
    Index(name="received_waiting", fields=["received_at"], condition=Q(status=Status.RECEIVED)),
    # Questions whose time for an answer is up: a clock runs on.
    Index(name="pause_to_end", fields=["pause_ends_at"], condition=~Q(pause_ends_at=None)),
    # Whom the complaint cells ring (queries.calls), beside open_by_contact.
    Index(name="withdrawal_asked", fields=["withdrawal_asked_at"], condition=~Q(withdrawal_asked_at=None)),
    Index(name="report_to_verify", fields=["reported_at"], condition=Q(status=Status.REPORTED, verified_at=None)),
    # What waits for a superior's decision (queries.deciding), with all that is asked of it: a region has thousands.
    Index(
        name="report_to_decide",
        fields=["region", "district", "division", "circle", "office", "holder", "id"],
        condition=Q(status=Status.REPORTED, accepted_at=None),
    ),
    Index(name="marked_uncontacted", fields=["id"], condition=Q(status=Status.MARKED, contact=Contact.OPEN)),
    # What has been kept long enough, once it has.
    Index(
        name="ended_and_kept",
        fields=["category", "closed_at"],
        condition=Q(closed_at__isnull=False, anonymised_at=None, held_at=None),
    ),
    # Whom to ask after, 30 and 90 days on.
    Index(
        name="closed_to_ask_after",
        fields=["closed_at"],
        condition=Q(status=Status.CLOSED, asked_after__lt=2) & (Q(about_police=True) | Q(confidential=True)),
    ),
    # What a board hides from a station's own people: conduct complaints against it.
    Index(name="against_a_station", fields=["place"], condition=Q(about_police=True)),
    # The board: who received what, when.
    Index(name="complaint_by_district", fields=["district", "received_at"]),
]
INDEXES = [*_OPEN, *_ALL, *_ENDED, *_RARE, *_WAITING]
