"""Follow-up answers about the incident: where, when, and which officers."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.choices import RANKS
from accounts.rules import positions
from accounts.rules.offices import OfficeKind, is_within
from complaints.models import Complaint
from complaints.rules.exclusion.provisional_exclusion import Post
from complaints.rules.followup import UNKNOWN, Followup, Why, may_move_station
from complaints.rules.statuses import Status
from complaints.services.draft_answers import BadAnswer
from complaints.services.exclusion.message_recall import may_hear
from complaints.services.followup.answers import AnswerChange, CannotTell, Concerns, IncidentPlace, Rows, When, words

STATIONS = frozenset({OfficeKind.STATION, OfficeKind.UNIT})
OFFICER = {"name": 120, "rank": 8, "post": 8, "station": 64, "belt": 40, "more": 160}
"""The parts by which an officer is named, each with its longest in characters."""
CODES = {"rank": frozenset(dict(RANKS)), "post": frozenset(Post)}


def place(rows: Rows, said: IncidentPlace, past, *, by) -> AnswerChange:
    """The police station, a landmark, a position."""
    change = AnswerChange()
    if said.station:
        _station(rows.complaint, said.station, change, past, by=by)
    _words(rows.statement, "landmark", words("landmark", said.landmark), Followup.LANDMARK, change, past)
    try:
        position = str(positions.parse(said.position)) if said.position else ""
    except ValueError as wrong:
        raise BadAnswer("position", "impossible") from wrong
    change.write(rows.statement, "position", position, Followup.POSITION)
    return change


def _station(complaint: Complaint, code: str, change: AnswerChange, past, *, by) -> None:
    """Another place within the district. Raises CannotTell where a marked conduct complaint has its station."""
    line = list(Office.objects.line_of(complaint.place))
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), complaint.place)
    to = district if code == UNKNOWN else Office.objects.select_related("parent").filter(code=code).first()
    if to is None or not is_within(to.path, district.path) or (code != UNKNOWN and to.kind not in STATIONS):
        raise BadAnswer("station", "impossible")
    if code == UNKNOWN and complaint.place.kind not in STATIONS:
        _unknown(change, Followup.STATION, past)
    elif to.pk != complaint.place_id:
        _may_move(complaint, by=by)
        (change.unknown if code == UNKNOWN else change.told).append(Followup.STATION)
        change.facts |= {"place": to.pk, "was": complaint.place_id}
        complaint.place = to


def _may_move(complaint: Complaint, *, by) -> None:
    if isinstance(by, Actor) and by.office_kind is OfficeKind.CENTRAL:
        return
    is_told = complaint.place.kind in STATIONS
    if not may_move_station(about_police=complaint.about_police, is_told=is_told, status=Status(complaint.status)):
        raise CannotTell(Why.STATION_STANDS)


def sits_at_the_accused(complaint: Complaint, *, at: datetime) -> bool:
    """Whether a conduct complaint is marked to somebody at, or below, the very station that it is against.

    An officer who is posted there by another posting counts too. No statement for complaints that are not about the
    police, else four at most.
    """
    if not (complaint.about_police and complaint.place.kind in STATIONS and complaint.holder_id):
        return False
    if is_within(complaint.office.path, complaint.place.path):
        return True
    return not may_hear(complaint.holder_id, complaint, at=at)


def when(rows: Rows, said: When, past, *, by) -> AnswerChange:
    """A day, or when about; both may be known."""
    change, statement = AnswerChange(), rows.statement
    about = words("about", said.about)
    if said.unknown and (said.day or about):
        raise BadAnswer("unknown", "impossible")
    was = statement.happened_on
    if change.write(statement, "happened_on", said.day, Followup.WHEN):
        change.facts |= {"day": said.day and said.day.isoformat(), "was": was and was.isoformat()}
    _words(statement, "happened_about", about, Followup.WHEN, change, past)
    return _or_unknown(change, said.unknown, Followup.WHEN, past)


def concerns(rows: Rows, said: Concerns, past, *, by) -> AnswerChange:
    """Whom it concerns: in words, and of an officer by its parts."""
    change, statement = AnswerChange(), rows.statement
    text, officer = words("concerns", said.words), _officer(said.officer)
    if said.unknown and (text or officer):
        raise BadAnswer("unknown", "impossible")
    change.write(statement, "concerned", officer, Followup.CONCERNS)
    _words(statement, "concerns", text, Followup.CONCERNS, change, past)
    return _or_unknown(change, said.unknown, Followup.CONCERNS, past)


def _officer(parts: dict) -> dict:
    """The parts that were told. Raises BadAnswer."""
    told = {}
    for part, longest in OFFICER.items():
        text = words("concerns", parts.get(part, ""))
        if len(text) > longest or (text and text not in CODES.get(part, {text})):
            raise BadAnswer(part, "impossible")
        if text:
            told[part] = text
    return told


def _words(statement, column: str, text: str, name: Followup, change: AnswerChange, past) -> None:
    """Words of the matter stand in the history in every version; those of the registration stand in no event yet."""
    was = getattr(statement, column)
    if change.write(statement, column, text, name):
        change.words = text
        change.before = was if name not in past else ""


def _or_unknown(change: AnswerChange, unknown: bool, name: Followup, past) -> AnswerChange:
    """Return the change with "I don't know" in place of the answer, also where it takes an answer back."""
    if unknown and change.told:
        change.told.clear()
        change.unknown.append(name)
    elif unknown:
        _unknown(change, name, past)
    return change


def _unknown(change: AnswerChange, name: Followup, past) -> None:
    """Record "I don't know" unless that is the latest answer already."""
    if name not in past or not past[name].unknown:
        change.unknown.append(name)
