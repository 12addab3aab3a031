"""Patterns of complaints: their rows as text, with gaps for ids, people, times, texts, number and chain."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from complaints.models import Call, Complainant, Complaint, Exclusion, MissingChild, Reading, Statement
from complaints.models.access_log_entry import SIGNED_COLUMNS
from complaints.rules.statuses import FINAL, OPEN, Status
from complaints.services.automatic_moves import AUTO_MARK_SHARE
from demo.copying.copied_tables import CopiedTable, copied_tables
from ledger import chain
from ledger.encrypted_fields import SealedTextField

NO_DEADLINE_YEAR = 9000  # a later year means "no deadline" and is not moved
LONGEST_SILENCE = timedelta(days=6)  # so that a copy that waits for its citizen is not due at once
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:[+-]\d\d:\d\d|Z)")
OFFICES = frozenset({"office", "place"})
POSTINGS = frozenset({"posting", "holder", "told", "in_the_place_of"})
OTHER_NUMBERS = frozenset({"v", "seq", "cycle", "policy", "level"})
"""In a body: what is the id of an office, what of a posting, and what is a number that stays."""
NOT_COPIED = {
    "ask_call",
    "escalation_answered",
    "evidence_added",
    "evidence_withdrawn",
    "first_key_printed",
    "forward",
    "hear",
    "invite",
    "key_printed",
    "link",
    "merge",
    "officer_named",
    "order",
    "order_done",
    "recategorise",
    "report_pressure",
    "sample_answered",
    "station_consent_asked",
    "station_consent_given",
    "station_consent_refused",
    "station_order_done",
    "station_ordered",
    "taken_in",
    "taken_out",
    "told",
    "unlink",
    "unmerge",
}
"""What happened to a complaint together with another one, with files, or in tables of its own: it is no pattern."""


def sealed_columns(model: type) -> list[str]:
    """Return the encrypted columns of a model. Their values are bound to the row, so a copy needs its own."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]


@dataclass
class EventWords:
    """The text of an event, with the parts of a report, and its move."""

    kind: str
    words: str
    parts: dict[str, str] = field(default_factory=dict)


@dataclass
class ComplaintPattern:
    """A complaint with gaps.

    `rows`: COPY lines by table. `ids`: the number of ids that each table draws. `bodies`: those of its events.
    `moments`: the times of the gaps `t0`, `t1` and so on. `people`: the gaps of offices, postings and officers.
    `earliest` and `latest`: the limits of the shift of a copy. `texts`: the texts by number of the event. `child` and
    `call_words`: encrypted texts, which are encrypted again for the rows of a copy. `readings`: the signed values of
    each reading, with gaps, and its reason.
    """

    key: int
    status: str
    is_open: bool
    is_overdue: bool
    place: int
    category: str
    group: str
    channel: str
    statement: Statement
    person: Complainant
    rows: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    texts: dict[int, EventWords] = field(default_factory=dict)
    readings: list[tuple[dict[str, str], str]] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    earliest: timedelta = timedelta.min
    latest: timedelta = timedelta()
    child: dict[str, str] = field(default_factory=dict)
    call_words: list[str] = field(default_factory=list)

    def moment(self, at: datetime) -> str:
        """Return the gap of a time. The same time in the same zone has one gap."""
        return f"%({self.gap_of(at)})s"

    def gap_of(self, at: datetime) -> str:
        key = (at, at.utcoffset())
        existing = [(other, other.utcoffset()) for other in self.moments]
        if key not in existing:
            self.moments.append(at)
            return f"t{len(existing)}"
        return f"t{existing.index(key)}"

    def person_gap(self, kind: str, pk: int | str) -> str:
        self.people.add(f"{kind}{pk}")
        return f"%({kind}{pk})s"


def read_patterns(*, number: int, at: datetime) -> list[ComplaintPattern]:
    """Return up to `number` complaints, ended and open ones, as patterns for copies made at `at`."""
    suited = (
        Complaint.objects.unscoped("the demo's data are made here")
        .exclude(exclusions__ground=Exclusion.Ground.NAME)
        .exclude(events__kind__in=NOT_COPIED)
    )
    suited = suited.order_by("-received_at", "pk")
    related = "category", "policy", "complainant", "statement"
    complaints = {complaint.pk: complaint for complaint in suited.select_related(*related)[:number]}
    builders = {pk: _PatternBuilder(complaint, at) for pk, complaint in complaints.items()}
    owners = _RowOwners(builders)
    for table in copied_tables():
        for old in _read_copy_rows(table, list(complaints)):
            owners.owner_of(table, old).add_row(table, old)
    return [builder.pattern() for builder in builders.values()]


def _read_copy_rows(table: CopiedTable, complaints: Sequence[int]) -> Iterator[dict[str, str]]:
    """Yield the rows by column, as COPY writes them, escapes included."""
    columns, key = table.columns, table.model._meta.pk.column
    quoted_columns = ", ".join(connection.ops.quote_name(column) for column in columns)
    query = f"SELECT {quoted_columns} FROM {table.name} WHERE {table.found_by} ORDER BY {key}"  # noqa: S608 (names)
    with connection.cursor() as cursor:
        copied = cursor.mogrify(f"COPY ({query}) TO STDOUT", [complaints])
        with cursor.copy(copied) as copy:
            text = b"".join(map(bytes, copy)).decode()
    for line in text.split("\n")[:-1]:
        yield dict(zip(columns, line.split("\t"), strict=True))


class _RowOwners:
    """Finds the complaint of a row."""

    def __init__(self, builders: dict[int, "_PatternBuilder"]):
        self.builders = builders
        self.by_person = {str(one.complaint.complainant_id): one for one in builders.values()}
        self.by_etag = {one.complaint.etag: one for one in builders.values()}
        self.by_event: dict[str, _PatternBuilder] = {}

    def owner_of(self, table: CopiedTable, old: dict[str, str]) -> "_PatternBuilder":
        match table.model.__name__:
            case "Complainant":
                return self.by_person[old["id"]]
            case "Complaint":
                return self.builders[int(old["id"])]
            case "Words":
                return self.by_event[old["event_id"]]
            case "Message":
                return self.by_etag[json.loads(_unescape_copied_text(old["context"]))["etag"]]
        owner = self.builders[int(old["complaint_id"])]
        if table.model.__name__ == "Event":
            self.by_event[old["id"]] = owner
        return owner


class _PatternBuilder:
    """Builds the pattern of one complaint from its rows."""

    def __init__(self, complaint: Complaint, at: datetime):
        self.complaint, self.at = complaint, at
        self.events: list[str] = []
        self.result = ComplaintPattern(
            key=complaint.pk,
            status=complaint.status,
            is_open=complaint.status not in FINAL,
            is_overdue=complaint.status in OPEN and complaint.due_at <= at,
            place=complaint.place_id,
            category=complaint.category.code,
            group=complaint.category.group,
            channel=complaint.channel,
            statement=complaint.statement,
            person=complaint.complainant,
        )

    def add_row(self, table: CopiedTable, old: dict[str, str]) -> None:
        """Add one row."""
        name, result = table.name, self.result
        gaps = {column: self._gap(table, column, value) for column, value in old.items()}
        if table.draws:
            result.ids[name] = result.ids.get(name, 0) + 1
            gaps["id"] = f"%({name}{result.ids[name] - 1})s"
        if table.model is Reading:
            gaps |= self._reading(old, gaps)
        else:
            gaps |= getattr(self, f"_{table.model.__name__.lower()}", lambda old: {})(old)
        result.rows.setdefault(name, []).append("\t".join(gaps[column] for column in table.columns))

    def _gap(self, table: CopiedTable, column: str, value: str) -> str:
        if column == "complaint_id":
            return "%(complaints_complaint0)s"
        if value != r"\N" and column in table.people:
            return self.result.person_gap(table.people[column], value)
        if value != r"\N" and column in table.moments:
            moment = datetime.fromisoformat(value).astimezone(UTC)
            if moment.year < NO_DEADLINE_YEAR:
                return self.result.moment(moment)
        return value.replace("%", "%%")

    # --- one method for each special table------------------------------------------------------------------

    def _complainant(self, old: dict[str, str]) -> dict[str, str]:
        names = ("phone_index", "document_index", "language", *sealed_columns(Complainant))
        return {"id": "%(complaints_complaint0)s"} | {name: f"%({name})s" for name in names}

    def _complaint(self, old: dict[str, str]) -> dict[str, str]:
        gaps = {"etag": "%(etag)s", "complainant_id": "%(complaints_complaint0)s"}
        if old["reopened_line"] != r"\N":
            line = re.sub(r"\d+", lambda office: self.result.person_gap("office", office[0]), old["reopened_line"])
            gaps["reopened_line"] = line
        return gaps

    def _statement(self, old: dict[str, str]) -> dict[str, str]:
        return {name: f"%({name})s" for name in ("text", "landmark", "folded", *sealed_columns(Statement))}

    def _missingchild(self, old: dict[str, str]) -> dict[str, str]:
        child = self.complaint.missing_child
        self.result.child = {name: getattr(child, name) for name in sealed_columns(MissingChild)}
        return {name: f"%(child_{name})s" for name in self.result.child}

    def _call(self, old: dict[str, str]) -> dict[str, str]:
        call = Call.objects.get(pk=old["id"])
        self.result.call_words.append(call.words)
        return {"words": f"%(call_words{len(self.result.call_words) - 1})s"}

    def _event(self, old: dict[str, str]) -> dict[str, str]:
        number = len(self.events)
        self.events.append(old["id"])
        body = json.loads(_unescape_copied_text(old["body"]))
        self.result.kinds.append(old["kind"])
        self.result.bodies.append(_json_with_unquoted_gaps(self._body(body, number)))
        return {name: f"%({name}{number})s" for name in ("body", "prev", "mac")}

    def _body(self, value, number: int, key: str = ""):
        """Return a body with gaps: new ids, moved times, new digests."""
        match value:
            case dict():
                return {name: self._body(item, number, name) for name, item in value.items()}
            case list():
                return [self._body(item, number) for item in value]
            case str() if key == "words":
                return f"%(words{number})s"
            case str() if key in {"person", "statement"}:
                return f"%(digest_{key})s"
            case str() if MOMENT.fullmatch(value):
                return self.result.moment(datetime.fromisoformat(value))
            case bool() | None | float() | str():
                return value.replace("%", "%%") if isinstance(value, str) else value
        return self._number(value, key)

    def _number(self, value: int, key: str) -> str | int:
        if key == "complaint":
            return _UnquotedGap("%(complaints_complaint0)s")
        if key in OFFICES:
            return _UnquotedGap(self.result.person_gap("office", value))
        if key in POSTINGS:
            return _UnquotedGap(self.result.person_gap("posting", value))
        if key == "officer":
            return _UnquotedGap(self.result.person_gap("officer", value))
        if key in OTHER_NUMBERS or not key:
            return value
        raise ValueError(f"A body states {key} {value}: declare whether it is an id.")

    def _words(self, old: dict[str, str]) -> dict[str, str]:
        number = self.events.index(old["event_id"])
        text, parts = _unescape_copied_text(old["text"]), json.loads(_unescape_copied_text(old["parts"]))
        self.result.texts[number] = EventWords(self.result.kinds[number], text, parts)
        return {
            "event_id": f"%(complaints_event{number})s",
            "salt": f"%(salt{number})s",
            "text": f"%(text{number})s",
            "parts": f"%(parts{number})s",
        }

    def _reading(self, old: dict[str, str], gaps: dict[str, str]) -> dict[str, str]:
        """Return the gaps of a new signature. The signed values are filled in with the copy's gaps."""
        number = len(self.result.readings)
        values = {column: gaps[column] for column in SIGNED_COLUMNS}
        self.result.readings.append((values, _unescape_copied_text(old["why"])))
        return {"key_id": "%(chain_key_id)s", "signature": f"%(reading_signature{number})s"}

    def _chainhead(self, old: dict[str, str]) -> dict[str, str]:
        return {"mac": f"%(mac{len(self.events) - 1})s"}

    def _message(self, old: dict[str, str]) -> dict[str, str]:
        """Return a message for the copy, with its own E-tag, event and recipient. It counts as sent unless it is
        recent.
        """
        context = json.loads(_unescape_copied_text(old["context"]))
        for name, value in context.items():
            if name in {"etag", "spaced_etag"}:
                context[name] = f"%({name})s"
            elif name == "event":
                context[name] = _UnquotedGap(f"%(complaints_event{self.events.index(str(value))})s")
            elif isinstance(value, str):
                context[name] = self._body(value, 0)
        recipient_kind, pk = old["recipient"].split(":")
        recipient = f"{recipient_kind}:" + (
            "%(complaints_complaint0)s"
            if recipient_kind == "complainant"
            else self.result.person_gap(recipient_kind, pk)
        )
        number = int(self.result.gap_of(datetime.fromisoformat(old["created_at"]).astimezone(UTC))[1:])
        self.result.sent.append(number)
        event = context.get("event")
        return {
            "recipient": recipient,
            "context": _json_with_unquoted_gaps(context).replace("\\", "\\\\"),
            "dedupe_key": f"event:{event}:{recipient}" if event else r"\N",
            "sent_at": f"%(sent{number})s",
            "channel": "sms" if recipient_kind == "complainant" else "email",
        }

    # --- the pattern -------------------------------------------------------------------------------------------

    def pattern(self) -> ComplaintPattern:
        """Return the pattern, after all rows were added."""
        result, complaint = self.result, self.complaint
        past_moments = [moment for moment in result.moments if moment <= self.at]
        future_moments = [moment for moment in result.moments if moment > self.at]
        if complaint.status == Status.RECEIVED and complaint.policy.has_limits:
            future_moments.append(
                complaint.received_at + complaint.policy.contact_limit * AUTO_MARK_SHARE
            )  # when it is marked automatically
        result.latest = self.at - max(past_moments)
        if result.is_open:
            result.earliest = max((self.at - moment for moment in future_moments), default=-result.latest)
        if complaint.status == Status.RESOLVED:
            result.earliest = self.at - complaint.resolved_at - LONGEST_SILENCE
        return result


class _UnquotedGap(str):
    """A gap without quotes in JSON."""

    __slots__ = ()


def _json_with_unquoted_gaps(value) -> str:
    """Return canonical JSON with unquoted gaps for numbers."""
    marked = chain.canonical_json(_mark_gaps(value))
    return re.sub(r'"\\u0000(.*?)\\u0000"', r"\1", marked)


def _mark_gaps(value):
    match value:
        case _UnquotedGap():
            return f"\0{value}\0"
        case dict():
            return {name: _mark_gaps(item) for name, item in value.items()}
        case list():
            return [_mark_gaps(item) for item in value]
    return value


def _unescape_copied_text(copied: str) -> str:
    """Return a text without the escapes of COPY."""
    if "\\" not in copied:
        return copied
    escapes = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), copied)
