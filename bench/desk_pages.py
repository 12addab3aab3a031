"""Which pages of the desk are measured, who opens each, and what each may cost.

The targets are those of the design (engineering.md, *Benchmarks*).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from accounts.models import Officer
from complaints.models import Category, Complaint
from complaints.queries.cursor import Cursor

MONITOR = "monitor@demo.example"
FIRST = "queue of the province"
"""What the other lists are compared with."""


@dataclass(frozen=True)
class Page:
    """A page and its targets: p50 and p95 in ms, statements, how many times the first page of the queue it may take.

    What has no target is measured all the same.
    """

    name: str
    who: str
    address: str
    p50: float | None = None
    p95: float | None = None
    statements: int | None = None
    ratio: float | None = None

    @property
    def is_limited(self) -> bool:
        return any((self.p50, self.p95, self.statements, self.ratio))


def pages() -> Iterator[Page]:
    """All of them, for the complaints that are there."""
    head = busiest_head()
    everything = Complaint.objects.for_system()
    deep = everything.open().order_by("due_at", "id")[min(5000, everything.open().count() - 1)]
    one = everything.open().exclude(holder=None).order_by("-received_at").first()
    yield Page(FIRST, MONITOR, "/desk/office/", p50=10, p95=20, statements=8)
    yield Page(
        "its 200th page", MONITOR, f"/desk/office/?after={Cursor(deep.due_at, deep.pk).token}", p95=30, ratio=1.3
    )
    for name, asked in filters().items():
        yield Page(f"filter: {name}", MONITOR, f"/desk/office/?{asked}", p95=30, ratio=1.3)
    yield Page("queue of a district", head, "/desk/office/", p50=10, p95=20, statements=8)
    yield Page("own queue", head, "/desk/", p50=10, p95=20)
    words = {"English": "savings", "Urdu": "رقم", "Roman Urdu": "rishvat", "a house": "house 4711"}
    for language, word in words.items():
        yield Page(f"search, open, {language}", MONITOR, f"/desk/search/?q={word}&open=1", p95=60)
        yield Page(f"search, all, {language}", MONITOR, f"/desk/search/?q={word}", p95=200)
    yield Page("one complaint", MONITOR, f"/desk/complaints/{one.etag}/", p50=15, statements=12)
    yield Page("others beside it", MONITOR, f"/desk/complaints/{one.etag}/others/")
    yield Page("counts of saved views", MONITOR, "/desk/views/beside/")
    yield Page("escalations", head, "/desk/escalations/")
    yield Page("calls of the province", "operator.cpo@demo.example", "/desk/calls/")
    yield Page("a team's work", head, "/desk/team/")


def filters() -> dict[str, str]:
    """Each filter that the queue offers alone, and each pair of the kinds; what none answers to among them."""
    category = Category.objects.order_by("pk").first().code
    days = Complaint.objects.for_system().order_by("-received_at").values_list("received_at", flat=True)
    last = days.first().date().isoformat()
    offered = {
        "overdue": "clock=overdue",
        "due within 24 h": "clock=day",
        "paused": "clock=paused",
        "more time left": "clock=fine",
        "a category": f"category={category}",
        "ended ones too": "status=all",
        "awaiting the citizen": "status=awaiting_citizen",
        "contact late": "contact=late",
        "contact excused": "contact=excused",
        "report late": "report=late",
        "of one district": "office=lahore",
        "received on a day": f"from={last}&until={last}",
    }
    pairs = {
        f"{one} + {other}": f"{offered[one]}&{offered[other]}"
        for one, other in combinations(offered, 2)
        if not _keys(offered[one]) & _keys(offered[other])
    }
    return offered | pairs


def _keys(query: str) -> set[str]:
    return {part.split("=")[0] for part in query.split("&")}


def busiest_head() -> str:
    """Who heads the district with the most open complaints."""
    counted = Counter(Complaint.objects.for_system().open().values_list("district", flat=True).iterator())
    for district, _ in counted.most_common():
        found = Officer.objects.filter(postings__office=district, postings__is_head=True, postings__ends_at=None)
        if found:
            return found[0].email
    raise LookupError("no district has a head")
