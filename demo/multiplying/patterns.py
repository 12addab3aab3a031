"""A complaint taken apart: the text of its rows, with gaps for ids, moments, its number and its links."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection, models

from complaints.models import Complaint
from complaints.rules.statuses import FINAL, OPEN, Status
from demo.multiplying.tables import Table, tables

FAR = 9000  # a year after it: "no deadline", which moves with nothing
SILENCE = timedelta(days=6)  # a copy that waits for its citizen does not fall due as soon as it is there
MOMENT = re.compile(r'(?<=")\d{4}-\d\d-\d\dT[0-9:.]+(?:[+-]\d\d:\d\d|Z)(?=")')
DIGESTS = re.compile(r'"digests":\{[^}]*\},')
"""Of statement and complainant (complaints.rules.commitment): each copy has others, so its history states none."""
NOT_COPIED = {"merge", "link", "evidence_added", "report_pressure", "named"}
"""What happened to a complaint together with another one, with files, or in tables of its own: it is no pattern."""


@dataclass
class Pattern:
    """`rows`: for each table, the lines of COPY with gaps. `ids`: how many each table draws. `bodies`: of its events.

    `moments`: those that stand in the gaps `t0`, `t1`, …. `earliest` and `latest`: by how much a copy may be moved.
    """

    is_open: bool
    is_overdue: bool
    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bodies: list[str] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    earliest: timedelta = timedelta.min
    latest: timedelta = timedelta()
    has_phone: bool = False
    document: str = ""

    def moment(self, at: datetime) -> str:
        """The gap of a moment; the same moment in the same zone has one gap."""
        key = (at, at.utcoffset())
        known = [(other, other.utcoffset()) for other in self.moments]
        if key not in known:
            self.moments.append(at)
            return f"%(t{len(known)})s"
        return f"%(t{known.index(key)})s"


def read(*, number: int, at: datetime) -> list[Pattern]:
    """So many of the complaints that are there, ended and open ones, as patterns for copies made at that moment."""
    suited = Complaint.objects.for_system().exclude(events__kind__in=NOT_COPIED).order_by("-received_at", "pk")
    complaints = {complaint.pk: complaint for complaint in suited[:number]}
    whole = {pk: _Taken(complaint, at) for pk, complaint in complaints.items()}
    for table in tables():
        for old in _rows(table, list(complaints)):
            _owner(table, old, whole).take(table, old)
    return [taken.pattern() for taken in whole.values()]


def _rows(table: Table, complaints: Sequence[int]) -> Iterator[dict[str, str]]:
    """The rows as COPY writes them, by column: escapes and all."""
    columns, key = table.columns, table.model._meta.pk.column
    query = f"SELECT {_quoted(columns)} FROM {table.name} WHERE {table.found_by} ORDER BY {key}"  # noqa: S608 (names)
    with connection.cursor() as cursor:
        copied = cursor.mogrify(f"COPY ({query}) TO STDOUT", [complaints])
        with cursor.copy(copied) as copy:
            text = b"".join(map(bytes, copy)).decode()
    for line in text.splitlines():
        yield dict(zip(columns, line.split("\t"), strict=True))


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)


def _owner(table: Table, old: dict[str, str], whole: dict[int, "_Taken"]) -> "_Taken":
    match table.model.__name__:
        case "Complainant":
            return next(t for t in whole.values() if t.complaint.complainant_id == int(old["id"]))
        case "Complaint":
            return whole[int(old["id"])]
        case "Words":
            return next(t for t in whole.values() if old["event_id"] in t.events)
    return whole[int(old["complaint_id"])]


class _Taken:
    """One complaint, while its rows are taken apart."""

    def __init__(self, complaint: Complaint, at: datetime):
        self.complaint, self.at = complaint, at
        self.events: list[str] = []
        overdue = complaint.status in OPEN and complaint.due_at <= at
        self.made = Pattern(is_open=complaint.status not in FINAL, is_overdue=overdue)

    def take(self, table: Table, old: dict[str, str]) -> None:
        """One more of its rows."""
        name, made = table.name, self.made
        gaps = {column: self._gap(table, column, value) for column, value in old.items()}
        if table.draws:
            gaps["id"] = f"%({name}{made.ids[name]})s"
            made.ids[name] += 1
        gaps |= getattr(self, f"_{table.model.__name__.lower()}", lambda old: {})(old)
        made.rows[name].append("\t".join(gaps[column] for column in table.columns))

    def _gap(self, table: Table, column: str, value: str) -> str:
        fields = {field.column: field for field in table.model._meta.concrete_fields}
        if column == "complaint_id":
            return "%(complaints_complaint0)s"
        if isinstance(fields[column], models.DateTimeField) and value != r"\N":
            found = datetime.fromisoformat(value).astimezone(UTC)
            if found.year < FAR:
                return self.made.moment(found)
        return value.replace("%", "%%")

    # --- what is particular to a table ---------------------------------------------------------------------

    def _complainant(self, old: dict[str, str]) -> dict[str, str]:
        made = self.made
        made.has_phone, made.document = bool(old["phone"]), old["document"] if old["document_number"] else ""
        phone = {"phone": "%(phone)s", "phone_index": "%(phone_index)s"} if made.has_phone else {}
        number = {"document_number": "%(document)s", "document_index": "%(document_index)s"} if made.document else {}
        return phone | number

    def _complaint(self, old: dict[str, str]) -> dict[str, str]:
        return {"etag": "%(etag)s", "complainant_id": "%(complaints_complainant0)s"}

    def _statement(self, old: dict[str, str]) -> dict[str, str]:
        """Each copy tells of a house of its own, or every word would be in thousands of complaints."""
        return {name: old[name].replace("%", "%%") + " %(house)s" for name in ("text", "folded")}

    def _event(self, old: dict[str, str]) -> dict[str, str]:
        number = len(self.events)
        self.events.append(old["id"])
        body = old["body"].replace("\\\\", "\\").replace("%", "%%")
        body = DIGESTS.sub("", body)
        body = re.sub(r'"complaint":\d+', '"complaint":%(complaints_complaint0)s', body, count=1)
        self.made.bodies.append(MOMENT.sub(lambda found: self.made.moment(datetime.fromisoformat(found[0])), body))
        return {name: f"%({name}{number})s" for name in ("body", "prev", "mac")}

    def _words(self, old: dict[str, str]) -> dict[str, str]:
        return {"event_id": f"%(complaints_event{self.events.index(old['event_id'])})s"}

    def _chainhead(self, old: dict[str, str]) -> dict[str, str]:
        return {"mac": f"%(mac{len(self.events) - 1})s"}

    def pattern(self) -> Pattern:
        """The whole, when all rows are taken."""
        made = self.made
        past = [moment for moment in made.moments if moment <= self.at]
        ahead = [moment for moment in made.moments if moment > self.at]
        made.latest = self.at - max(past)
        if made.is_open:
            made.earliest = max((self.at - moment for moment in ahead), default=-made.latest)
        if self.complaint.status == Status.RESOLVED:
            made.earliest = self.at - self.complaint.resolved_at - SILENCE
        return made
