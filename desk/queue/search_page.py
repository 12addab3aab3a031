"""The search page. The URL contains the words, but never a person's number or a search by a complainant's name.

Searches by number and by name are logged.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from citizen import deadline_texts
from complaints.models import LookUp
from complaints.models.complainant import NAME_DOMAIN, Document
from complaints.queries.access_key_facts import PublicFacts, load_public_facts
from complaints.rules import etag
from complaints.rules.desk_tools.export_schedules import BOARD_ROLES
from complaints.rules.search import search_words
from complaints.rules.search.search_words import SearchWord
from desk.page_access import reading_role_required
from desk.queries import complaint_search
from desk.queries.complaint_search import SearchResult
from desk.queries.officer_and_place_search import NamedLists, find_named_lists
from desk.queue.row_display import make_queue_row
from desk.services import lookup_log
from ledger import field_encryption
from web import identity_numbers, text_cleaning

LONGEST_INPUT = 200
_NUMBER = re.compile(r"\+?[\d\s\-–—().\u200e\u200f]+")


@dataclass(frozen=True)
class SearchInput:
    """The search input, parsed. `problem`: why it cannot be searched, if so. `by_name`: it is a complainant's name.

    `cursor`: from the link to older complaints (`encrypt_cursor`).
    """

    typed: str = ""
    open_only: bool = False
    cursor: str = ""
    problem: str = ""
    by_name: bool = False

    @classmethod
    def from_query(cls, data: QueryDict) -> "SearchInput":
        """Read the input from the URL or the form."""
        try:
            typed = " ".join(text_cleaning.clean_text(data.get("q", "")).split())[:LONGEST_INPUT]
        except text_cleaning.UnreadableText:
            return cls(problem="unreadable")
        is_name = data.get("by") == LookUp.Kind.NAME
        return cls(typed, bool(data.get("open")), data.get("below", ""), by_name=is_name)

    def encrypt_cursor(self, below: int, *, by: Actor) -> str:
        """Return the text by which the same reader continues the same search below this id.

        The id is that of the last complaint that was checked, perhaps one that they may not see. If they could read or
        choose it, they could try whether a complaint that is hidden from them contains a word.
        """
        return field_encryption.encrypt_text(str(below), self._cursor_purpose(by))

    def decrypt_cursor(self, *, by: Actor) -> int | None:
        """Return the id of the cursor; None if there is none, or it is of another reader or search."""
        with suppress(ValueError, KeyError, InvalidTag):
            return int(field_encryption.decrypt_text(self.cursor, self._cursor_purpose(by)))
        return None

    def _cursor_purpose(self, by: Actor) -> str:
        return f"search cursor:{by.posting_id}:{self.open_only}:{self.typed}"

    @property
    def words(self) -> list[SearchWord]:
        return search_words.parse_search(self.typed)

    @property
    def number(self) -> str:
        """Return the E-tag that was typed, or ""."""
        try:
            return etag.parse_etag(self.typed)
        except etag.MistypedEtag:
            return ""

    @property
    def is_a_number(self) -> bool:
        """Return whether the input consists of digits, as an E-tag, a phone number and an identity number do."""
        return bool(_NUMBER.fullmatch(self.typed))


@dataclass(frozen=True)
class PersonNumber:
    """A person's number to search for: its kind, and its blind indexes by the name of the column."""

    kind: LookUp.Kind
    index_values: dict[str, list[bytes]]

    @property
    def current_index_value(self) -> bytes:
        """Return the blind index under the present key, for the log."""
        ((first, *_),) = self.index_values.values()
        return first


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def search_complaints(request: HttpRequest) -> HttpResponse:
    """Search. Words redirect to a URL and an E-tag to its complaint; a search by number is answered here and logged."""
    search_input, at = SearchInput.from_query(request.POST if request.method == "POST" else request.GET), timezone.now()
    if request.method == "POST" and search_input.by_name and not search_input.problem:
        return _answer_search_by_name(request, search_input, at=at)
    if search_input.number and complaint_search.is_visible_etag(search_input.number, actor=request.actor):
        return redirect("desk:complaint", etag=search_input.number)
    if search_input.number and (facts := load_public_facts(search_input.number)):
        return _render_search_page(request, search_input, SearchResult([]), at=at, facts=facts)
    if search_input.is_a_number:
        return _answer_search_by_number(request, search_input, at=at)
    if request.method == "POST" and not search_input.problem:
        return redirect(_search_url(search_input))
    below = search_input.decrypt_cursor(by=request.actor)
    result = _search_by_words_or_spelling(search_input, below, by=request.actor)
    lists = NamedLists()
    if search_input.words and below is None:
        lists = find_named_lists(search_input.typed, actor=request.actor, at=at)
    return _render_search_page(request, search_input, result, at=at, lists=lists)


def _search_by_words_or_spelling(search_input: SearchInput, below: int | None, *, by: Actor) -> SearchResult:
    """Search by words or, if that finds nothing, by words of similar spelling."""
    if not search_input.words:
        return SearchResult([])
    result = complaint_search.search_by_words(
        search_input.words, actor=by, open_only=search_input.open_only, below=below
    )
    if result.rows or result.cut or below is not None:
        return result
    return complaint_search.search_by_similar_words(search_input.words, actor=by)


def _answer_search_by_number(request: HttpRequest, search_input: SearchInput, *, at: datetime) -> HttpResponse:
    """Search by a person's number. A number in the URL is refused, because URLs are kept in histories and logs."""
    person = parse_person_number(search_input.typed)
    if person is None:
        return _render_search_page(
            request, SearchInput(search_input.typed, problem="number"), SearchResult([]), at=at, status=422
        )
    if request.method != "POST":
        return _render_search_page(request, SearchInput(problem="address"), SearchResult([]), at=at, status=422)
    with transaction.atomic():
        result = complaint_search.search_by_person_number(person.index_values, actor=request.actor)
        lookup_log.record_lookup(
            person.kind, person.current_index_value, number_found=len(result.rows), by=request.actor, at=at
        )
        return _render_search_page(request, search_input, result, at=at, kind=person.kind)


def _answer_search_by_name(request: HttpRequest, search_input: SearchInput, *, at: datetime) -> HttpResponse:
    """Search by a complainant's name, and record it as a search for a person. No URL contains the name."""
    names = [name_marks(word) for word in search_input.words]
    if not names or search_input.is_a_number:
        refused = SearchInput(search_input.typed, problem="name")
        return _render_search_page(request, refused, SearchResult([]), at=at, status=422)
    with transaction.atomic():
        result = complaint_search.search_by_complainant_name(names, actor=request.actor)
        lookup_log.record_lookup(LookUp.Kind.NAME, names[0][0], number_found=len(result.rows), by=request.actor, at=at)
        return _render_search_page(request, search_input, result, at=at, kind=LookUp.Kind.NAME)


def name_marks(word: SearchWord) -> list[bytes]:
    """Return the blind indexes of a word of a name, in its own spelling (the first) and in the other script."""
    tokens = [word.folded, *word.across]
    indexes = [field_encryption.blind_index(NAME_DOMAIN, token) for token in tokens]
    return [mark for index in indexes for mark in field_encryption.all_index_values(index)]


def parse_person_number(typed: str) -> PersonNumber | None:
    """Parse a CNIC (a B-Form has the same format) or a phone number; None for neither."""
    with suppress(identity_numbers.ImpossibleNumber):
        number = identity_numbers.normalise_cnic(typed)
        return PersonNumber(
            LookUp.Kind.DOCUMENT, {"document_index": _index_values([Document.CNIC, Document.B_FORM], number)}
        )
    with suppress(identity_numbers.ImpossibleNumber):
        number = identity_numbers.normalise_phone(typed)
        return PersonNumber(LookUp.Kind.PHONE, {"phone_index": _index_values(["phone"], number)})
    return None


def _index_values(domains: list[str], number: str) -> list[bytes]:
    """Return the blind indexes of a number in each domain: those under the present index key, then under older keys."""
    by_domain = [field_encryption.all_index_values(field_encryption.blind_index(domain, number)) for domain in domains]
    return [value for under_one_key in zip(*by_domain, strict=True) for value in under_one_key]


def _render_search_page(
    request,
    search_input: SearchInput,
    result: SearchResult,
    *,
    at: datetime,
    kind: str = "",
    status: int | None = None,
    facts: PublicFacts | None = None,
    lists: NamedLists | None = None,
):
    """Render the page. `facts`: what anybody can see of a complaint that this officer may not see, by its E-tag.

    `lists`: officers and places with these words in their name. Who may open the board gets the sheets of stations too.
    """
    status = status or (422 if search_input.problem else 200)
    outside = None
    if facts:
        outside = {
            "state": deadline_texts.open_or_closed_label(is_closed=facts.is_closed),
            "registered": deadline_texts.format_day(facts.registered_on),
        }
    older_url = ""
    if result.below and not kind:
        older_url = _search_url(search_input, search_input.encrypt_cursor(result.below, by=request.actor))
    context = {
        "search": search_input,
        "result": result,
        "kind": kind,
        "outside": outside,
        "lists": lists,
        "has_sheets": request.actor.role in BOARD_ROLES,
        "rows": [make_queue_row(row, at=at) for row in result.rows],
        "older_url": older_url,
        "newest_url": _search_url(search_input) if search_input.cursor else "",
        "candidates": complaint_search.CANDIDATES,
        "has_errors": bool(search_input.problem),
    }
    return render(request, "desk/search.html", context, status=status)


def _search_url(search_input: SearchInput, cursor: str = "") -> str:
    query = QueryDict(mutable=True)
    query["q"] = search_input.typed
    if search_input.open_only:
        query["open"] = "1"
    if cursor:
        query["below"] = cursor
    return f"{reverse('desk:search')}?{query.urlencode()}"
