"""The search page. The URL contains the words, but never a phone or identity number; searches by number are logged."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from citizen import deadlines
from complaints.models import LookUp
from complaints.models.complainant import Document
from complaints.queries.access_keys import PublicFacts, public_facts
from complaints.rules import etag
from complaints.rules.search import full_text
from complaints.rules.search.full_text import Word
from desk.access import reading_required
from desk.queries import search
from desk.queries.search import SearchResult
from desk.queue.queue_rows import shown
from desk.services import lookups
from ledger import crypto
from web import identity_numbers, text

LONGEST = 200
_NUMBER = re.compile(r"\+?[\d\s\-–—().\u200e\u200f]+")


@dataclass(frozen=True)
class Asked:
    """The search input, parsed. `problem`: why it cannot be searched, if so. `below`: the id of the page's cursor."""

    typed: str = ""
    open_only: bool = False
    below: int | None = None
    problem: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        """Read the input from the URL or the form."""
        try:
            typed = " ".join(text.clean(data.get("q", "")).split())[:LONGEST]
        except text.Unreadable:
            return cls(problem="unreadable")
        below = data.get("below", "")
        cursor = int(below) if re.fullmatch(r"[0-9]{1,18}", below, re.ASCII) else None
        return cls(typed, bool(data.get("open")), cursor)

    @property
    def words(self) -> list[Word]:
        return full_text.asked(self.typed)

    @property
    def number(self) -> str:
        """Return the E-tag that was typed, or ""."""
        try:
            return etag.parse(self.typed)
        except etag.Mistyped:
            return ""

    @property
    def is_a_number(self) -> bool:
        """Return whether the input consists of digits, as an E-tag, a phone number and an identity number do."""
        return bool(_NUMBER.fullmatch(self.typed))


@dataclass(frozen=True)
class Person:
    """A person's number to search for: its kind, and its blind indexes by the name of the column."""

    kind: LookUp.Kind
    marks: dict[str, list[bytes]]

    @property
    def mark(self) -> bytes:
        """Return the blind index under the present key, for the log."""
        ((first, *_),) = self.marks.values()
        return first


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def searched(request: HttpRequest) -> HttpResponse:
    """Search. Words redirect to a URL and an E-tag to its complaint; a search by number is answered here and logged."""
    search_input, at = Asked.of(request.POST if request.method == "POST" else request.GET), timezone.now()
    if search_input.number and search.visible_number(search_input.number, actor=request.actor):
        return redirect("desk:complaint", etag=search_input.number)
    if search_input.number and (facts := public_facts(search_input.number)):
        return _page(request, search_input, SearchResult([]), at=at, facts=facts)
    if search_input.is_a_number:
        return _by_number(request, search_input, at=at)
    if request.method == "POST" and not search_input.problem:
        return redirect(_search_url(search_input))
    result = _search_words(search_input, by=request.actor)
    return _page(request, search_input, result, at=at)


def _search_words(search_input: Asked, *, by: Actor) -> SearchResult:
    """Search by words or, if that finds nothing, by words of similar spelling."""
    if not search_input.words:
        return SearchResult([])
    result = search.by_words(search_input.words, actor=by, open_only=search_input.open_only, below=search_input.below)
    if result.rows or result.cut or search_input.below is not None:
        return result
    return search.by_likeness(search_input.words, actor=by)


def _by_number(request: HttpRequest, search_input: Asked, *, at: datetime) -> HttpResponse:
    """Search by a person's number. A number in the URL is refused, because URLs are kept in histories and logs."""
    person = person_of(search_input.typed)
    if person is None:
        return _page(request, Asked(search_input.typed, problem="number"), SearchResult([]), at=at, status=422)
    if request.method != "POST":
        return _page(request, Asked(problem="address"), SearchResult([]), at=at, status=422)
    with transaction.atomic():
        result = search.by_number(person.marks, actor=request.actor)
        lookups.note(person.kind, person.mark, found=len(result.rows), by=request.actor, at=at)
        return _page(request, search_input, result, at=at, kind=person.kind)


def person_of(typed: str) -> Person | None:
    """Parse a CNIC (a B-Form has the same format) or a phone number; None for neither."""
    with suppress(identity_numbers.Impossible):
        number = identity_numbers.cnic(typed)
        return Person(LookUp.Kind.DOCUMENT, {"document_index": _marks([Document.CNIC, Document.B_FORM], number)})
    with suppress(identity_numbers.Impossible):
        number = identity_numbers.phone(typed)
        return Person(LookUp.Kind.PHONE, {"phone_index": _marks(["phone"], number)})
    return None


def _marks(domains: list[str], number: str) -> list[bytes]:
    """Return the blind indexes of a number in each domain: those under the present index key, then under older keys."""
    by_domain = [crypto.all_marks(crypto.blind_index(domain, number)) for domain in domains]
    return [mark for under_one_key in zip(*by_domain, strict=True) for mark in under_one_key]


def _page(
    request,
    search_input: Asked,
    result: SearchResult,
    *,
    at: datetime,
    kind: str = "",
    status: int | None = None,
    facts: PublicFacts | None = None,
):
    """Render the page. `facts`: what anybody can see of a complaint that this officer may not see, by its E-tag."""
    status = status or (422 if search_input.problem else 200)
    outside = None
    if facts:
        outside = {
            "state": deadlines.open_or_closed(is_closed=facts.is_closed),
            "registered": deadlines.calendar_day(facts.registered_on),
        }
    context = {
        "asked": search_input,
        "found": result,
        "kind": kind,
        "outside": outside,
        "rows": [shown(row, at=at) for row in result.rows],
        "older_url": _search_url(search_input, below=result.below) if result.below and not kind else "",
        "newest_url": _search_url(search_input) if search_input.below else "",
        "candidates": search.CANDIDATES,
        "has_errors": bool(search_input.problem),
    }
    return render(request, "desk/search.html", context, status=status)


def _search_url(search_input: Asked, *, below: int | None = None) -> str:
    query = QueryDict(mutable=True)
    query["q"] = search_input.typed
    if search_input.open_only:
        query["open"] = "1"
    if below:
        query["below"] = str(below)
    return f"{reverse('desk:search')}?{query.urlencode()}"
