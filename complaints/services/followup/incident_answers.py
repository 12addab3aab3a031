"""Apply the follow-up answers about the incident: where, when, and which officers.

Each function applies an answer to the locked rows and returns the change. `last_answers` has the last answer to each
question.
"""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.models.choice_labels import RANK_CHOICES
from accounts.rules import gps_positions
from accounts.rules.office_tree import STATION_KINDS, OfficeKind, is_within
from complaints.models import Complaint, Statement
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.exclusion.stated_posts import StatedPost, YesNoUnknown, find_mentioned_posts
from complaints.rules.followup_questions import UNKNOWN_ANSWER, FollowupDetail, FollowupRefusal, may_move_station
from complaints.rules.statuses import Status
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup.followup_answer_types import (
    AnswerChange,
    AnswerNotAllowed,
    AnswerRows,
    IncidentPlaceAnswer,
    IncidentTimeAnswer,
    PersonsConcernedAnswer,
    clean_answer,
)

DESCRIPTION_LENGTHS = {"name": 120, "rank": 8, "post": 16, "station": 64, "belt": 40, "more": 160}
"""The parts of an officer's description, with the maximum length of each in characters."""
DESCRIPTION_CODES = {"rank": frozenset(dict(RANK_CHOICES)), "post": frozenset(StatedPost)}


def apply_place(rows: AnswerRows, answer: IncidentPlaceAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about the place: the police station, a landmark and a position."""
    change = AnswerChange()
    if answer.station:
        _apply_station(rows.complaint, answer.station, change, last_answers, by=by)
    _apply_incident_text(
        rows.statement,
        "landmark",
        clean_answer("landmark", answer.landmark),
        FollowupDetail.LANDMARK,
        change,
        last_answers,
    )
    try:
        position = str(gps_positions.parse_position(answer.position)) if answer.position else ""
    except ValueError as error:
        raise BadAnswer("position", "impossible") from error
    change.set_value(rows.statement, "position", position, FollowupDetail.POSITION)
    return change


def _apply_station(complaint: Complaint, code: str, change: AnswerChange, last_answers, *, by) -> None:
    """Set another station within the district.

    Raises AnswerNotAllowed if a conduct complaint that names its station was marked.
    """
    line = list(Office.objects.line_of(complaint.place))
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), complaint.place)
    place = district if code == UNKNOWN_ANSWER else Office.objects.select_related("parent").filter(code=code).first()
    if (
        place is None
        or not is_within(place.path, district.path)
        or (code != UNKNOWN_ANSWER and place.kind not in STATION_KINDS)
    ):
        raise BadAnswer("station", "impossible")
    if code == UNKNOWN_ANSWER and complaint.place.kind not in STATION_KINDS:
        _note_unknown(change, FollowupDetail.STATION, last_answers)
    elif place.pk != complaint.place_id:
        _require_station_movable(complaint, by=by)
        (change.unknown if code == UNKNOWN_ANSWER else change.answered).append(FollowupDetail.STATION)
        change.facts |= {"place": place.pk, "was": complaint.place_id}
        complaint.place = place


def _require_station_movable(complaint: Complaint, *, by) -> None:
    """Raise AnswerNotAllowed if this actor may not change the station."""
    if isinstance(by, Actor) and by.office_kind is OfficeKind.CENTRAL:
        return
    is_told = complaint.place.kind in STATION_KINDS
    if not may_move_station(
        about_police=complaint.about_police, is_station_stated=is_told, status=Status(complaint.status)
    ):
        raise AnswerNotAllowed(FollowupRefusal.STATION_STANDS)


def is_holder_at_accused_station(complaint: Complaint, *, at: datetime) -> bool:
    """Return whether the holder of a conduct complaint is posted at, or below, the station that it is against.

    An officer who has another posting there counts, too, and one who acts for the holder. At most four queries; none
    for complaints that are not about the police.
    """
    if not (complaint.about_police and complaint.place.kind in STATION_KINDS and complaint.holder_id):
        return False
    if is_within(complaint.office.path, complaint.place.path):
        return True
    holder = Posting.objects.with_people().get(pk=complaint.holder_id)
    exclusion = conflict_exclusion_of(complaint, at=at)
    return exclusion.excludes_posting(holder.pk, holder.officer_id, holder.office.path)


def apply_time(rows: AnswerRows, answer: IncidentTimeAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about the time: a day, a description, or both."""
    change, statement = AnswerChange(), rows.statement
    about = clean_answer("about", answer.about)
    if answer.unknown and (answer.day or about):
        raise BadAnswer("unknown", "impossible")
    old_day = statement.happened_on
    if change.set_value(statement, "happened_on", answer.day, FollowupDetail.WHEN):
        change.facts |= {"day": answer.day and answer.day.isoformat(), "was": old_day and old_day.isoformat()}
    _apply_incident_text(statement, "happened_about", about, FollowupDetail.WHEN, change, last_answers)
    return _mark_unknown(change, answer.unknown, FollowupDetail.WHEN, last_answers)


def apply_persons_concerned(rows: AnswerRows, answer: PersonsConcernedAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about the persons concerned: the text, and the description of an officer."""
    change, statement = AnswerChange(), rows.statement
    text, officer = clean_answer("concerns", answer.words), _clean_description(answer.officer)
    if answer.unknown and (text or officer):
        raise BadAnswer("unknown", "impossible")
    change.set_value(statement, "concerned", officer, FollowupDetail.CONCERNS)
    _apply_incident_text(statement, "concerns", text, FollowupDetail.CONCERNS, change, last_answers)
    _apply_keep_from(statement, answer, change)
    return _mark_unknown(change, answer.unknown, FollowupDetail.CONCERNS, last_answers)


def _apply_keep_from(statement: Statement, answer: PersonsConcernedAnswer, change: AnswerChange) -> None:
    """Set whether officers are kept from the complaint.

    A rank or post that is chosen later counts as *yes*. One that is only mentioned in words takes back a *no*: the
    complainant may mean somebody else (`stated_posts.posts_to_exclude`).
    """
    for column in ("keep_from", "senior_possible"):
        value = getattr(answer, column)
        if value not in {"", *YesNoUnknown}:
            raise BadAnswer(column, "impossible")
        if value:
            change.set_value(statement, column, str(value), FollowupDetail.CONCERNS)
    if change and statement.concerned.keys() & {"rank", "post"}:
        statement.keep_from = str(YesNoUnknown.YES)
    elif change and statement.keep_from == YesNoUnknown.NO and find_mentioned_posts(statement.concerns):
        statement.keep_from = str(YesNoUnknown.UNKNOWN)


def _clean_description(parts: dict) -> dict:
    """Return the parts of an officer's description that are not empty. Raises BadAnswer."""
    description = {}
    for part, longest in DESCRIPTION_LENGTHS.items():
        text = clean_answer("concerns", parts.get(part, ""))
        if len(text) > longest or (text and text not in DESCRIPTION_CODES.get(part, {text})):
            raise BadAnswer(part, "impossible")
        if text:
            description[part] = text
    return description


def _apply_incident_text(
    statement, column: str, text: str, name: FollowupDetail, change: AnswerChange, last_answers
) -> None:
    """Set a text about the incident. Keep the text of the registration, which no event has, as `replaced_text`."""
    old_text = getattr(statement, column)
    if change.set_value(statement, column, text, name):
        change.words = text
        change.replaced_text = old_text if name not in last_answers else ""


def _mark_unknown(change: AnswerChange, unknown: bool, name: FollowupDetail, last_answers) -> AnswerChange:
    """Return the change, with "I don't know" in place of the answer if `unknown`, also if it removes an answer."""
    if unknown and change.answered:
        change.answered.clear()
        change.unknown.append(name)
    elif unknown:
        _note_unknown(change, name, last_answers)
    return change


def _note_unknown(change: AnswerChange, name: FollowupDetail, last_answers) -> None:
    """Note "I don't know" unless it is already the last answer."""
    if name not in last_answers or not last_answers[name].unknown:
        change.unknown.append(name)
