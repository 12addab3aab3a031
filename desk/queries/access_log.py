"""Searches of the access log, look-ups, exports and findings, the latest first. The cost does not grow with the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.queries.historical_names import set_historical_postings
from complaints.models import AccessSearch, Complaint, Finding, Reading
from complaints.models.exports_and_lookups import Export, LookUp
from complaints.queries.queue_cursor import QueueCursor, QueueSortKey
from web.calendar_days import start_of_day

SIZE = 50
MOST_MATCHES = 10
CHUNK = 2_000
KEY = QueueSortKey(F("at"), F("id"))


@dataclass(frozen=True)
class AccessLogFilters:
    """The filters of a search; None means "any". `first` and `last` are days in Pakistan's time zone, both included."""

    officer: Officer | None = None
    complaint: Complaint | None = None
    office: Office | None = None
    first: date | None = None
    last: date | None = None

    @property
    def as_record(self) -> dict:
        """Return the filters as they are stored with the record of the search: ids, an E-tag, days."""
        values = {
            "officer": self.officer and self.officer.pk,
            "complaint": self.complaint and self.complaint.etag,
            "office": self.office and self.office.code,
            "from": self.first and self.first.isoformat(),
            "until": self.last and self.last.isoformat(),
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class AccessLogPage:
    """Rows of a log, the latest first; `older` is the cursor of the next page, None at the end."""

    rows: Sequence[Reading | LookUp | Export]
    older: QueueCursor | None


def load_readings_page(filters: AccessLogFilters, actor: Actor, *, before: QueueCursor | None = None) -> AccessLogPage:
    """Return a page of the log before a cursor.

    Four statements at most: the officer's postings, the keys, the rows, and the officers with their names at that time.
    A search by officer unites one part for each posting; each part reads an index backwards and stops after a page.
    """
    return _load_log_page(_readings_by_index(filters, actor), Reading.objects.select_related("complaint"), before)


def load_exports_or_lookups_page(
    model: type[LookUp] | type[Export], filters: AccessLogFilters, *, before: QueueCursor | None = None
) -> AccessLogPage:
    """Return a page of look-ups by number, or of exports. Four statements at most, as in `load_readings_page`."""
    rows = _filter_by_period(model.objects.all(), filters)
    parts = [rows.filter(posting=pk) for pk in _posting_ids_of_officer(filters)] if filters.officer else [rows]
    return _load_log_page(parts, model.objects.all(), before)


def _load_log_page(parts: Sequence[QuerySet], complete_rows: QuerySet, before: QueueCursor | None) -> AccessLogPage:
    """Return the latest rows of several querysets of one model, before a cursor.

    `complete_rows`: the queryset that loads the rows, once their ids are known.
    """
    if not parts:
        return AccessLogPage([], None)
    parts = [_latest_keys_before(part, before) for part in parts]
    keys = parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True).order_by("-at", "-id")[: SIZE + 1]
    ids = [pk for pk, _at in keys]
    page = set_historical_postings(complete_rows.filter(pk__in=ids[:SIZE]))
    rows = sorted(page, key=lambda row: (row.at, row.pk), reverse=True)
    return AccessLogPage(rows, QueueCursor(rows[-1].at, rows[-1].pk) if len(ids) > SIZE else None)


def iterate_readings(filters: AccessLogFilters, actor: Actor) -> Iterator[Reading]:
    """Yield all rows of a search, for an export: in chunks, and one posting of the officer after another."""
    for part in _readings_by_index(filters, actor):
        before = None
        while chunk := list(_rows_before(part.select_related("complaint"), before)[:CHUNK]):
            before = QueueCursor(chunk[-1].at, chunk[-1].pk)
            yield from set_historical_postings(chunk)


def find_officers_by_text(typed: str) -> list[Officer]:
    """Return the officers with this e-mail address or belt number, or else those whose name contains the text.

    At most MOST_MATCHES.
    """
    exact = Officer.objects.filter(Q(email=typed.lower()) | Q(belt_number=typed)).order_by("pk")
    by_name = Officer.objects.filter(Q(name_en__icontains=typed) | Q(name_ur__icontains=typed)).order_by(
        "name_en", "pk"
    )
    return list(exact[:MOST_MATCHES]) or list(by_name[:MOST_MATCHES])


def find_offices_by_text(typed: str) -> list[Office]:
    """Return the offices with this code or full name, or else those whose name contains the text.

    At most MOST_MATCHES.
    """
    exact = Office.objects.filter(Q(code=typed) | Q(name_en__iexact=typed) | Q(name_ur=typed)).order_by("path")
    by_name = Office.objects.filter(Q(name_en__icontains=typed) | Q(name_ur__icontains=typed)).order_by("path")
    return list(exact[:MOST_MATCHES]) or list(by_name[:MOST_MATCHES])


def findings_about(filters: AccessLogFilters, actor: Actor) -> list[Finding]:
    """Return the findings about the complaint or officer of the search, the latest first. Two statements.

    An auditor does not see findings about themselves.
    """
    if filters.complaint is None and filters.officer is None:
        return []
    about = Q(complaint=filters.complaint) if filters.complaint else Q(officer=filters.officer)
    visible = Finding.objects.filter(about).exclude(officer__postings=actor.posting_id)
    return set_historical_postings(visible.order_by("-at", "-pk"), posting="by")


def recorded_searches(actor: Actor, *, size: int = SIZE) -> list[AccessSearch]:
    """Return the searches of this log, the latest first. Two statements.

    Searches for complaints that this auditor may not see, and for the auditor themselves, are left out.
    """
    visible = Complaint.objects.visible_to(actor).filter(etag=KeyTextTransform("complaint", OuterRef("asked")))
    own_posting = Posting.objects.filter(pk=actor.posting_id).annotate(officer_text=Cast("officer_id", TextField()))
    about_self = own_posting.filter(officer_text=KeyTextTransform("officer", OuterRef("asked")))
    searches = AccessSearch.objects.filter(~Q(asked__has_key="complaint") | Exists(visible)).exclude(Exists(about_self))
    return set_historical_postings(searches.order_by("-at", "-pk")[:size], posting="by")


def _readings_by_index(filters: AccessLogFilters, actor: Actor) -> list[QuerySet]:
    """Return the readings of a search as querysets, each of which reads one index."""
    # An auditor who is named in a complaint may not see it, and so not who reads it either.
    is_visible = Exists(Complaint.objects.visible_to(actor).filter(pk=OuterRef("complaint_id")))
    readings = _filter_by_period(Reading.objects.filter(is_visible), filters)
    if filters.complaint:
        readings = readings.filter(complaint=filters.complaint)
    if filters.officer:
        return [readings.filter(posting=pk) for pk in _posting_ids_of_officer(filters)]
    return [readings.filter(office=filters.office) if filters.office else readings]


def _filter_by_period(rows: QuerySet, filters: AccessLogFilters) -> QuerySet:
    if filters.first:
        rows = rows.filter(at__gte=start_of_day(filters.first))
    if filters.last:
        rows = rows.filter(at__lt=start_of_day(filters.last + timedelta(days=1)))
    return rows


def _posting_ids_of_officer(filters: AccessLogFilters) -> list[int]:
    """Return the ids of all present and past postings of the officer, at the office of the search if it has one."""
    postings = Posting.objects.held_by(filters.officer)
    postings = postings.at_office(filters.office) if filters.office else postings
    return list(postings.order_by("pk").values_list("pk", flat=True))


def _latest_keys_before(readings: QuerySet, before: QueueCursor | None) -> QuerySet:
    return _rows_before(readings, before).values_list("id", "at")[: SIZE + 1]


def _rows_before(rows: QuerySet, before: QueueCursor | None) -> QuerySet:
    if before:
        rows = rows.filter(LessThan(KEY, QueueSortKey(Value(before.due_at), Value(before.id))))
    return rows.order_by("-at", "-id")
