"""The indexes of the complaint table. Each names the pages and jobs that need it (`SERVES`).

The queue's order is (due_at, id). With the columns before these two in an index, a page can filter without reading rows
that it does not show. All other filters are checked row by row (desk.queries.bounded_queue_scan).
"""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Index, Q

from complaints.rules.statuses import OPEN, Channel, Status

OPEN_STATUSES = sorted(str(status) for status in OPEN)
ENDED_STATUSES = sorted(str(status) for status in set(Status) - OPEN)
ORDER = ("due_at", "id")
OFFICE, QUEUE, CALLS, TEAM = "desk:office", "desk:queue", "desk:calls", "desk:team"
SERVES: dict[str, tuple[str, ...]] = {}
"""The routes (`desk:office`) and scheduled jobs (`sla.tasks.sweep`) that need each index, by its name.

Every move of a complaint writes into most of the indexes, so one that serves nothing has to go
(tests/complaints/test_indexes.py). `python -m drills.plans` shows which of them the pages use.
"""


def _index(name: str, *fields: str, serves: tuple[str, ...], condition: Q | None = None, kind: type = Index) -> Index:
    """Return an index, and record which pages and jobs it serves."""
    SERVES[name] = serves
    return kind(name=name, fields=fields, condition=condition)


# Open complaints, one index for each scope. The statuses are literals, because PostgreSQL cannot match a partial index
# to a parameter.
_OPEN = [
    _index(f"open_by_{name}", *columns, *ORDER, condition=Q(status__in=OPEN_STATUSES), serves=serves)
    for name, columns, serves in (
        ("province", [], (OFFICE, "desk:search")),
        ("region", ["region"], (OFFICE, QUEUE)),
        ("district", ["district"], (OFFICE, QUEUE)),
        ("division", ["division"], (OFFICE, QUEUE)),
        ("circle", ["circle"], (OFFICE, QUEUE)),
        ("station", ["station"], (OFFICE, QUEUE)),
        # An office's own complaints, without those of the offices below it; and units, which have no column.
        ("office", ["office"], (OFFICE,)),
        ("holder", ["holder"], (QUEUE, TEAM)),
        ("category", ["category"], (OFFICE,)),
        # Also complaints that nobody marked yet.
        ("status", ["status"], (OFFICE, "complaints.tasks.mark_unmarked_complaints")),
        # Also marked complaints that nobody opened.
        ("contact", ["contact"], (OFFICE, CALLS, "complaints.tasks.notify_of_unopened_complaints")),
        ("district_category", ["district", "category"], (OFFICE, "desk:related_complaints")),
        ("district_status", ["district", "status"], (OFFICE,)),
    )
]
# Open and ended complaints together: the office's list with "ended ones too".
_ALL = [
    _index("all_by_province", *ORDER, serves=(OFFICE,)),
    _index("all_by_office", "office", *ORDER, serves=(OFFICE,)),
    _index("all_by_category", "category", *ORDER, serves=(OFFICE,)),
    # Complaints about matters at a station, whichever office has them now.
    _index("all_by_place", "place", *ORDER, serves=(OFFICE,)),
    *(
        _index(f"all_by_{name}", name, *ORDER, condition=~Q(**{name: None}), serves=(OFFICE,))
        for name in ("region", "district", "division", "circle", "station", "holder")
    ),
    _index("all_by_district_category", "district", "category", *ORDER, condition=~Q(district=None), serves=(OFFICE,)),
]
_ENDED = [
    _index(f"ended_by_{name}", *columns, *ORDER, condition=Q(status__in=ENDED_STATUSES), serves=(OFFICE,))
    for name, columns in {"status": ["status"], "district_status": ["district", "status"]}.items()
]
# Values that few complaints have. The link of a figure on the board lists all of them without a scan
# (desk.queries.bounded_queue_scan).
RARE_CHANNELS = [str(channel) for channel in (Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER, Channel.PARTNER)]
HAS_RARE_CHANNEL, HAS_OUTCOME = Q(channel__in=RARE_CHANNELS), ~Q(outcome="")
IS_REOPENED = ~Q(reopened_line=None)
_RARE = [
    _index("reopened_by_province", *ORDER, condition=IS_REOPENED, serves=(OFFICE,)),
    # Reopened complaints by the office that is charged with them, and by the offices above it.
    _index("reopened_by_line", "reopened_line", condition=IS_REOPENED, kind=GinIndex, serves=(OFFICE,)),
    # Reopened complaints by the posting that submitted or accepted the report: links of the patterns.
    *(
        _index(f"reopened_by_{role}", f"reopened_{role}", condition=~Q(**{f"reopened_{role}": None}), serves=(OFFICE,))
        for role in ("reporter", "acceptor")
    ),
    _index("asked_by_province", "verdict", *ORDER, condition=~Q(verdict=""), serves=(OFFICE,)),
    _index("all_by_outcome", "outcome", *ORDER, condition=HAS_OUTCOME, serves=(OFFICE,)),
    _index("all_by_region_outcome", "region", "outcome", *ORDER, condition=HAS_OUTCOME, serves=(OFFICE,)),
    _index("all_by_district_outcome", "district", "outcome", *ORDER, condition=HAS_OUTCOME, serves=(OFFICE,)),
    _index("all_by_channel", "channel", *ORDER, condition=HAS_RARE_CHANNEL, serves=(OFFICE,)),
    _index("all_by_region_channel", "region", "channel", *ORDER, condition=HAS_RARE_CHANNEL, serves=(OFFICE,)),
    _index("all_by_district_channel", "district", "channel", *ORDER, condition=HAS_RARE_CHANNEL, serves=(OFFICE,)),
]
# Complaints that jobs and complaint cells look for. Each index has few rows at any time.
_WAITING = [
    # Complaints that are closed automatically if the complainant does not answer.
    _index(
        "resolved_waiting",
        "resolved_at",
        condition=Q(status=Status.RESOLVED),
        serves=("complaints.tasks.close_unanswered_complaints",),
    ),
    # Pauses that end without an answer, so that the clock continues.
    _index(
        "pause_to_end",
        "pause_ends_at",
        condition=~Q(pause_ends_at=None),
        serves=("complaints.tasks.end_expired_pauses",),
    ),
    # Calls of the complaint cells (queries.due_calls), together with open_by_contact.
    _index("withdrawal_asked", "withdrawal_asked_at", condition=~Q(withdrawal_asked_at=None), serves=(CALLS,)),
    _index("report_to_verify", "reported_at", condition=Q(status=Status.REPORTED, verified_at=None), serves=(CALLS,)),
    # Reports that wait for a superior's decision (queries.reports_awaiting_decision). The index covers every column of
    # that query, because a region has thousands of rows.
    _index(
        "report_to_decide",
        *("region", "district", "division", "circle", "office", "holder", "id"),
        condition=Q(status=Status.REPORTED, accepted_at=None),
        serves=(QUEUE, "desk:today"),
    ),
    # Ended complaints by category and end, to find those past their retention period.
    _index(
        "ended_and_kept",
        *("category", "closed_at"),
        condition=Q(closed_at__isnull=False, anonymised_at=None, held_at=None),
        serves=("complaints.tasks.anonymise_due_complaints",),
    ),
    # Closed complaints for the aftercare questions after 30 and 90 days.
    _index(
        "closed_to_ask_after",
        "closed_at",
        condition=Q(status=Status.CLOSED, asked_after__lt=2) & (Q(about_police=True) | Q(confidential=True)),
        serves=("complaints.tasks.send_aftercare_questions",),
    ),
]
INDEXES = [*_OPEN, *_ALL, *_ENDED, *_RARE, *_WAITING]
