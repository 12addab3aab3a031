"""The indexes of the complaint table.

The queue's order is (due_at, id). With the columns before these two in an index, a page can filter without reading rows
that it does not show. All other filters are checked row by row (desk.queries.bounded_queue_scan).
"""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Index, Q

from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Channel, Status

OPEN_STATUSES = sorted(str(status) for status in OPEN)
ENDED_STATUSES = sorted(str(status) for status in set(Status) - OPEN)
ORDER = ("due_at", "id")

# Open complaints, one index for each scope. The statuses are literals, because PostgreSQL cannot match a partial index
# to a parameter.
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
# Open and ended complaints together.
_ALL = [
    Index(name="all_by_province", fields=[*ORDER]),
    Index(name="all_by_office", fields=["office", *ORDER]),
    Index(name="all_by_category", fields=["category", *ORDER]),
    # Complaints about matters at a station, whichever office has them now.
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
# Values that few complaints have. The link of a figure lists all of them without a scan
# (desk.queries.bounded_queue_scan).
RARE_CHANNELS = [str(channel) for channel in (Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER, Channel.PARTNER)]
_RARE = [
    Index(name="reopened_by_province", fields=[*ORDER], condition=~Q(reopened_line=None)),
    # Reopened complaints by the office that is charged with them, and by the offices above it.
    GinIndex(name="reopened_by_line", fields=["reopened_line"], condition=~Q(reopened_line=None)),
    # Reopened complaints by the posting that submitted or accepted the report.
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
# Complaints that jobs and complaint cells look for. Each index has few rows at any time.
_WAITING = [
    # Complaints that are closed automatically if the complainant does not answer.
    Index(name="resolved_waiting", fields=["resolved_at"], condition=Q(status=Status.RESOLVED)),
    # Unmarked complaints, for the automatic marking.
    Index(name="received_waiting", fields=["received_at"], condition=Q(status=Status.RECEIVED)),
    # Pauses that end without an answer, so that the clock continues.
    Index(name="pause_to_end", fields=["pause_ends_at"], condition=~Q(pause_ends_at=None)),
    # Calls of the complaint cells (queries.due_calls), together with open_by_contact.
    Index(name="withdrawal_asked", fields=["withdrawal_asked_at"], condition=~Q(withdrawal_asked_at=None)),
    Index(name="report_to_verify", fields=["reported_at"], condition=Q(status=Status.REPORTED, verified_at=None)),
    # Reports that wait for a superior's decision (queries.pending_decisions). The index covers every column of that
    # query, because a region has thousands of rows.
    Index(
        name="report_to_decide",
        fields=["region", "district", "division", "circle", "office", "holder", "id"],
        condition=Q(status=Status.REPORTED, accepted_at=None),
    ),
    Index(name="marked_uncontacted", fields=["id"], condition=Q(status=Status.MARKED, contact=ContactState.OPEN)),
    # Ended complaints by category and end, to find those past their retention period.
    Index(
        name="ended_and_kept",
        fields=["category", "closed_at"],
        condition=Q(closed_at__isnull=False, anonymised_at=None, held_at=None),
    ),
    # Closed complaints for the aftercare questions after 30 and 90 days.
    Index(
        name="closed_to_ask_after",
        fields=["closed_at"],
        condition=Q(status=Status.CLOSED, asked_after__lt=2) & (Q(about_police=True) | Q(confidential=True)),
    ),
    # Conduct complaints against a station, which boards hide from its officers.
    Index(name="against_a_station", fields=["place"], condition=Q(about_police=True)),
    # Complaints that a district received in a period, for the board.
    Index(name="complaint_by_district", fields=["district", "received_at"]),
]
INDEXES = [*_OPEN, *_ALL, *_ENDED, *_RARE, *_WAITING]
