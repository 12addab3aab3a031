"""The appeals desk of the Central Police Office: its officers, and the complaints that it has. Five statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from accounts.actors import Actor
from accounts.models import Leave, Office, Posting
from accounts.queries.office_heads import head_posting_of
from complaints.models import Complaint, Event
from complaints.rules.marking_eligibility import receives_appeals

ROWS_SHOWN = 100
REOPENING_KINDS = ("object", "appeal")


@dataclass(frozen=True)
class DeskOfficer:
    """An officer of the desk. `open`: their open complaints that the reader may see. `receives`: gets new ones."""

    posting: Posting
    open: int
    receives: bool
    is_away: bool


@dataclass(frozen=True)
class AppealsDesk:
    """The desk as the reader may see it. `head`: who gets new ones while nobody at the desk receives any.

    `rows`: the first complaints, the nearest deadline first, of `total`.
    """

    officers: Sequence[DeskOfficer]
    head: Posting | None
    rows: Sequence[dict]
    total: int

    @property
    def is_staffed(self) -> bool:
        """Return whether anybody at the desk receives objections and appeals."""
        return any(officer.receives for officer in self.officers)


def load_appeals_desk(actor: Actor, *, at: datetime, most: int = ROWS_SHOWN) -> AppealsDesk:
    """Return the officers of the desk and the open complaints that it has, both as far as the reader may see them.

    `most`: the most rows.
    """
    postings = list(Posting.objects.appeals_desk().current(at).with_people().order_by("starts_at", "pk"))
    held = Complaint.objects.visible_to(actor, at=at).open().filter(holder__in=postings)
    numbers = Counter(held.order_by().values_list("holder", flat=True))
    away = set(
        Leave.objects.filter(posting__in=postings, starts_at__lte=at, ends_at__gt=at).values_list("posting", flat=True)
    )
    officers = [
        DeskOfficer(posting, numbers[posting.pk], receives_appeals(posting.officer.rank), posting.pk in away)
        for posting in postings
    ]
    officers.sort(key=lambda officer: not officer.receives)
    return AppealsDesk(
        officers, head_posting_of(Office.objects.central(), at=at), _rows_of(held, most), sum(numbers.values())
    )


def _rows_of(held, most: int) -> list[dict]:
    last = Event.objects.filter(complaint=OuterRef("pk"), kind__in=REOPENING_KINDS).order_by("-seq")
    rows = held.annotate(
        reopened_by=Subquery(last.values("kind")[:1]),
        reopened_on=Subquery(last.values("at")[:1]),
        category_en=F("category__name_en"),
        category_ur=F("category__name_ur"),
    )
    columns = (
        "etag",
        "status",
        "cycle",
        "due_at",
        "holder",
        "reopened_by",
        "reopened_on",
        "category_en",
        "category_ur",
    )
    return list(rows.order_by("due_at", "pk").values(*columns)[:most])
