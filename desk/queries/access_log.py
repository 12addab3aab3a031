"""The access log, as auditors search it: the latest reading first, at the same cost however long the log is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan
from django.utils.timezone import make_aware

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.queries.former_names import named_then
from complaints.models import AccessSearch, Complaint, Finding, Reading
from complaints.models.exports_and_lookups import Export, LookUp
from complaints.queries.cursor import Cursor, Key

SIZE = 50
OFFERED = 10
CHUNK = 2_000
KEY = Key(F("at"), F("id"))


@dataclass(frozen=True)
class AccessLogFilters:
    """What is searched for; None is "any". `first` and `last` are days by the wall clock of Pakistan, both included."""

    officer: Officer | None = None
    complaint: Complaint | None = None
    office: Office | None = None
    first: date | None = None
    last: date | None = None

    @property
    def kept(self) -> dict:
        """How the search itself is kept: ids, an E-tag, days."""
        named = {
            "officer": self.officer and self.officer.pk,
            "complaint": self.complaint and self.complaint.etag,
            "office": self.office and self.office.code,
            "from": self.first and self.first.isoformat(),
            "until": self.last and self.last.isoformat(),
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class AccessLogPage:
    """Rows of a log, the latest first; `older` is the cursor of the next page, None at the end."""

    rows: Sequence[Reading | LookUp | Export]
    older: Cursor | None


def page_of(asked: AccessLogFilters, actor: Actor, *, before: Cursor | None = None) -> AccessLogPage:
    """A page of the log, before a cursor. Four statements at most: an officer's postings, the keys, the rows,
    and who acted, by the names of then.

    Each part reads an index backwards and stops after a page: of an officer there is one part for each posting.
    """
    return _walk(_parts(asked, actor), Reading.objects.select_related("complaint"), before)


def taken(
    model: type[LookUp] | type[Export], asked: AccessLogFilters, *, before: Cursor | None = None
) -> AccessLogPage:
    """A page of what officers looked up by number, or took away as files. Four statements at most, as above."""
    rows = _in_period(model.objects.all(), asked)
    parts = [rows.filter(posting=pk) for pk in _postings(asked)] if asked.officer else [rows]
    return _walk(parts, model.objects.all(), before)


def _walk(parts: Sequence[QuerySet], whole: QuerySet, before: Cursor | None) -> AccessLogPage:
    """The latest rows of several querysets of one model, before a cursor. `whole`: as the rows are fetched."""
    if not parts:
        return AccessLogPage([], None)
    parts = [_keys(part, before) for part in parts]
    keys = parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True).order_by("-at", "-id")[: SIZE + 1]
    ids = [pk for pk, _at in keys]
    rows = sorted(named_then(whole.filter(pk__in=ids[:SIZE])), key=lambda row: (row.at, row.pk), reverse=True)
    return AccessLogPage(rows, Cursor(rows[-1].at, rows[-1].pk) if len(ids) > SIZE else None)


def every_row(asked: AccessLogFilters, actor: Actor) -> Iterator[Reading]:
    """All of them, for a file: read piece by piece, never held at once. The officer's postings are one part each."""
    for part in _parts(asked, actor):
        rows = part.select_related("complaint").order_by("-at", "-id").iterator(chunk_size=CHUNK)
        for piece in batched(rows, CHUNK):
            yield from named_then(piece)


def officers_called(typed: str) -> list[Officer]:
    """Officers by e-mail address or belt number, else those whose name holds the words; a few."""
    exact = Officer.objects.filter(Q(email=typed.lower()) | Q(belt_number=typed)).order_by("pk")
    named = Officer.objects.filter(Q(name_en__icontains=typed) | Q(name_ur__icontains=typed)).order_by("name_en", "pk")
    return list(exact[:OFFERED]) or list(named[:OFFERED])


def offices_called(typed: str) -> list[Office]:
    """Offices by code or whole name, else those whose name holds the words; a few."""
    exact = Office.objects.filter(Q(code=typed) | Q(name_en__iexact=typed) | Q(name_ur=typed)).order_by("path")
    named = Office.objects.filter(Q(name_en__icontains=typed) | Q(name_ur__icontains=typed)).order_by("path")
    return list(exact[:OFFERED]) or list(named[:OFFERED])


def findings(asked: AccessLogFilters, actor: Actor) -> list[Finding]:
    """What auditors recorded of the complaint or the officer that is searched for, the latest first; of oneself one
    reads nothing. Two statements."""
    if asked.complaint is None and asked.officer is None:
        return []
    about = Q(complaint=asked.complaint) if asked.complaint else Q(officer=asked.officer)
    found = Finding.objects.filter(about).exclude(officer__postings=actor.posting_id)
    return named_then(found.order_by("-at", "-pk"), posting="by")


def searches(actor: Actor, *, size: int = SIZE) -> list[AccessSearch]:
    """What auditors asked of this log, the latest first; neither of what is kept from this one, nor of themselves. Two
    statements.
    """
    visible = Complaint.objects.visible_to(actor).filter(etag=KeyTextTransform("complaint", OuterRef("asked")))
    themselves = Posting.objects.filter(pk=actor.posting_id).annotate(called=Cast("officer_id", TextField()))
    of_themselves = themselves.filter(called=KeyTextTransform("officer", OuterRef("asked")))
    shown = AccessSearch.objects.filter(~Q(asked__has_key="complaint") | Exists(visible)).exclude(Exists(of_themselves))
    return named_then(shown.order_by("-at", "-pk")[:size], posting="by")


def _parts(asked: AccessLogFilters, actor: Actor) -> list[QuerySet]:
    """The readings searched for, as querysets that each walk one index."""
    readings = _in_period(Reading.objects.filter(_is_visible(actor)), asked)
    if asked.complaint:
        readings = readings.filter(complaint=asked.complaint)
    if asked.officer:
        return [readings.filter(posting=pk) for pk in _postings(asked)]
    return [readings.filter(office=asked.office) if asked.office else readings]


def _in_period(rows: QuerySet, asked: AccessLogFilters) -> QuerySet:
    if asked.first:
        rows = rows.filter(at__gte=_midnight(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return rows


def _postings(asked: AccessLogFilters) -> list[int]:
    """All that the officer ever held, at the office that is asked for."""
    held = Posting.objects.of(asked.officer)
    held = held.at_office(asked.office) if asked.office else held
    return list(held.order_by("pk").values_list("pk", flat=True))


def _is_visible(actor: Actor) -> Exists:
    """Who is named in a complaint reads nothing of it, an auditor neither."""
    return Exists(Complaint.objects.visible_to(actor).filter(pk=OuterRef("complaint_id")))


def _keys(readings: QuerySet, before: Cursor | None) -> QuerySet:
    if before:
        readings = readings.filter(LessThan(KEY, Key(Value(before.due_at), Value(before.id))))
    return readings.order_by("-at", "-id").values_list("id", "at")[: SIZE + 1]


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
