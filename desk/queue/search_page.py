"""The desk's search. Words stand in the address; a telephone or identity number never does, and each one is logged."""

import re
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
    """What was typed, and what it turned out to be. `problem`: nothing that can be searched."""

    typed: str = ""
    open_only: bool = False
    below: int | None = None
    problem: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        try:
            typed = " ".join(text.clean(data.get("q", "")).split())[:LONGEST]
        except text.Unreadable:
            return cls(problem="unreadable")
        below = data.get("below", "")
        place = int(below) if re.fullmatch(r"[0-9]{1,18}", below, re.ASCII) else None
        return cls(typed, bool(data.get("open")), place)

    @property
    def words(self) -> list[Word]:
        return full_text.asked(self.typed)

    @property
    def number(self) -> str:
        """The E-tag that was typed, or ""."""
        try:
            return etag.parse(self.typed)
        except etag.Mistyped:
            return ""

    @property
    def is_a_number(self) -> bool:
        """Digits alone: an E-tag, a telephone or an identity number, or none of them."""
        return bool(_NUMBER.fullmatch(self.typed))


@dataclass(frozen=True)
class Person:
    """A number of a person, by which they are looked up: its kind and its blind indexes."""

    kind: LookUp.Kind
    marks: dict[str, list[bytes]]

    @property
    def mark(self) -> bytes:
        ((first, *_),) = self.marks.values()
        return first


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def searched(request: HttpRequest) -> HttpResponse:
    """Words are led to an address of their own; an E-tag to its file; a person's number is answered here and logged."""
    asked, at = Asked.of(request.POST if request.method == "POST" else request.GET), timezone.now()
    if asked.number and search.visible_number(asked.number, actor=request.actor):
        return redirect("desk:complaint", etag=asked.number)
    if asked.number and (facts := public_facts(asked.number)):
        return _page(request, asked, SearchResult([]), at=at, facts=facts)
    if asked.is_a_number:
        return _by_number(request, asked, at=at)
    if request.method == "POST" and not asked.problem:
        return redirect(_address(asked))
    found = _found(asked, by=request.actor)
    return _page(request, asked, found, at=at)


def _found(asked: Asked, *, by: Actor) -> SearchResult:
    """By words; where none is found, by words that are spelt alike."""
    if not asked.words:
        return SearchResult([])
    found = search.by_words(asked.words, actor=by, open_only=asked.open_only, below=asked.below)
    if found.rows or found.cut or asked.below is not None:
        return found
    return search.by_likeness(asked.words, actor=by)


def _by_number(request: HttpRequest, asked: Asked, *, at: datetime) -> HttpResponse:
    """A number that came in an address is not looked up: addresses are kept in histories and logs."""
    person = person_of(asked.typed)
    if person is None:
        return _page(request, Asked(asked.typed, problem="number"), SearchResult([]), at=at, status=422)
    if request.method != "POST":
        return _page(request, Asked(problem="address"), SearchResult([]), at=at, status=422)
    with transaction.atomic():
        found = search.by_number(person.marks, actor=request.actor)
        lookups.note(person.kind, person.mark, found=len(found.rows), by=request.actor, at=at)
        return _page(request, asked, found, at=at, kind=person.kind)


def person_of(typed: str) -> Person | None:
    """Whose number this is: a CNIC (the form of a B-Form is the same) or a telephone; None for neither."""
    try:
        number = identity_numbers.cnic(typed)
    except identity_numbers.Impossible:
        return _telephone(typed)
    documents = [Document.CNIC, Document.B_FORM]
    return Person(LookUp.Kind.DOCUMENT, {"document_index": _marks(documents, number)})


def _telephone(typed: str) -> Person | None:
    try:
        number = identity_numbers.phone(typed)
    except identity_numbers.Impossible:
        return None
    return Person(LookUp.Kind.PHONE, {"phone_index": _marks(["phone"], number)})


def _marks(domains: list[str], number: str) -> list[bytes]:
    """Under the index key first, then under those before it."""
    found = [crypto.all_marks(crypto.blind_index(domain, number)) for domain in domains]
    return [mark for under_one_key in zip(*found, strict=True) for mark in under_one_key]


def _page(
    request, asked: Asked, found: SearchResult, *, at: datetime, kind: str = "", status: int | None = None, facts=None
):
    """The page. `facts`: what the E-tag alone shows, of a complaint that this officer may not see."""
    status = status or (422 if asked.problem else 200)
    context = {
        "asked": asked,
        "found": found,
        "kind": kind,
        "outside": _outside(facts) if facts else None,
        "rows": [shown(row, at=at) for row in found.rows],
        "older_url": _address(asked, below=found.below) if found.below and not kind else "",
        "newest_url": _address(asked) if asked.below else "",
        "candidates": search.CANDIDATES,
        "has_errors": bool(asked.problem),
    }
    return render(request, "desk/search.html", context, status=status)


def _outside(facts: PublicFacts) -> dict:
    """What everybody is shown, in words."""
    return {
        "state": deadlines.open_or_closed(is_closed=facts.is_closed),
        "registered": deadlines.calendar_day(facts.registered_on),
    }


def _address(asked: Asked, *, below: int | None = None) -> str:
    query = QueryDict(mutable=True)
    query["q"] = asked.typed
    if asked.open_only:
        query["open"] = "1"
    if below:
        query["below"] = str(below)
    return f"{reverse('desk:search')}?{query.urlencode()}"
