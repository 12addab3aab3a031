"""Complaints that this browser has opened with a key. They are stored in the session and expire without activity.

The session is in the database; the browser has only its key. For each E-tag it stores the complaint's id, the time of
the last activity, and whether the duress word opened it. For a complaint with a secret word it also stores a mark of
that word, so that a new word ends every visit that was opened without it. It contains no personal data.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest

from citizen import known_browsers
from complaints.queries.access_key_facts import KeyDigests, load_key_digests, secret_word_digest
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen

SESSION_KEY = "opened"
STAND_IN, STANDS_FOR, RENEWED, OPENED_BY = "stand_in", "stands_for", "session_renewed", "opened_by"
IDLE = timedelta(minutes=30)
IDLE_WITH_A_WORD = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=1)  # so that reading pages rarely writes the session


@dataclass(frozen=True)
class Visit:
    """A complaint that is open in this browser.

    `under_duress`: the browser shows the harmless complaint instead. `opened_by`: the kind of key. `contact_mark`: the
    mark of the phone or address that received the code.
    """

    complaint_id: int
    last_activity: float
    mark: str = ""
    under_duress: bool = False
    opened_by: str = OpenedBy.FILING
    contact_mark: str = ""

    @property
    def idle(self) -> timedelta:
        return IDLE_WITH_A_WORD if self.mark else IDLE


def begin_visit(
    request: HttpRequest,
    *,
    etag: str,
    complaint_id: int,
    opened_by: OpenedBy,
    at: datetime,
    under_duress: bool = False,
    secret_hash: str | None = None,
) -> None:
    """Open the complaint in this browser. The session gets a new key and ends with the browser.

    `secret_hash`: the hash of the complaint's word, if the caller knows it; otherwise one query fetches it.

    It is also called when the complainant has set another secret word: this visit continues, and all others end. On a
    harmless page it only requests a new session key, because that visit continues anyway.
    """
    if harmless_complaint_id(request):
        setattr(request, RENEWED, True)
        return
    if request.session.session_key:  # a session without a key gets a new one anyway
        request.session.cycle_key()
    request.session.set_expiry(0)
    marks = load_key_digests(complaint_id) if secret_hash is None else KeyDigests(secret_word_digest(secret_hash))
    mark, contact_mark = (marks.word, marks.of_channel(opened_by)) if marks else ("", "")
    by_own_word = opened_by is OpenedBy.WORD and marks is not None and not marks.word_by_officers_key
    known_browsers.remember_browser(request, etag, filed=opened_by is OpenedBy.FILING or by_own_word)
    _store_visit(request, etag, Visit(complaint_id, at.timestamp(), mark, under_duress, opened_by, contact_mark))


def opened_complaint_id(request: HttpRequest, *, etag: str, at: datetime) -> int | None:
    """Return the complaint's id if this browser has opened it; under duress, the id of the harmless complaint.

    One query if the session has this E-tag, none otherwise.
    """
    visit = current_visit(request, etag=etag, at=at)
    if visit is None:
        return None
    return harmless_complaint_id(request) if visit.under_duress else visit.complaint_id


def harmless_complaint_id(request: HttpRequest) -> int | None:
    """Return the harmless complaint that stands in for the real one in this request (citizen.access.duress_page)."""
    return getattr(request, STAND_IN, None)


def complaint_id_behind_harmless_page(request: HttpRequest) -> int | None:
    """Return the real complaint for which a harmless one stands in in this request."""
    return getattr(request, STANDS_FOR, None)


def renew_session_if_requested(request: HttpRequest) -> None:
    """Renew the session's key if `begin_visit` requested it on a harmless page, where no session can be written."""
    if getattr(request, RENEWED, False):
        request.session.cycle_key()
        request.session.set_expiry(0)


def current_visit(request: HttpRequest, *, etag: str, at: datetime) -> Visit | None:
    """Return the visit of this E-tag if it is open and has not expired."""
    values = _stored_visits(request).get(etag)
    if not values:
        return None
    visit = Visit(*values)
    idle = at.timestamp() - visit.last_activity
    if idle > visit.idle.total_seconds() or not _is_still_valid(visit):
        end_visit(request, etag=etag)
        return None
    if idle > TOUCH_EVERY.total_seconds():
        _store_visit(request, etag, replace(visit, last_activity=at.timestamp()))
    setattr(request, OPENED_BY, OpenedBy(visit.opened_by))
    return visit


def citizen_of_visit(request: HttpRequest, complainant_id: int) -> Citizen:
    """Return the complainant as whom this browser acts on the complaint that it has open (`current_visit`)."""
    return Citizen(complainant_id, visit_opened_by(request))


def visit_opened_by(request: HttpRequest) -> OpenedBy:
    """Return what opened the complaint of this request (`current_visit`)."""
    return getattr(request, OPENED_BY, OpenedBy.FILING)


def _is_still_valid(visit: Visit) -> bool:
    """Return whether secret word, phone and address are unchanged since the visit began. One query."""
    marks = load_key_digests(visit.complaint_id)
    return marks is not None and (marks.word, marks.of_channel(visit.opened_by)) == (visit.mark, visit.contact_mark)


def complaint_ids_under_duress(request: HttpRequest) -> set[int]:
    """Return the complaints for which this browser shows the harmless one. No query."""
    visits = (Visit(*values) for values in _stored_visits(request).values())
    return {visit.complaint_id for visit in visits if visit.under_duress}


def end_visit(request: HttpRequest, *, etag: str) -> None:
    """End this visit. The next page asks for a key again."""
    request.session[SESSION_KEY] = {
        stored_etag: values for stored_etag, values in _stored_visits(request).items() if stored_etag != etag
    }


def _store_visit(request: HttpRequest, etag: str, visit: Visit) -> None:
    values = [
        visit.complaint_id,
        visit.last_activity,
        visit.mark,
        visit.under_duress,
        str(visit.opened_by),
        visit.contact_mark,
    ]
    request.session[SESSION_KEY] = _stored_visits(request) | {etag: values}


def _stored_visits(request: HttpRequest) -> dict:
    return request.session.get(SESSION_KEY, {})
