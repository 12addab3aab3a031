"""What this browser has opened by a key: kept in the session, forgotten after a while without a touch.

The session stands in the database and the browser holds its key alone. It keeps, under the E-tag, the complaint's id
and the time of the last touch; of a complaint with a secret word also a mark of that word, so that a new word ends
every visit that was opened without it; and whether the visit was opened by the duress word. Nothing personal.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest

from citizen import known_browsers
from complaints.queries.access_keys import Marks, mark_of, marks_of
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen

KEY = "opened"
STAND_IN, RENEWED, OPENED_BY = "stand_in", "session_renewed", "opened_by"
IDLE = timedelta(minutes=30)
IDLE_WITH_A_WORD = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=1)  # so that reading a page seldom writes a session


@dataclass(frozen=True)
class Visit:
    """A complaint that is open in this browser. `under_duress`: it shows a harmless page in its place. `opened_by`: by
    what it was opened; `reached`: the mark of the phone or address whose code that was."""

    complaint_id: int
    touched: float
    mark: str = ""
    under_duress: bool = False
    opened_by: str = OpenedBy.FILING
    reached: str = ""

    @property
    def idle(self) -> timedelta:
        return IDLE_WITH_A_WORD if self.mark else IDLE


def remember(
    request: HttpRequest,
    *,
    etag: str,
    complaint_id: int,
    opened_by: OpenedBy,
    at: datetime,
    under_duress: bool = False,
    secret_hash: str | None = None,
) -> None:
    """From now on this browser may open the complaint. The session's key is renewed and ends with the browser.

    `secret_hash`: of the complaint's word, where the caller knows it; otherwise it is asked for (one query).

    Also called when the complainant has set another secret word: this visit goes on, every other one has ended. Within
    a harmless page that is shown in a complaint's place it only asks for a new key: that visit goes on anyway.
    """
    if stand_in(request):
        setattr(request, RENEWED, True)
        return
    if request.session.session_key:  # who has none gets a new one anyway
        request.session.cycle_key()
    request.session.set_expiry(0)
    marks = marks_of(complaint_id) if secret_hash is None else Marks(mark_of(secret_hash))
    mark, reached = (marks.word, marks.of(opened_by)) if marks else ("", "")
    by_own_word = opened_by is OpenedBy.WORD and marks is not None and not marks.word_by_officers_key
    known_browsers.remember(request, etag, filed=opened_by is OpenedBy.FILING or by_own_word)
    _keep(request, etag, Visit(complaint_id, at.timestamp(), mark, under_duress, opened_by, reached))


def opened(request: HttpRequest, *, etag: str, at: datetime) -> int | None:
    """The id of the complaint, if this browser has opened it. Of a visit under duress, of what is shown in its place.

    One query where the session knows the number, none where it does not.
    """
    visit = current(request, etag=etag, at=at)
    if visit is None:
        return None
    return stand_in(request) if visit.under_duress else visit.complaint_id


def stand_in(request: HttpRequest) -> int | None:
    """The harmless complaint that stands in a real one's place while this request is answered (keys.harmless)."""
    return getattr(request, STAND_IN, None)


def renew_if_asked(request: HttpRequest) -> None:
    """What `remember` left undone on a harmless page, where no session can be written."""
    if getattr(request, RENEWED, False):
        request.session.cycle_key()
        request.session.set_expiry(0)


def current(request: HttpRequest, *, etag: str, at: datetime) -> Visit | None:
    """The visit of that number, if it is open and was touched a short while ago."""
    visit = _kept(request, etag)
    if visit is None:
        return None
    idle = at.timestamp() - visit.touched
    if idle > visit.idle.total_seconds() or not _still_opens(visit):
        forget(request, etag=etag)
        return None
    if idle > TOUCH_EVERY.total_seconds():
        _keep(request, etag, replace(visit, touched=at.timestamp()))
    setattr(request, OPENED_BY, OpenedBy(visit.opened_by))
    return visit


def citizen(request: HttpRequest, complainant_id: int) -> Citizen:
    """The complainant, as whom this browser acts on the complaint that it has open (`current`)."""
    return Citizen(complainant_id, opened_by(request))


def opened_by(request: HttpRequest) -> OpenedBy:
    """What opened the complaint that this request is about (`current`)."""
    return getattr(request, OPENED_BY, OpenedBy.FILING)


def _still_opens(visit: Visit) -> bool:
    """Whether secret word, phone and address are those of then. One query."""
    marks = marks_of(visit.complaint_id)
    return marks is not None and (marks.word, marks.of(visit.opened_by)) == (visit.mark, visit.reached)


def under_duress(request: HttpRequest) -> set[int]:
    """The complaints that this browser shows something else in place of. No query."""
    visits = (Visit(*kept) for kept in _opened(request).values())
    return {visit.complaint_id for visit in visits if visit.under_duress}


def forget(request: HttpRequest, *, etag: str) -> None:
    """End this visit: the next page asks for a key again."""
    request.session[KEY] = {number: seen for number, seen in _opened(request).items() if number != etag}


def _keep(request: HttpRequest, etag: str, visit: Visit) -> None:
    kept = [visit.complaint_id, visit.touched, visit.mark, visit.under_duress, str(visit.opened_by), visit.reached]
    request.session[KEY] = _opened(request) | {etag: kept}


def _kept(request: HttpRequest, etag: str) -> Visit | None:
    kept = _opened(request).get(etag)
    return Visit(*kept) if kept else None


def _opened(request: HttpRequest) -> dict:
    return request.session.get(KEY, {})
