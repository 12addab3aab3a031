"""Record one follow-up answer in one transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import ChainHead, Complainant, Complaint, Event, Statement
from complaints.queries.followup import KIND, Last, is_recovering, last_told, questions_of
from complaints.rules import followup as rule
from complaints.rules.capacities import Capacity
from complaints.rules.followup import Followup, Question
from complaints.rules.parties import SYSTEM, Citizen
from complaints.rules.statuses import Status
from complaints.services import announcements, facts, history
from complaints.services.exclusion.conflict_exclusion import keep_clear
from complaints.services.exclusion.provisional_exclusion import exclude_told
from complaints.services.followup import matter, person, safety
from complaints.services.followup.answers import AnswerChange, CannotTell, Rows, Telling, ToldMeanwhile, WrongWord
from complaints.services.moves import lock, make_move, marks_of
from complaints.services.routing import is_below_the_floor
from complaints.signals import event_recorded
from ledger import commitment
from ledger.exceptions import NotPermitted

BEFORE = "stood_before"
EXCLUDE = frozenset({Question.CONCERNS, Question.PLACE, Question.WHEN})
"""Questions whose answers can exclude an office from the complaint (`services.exclusion.provisional_exclusion`)."""
WORDS = frozenset({Question.WORD, Question.SECOND_WORD})
TELLERS = frozenset({Capacity.CITIZEN, Capacity.CELL})
WRITERS: dict[Question, Callable[..., AnswerChange]] = {
    Question.PLACE: matter.place,
    Question.WHEN: matter.when,
    Question.CONCERNS: matter.concerns,
    Question.YOU: person.you,
    Question.BEHALF: person.on_behalf,
    Question.AGE: person.age,
    Question.PROTECTION: person.protection,
    Question.CONTACT: safety.contact,
    Question.HOURS: safety.ringing,
    Question.WORD: safety.secret,
    Question.SECOND_WORD: safety.duress,
}
NAMES: dict[Question, frozenset[Followup]] = {
    Question.PLACE: frozenset({Followup.STATION, Followup.LANDMARK, Followup.POSITION}),
    Question.WHEN: frozenset({Followup.WHEN}),
    Question.CONCERNS: frozenset({Followup.CONCERNS}),
    Question.YOU: frozenset({Followup.NAME, Followup.DOCUMENT}),
    Question.BEHALF: frozenset({Followup.BEHALF, Followup.CONSENT}),
    Question.AGE: frozenset({Followup.AGE}),
    Question.PROTECTION: frozenset({Followup.PROTECTION}),
    Question.CONTACT: frozenset(
        {Followup.CHANNEL, Followup.NEUTRAL, Followup.CALLS, Followup.PHONE, Followup.EMAIL, Followup.MESSAGES}
    ),
    Question.HOURS: frozenset({Followup.HOURS, Followup.WOMAN_OFFICER}),
    Question.WORD: frozenset({Followup.KEYS}),
    Question.SECOND_WORD: frozenset({Followup.KEYS}),
}
"""The names under which the history records the answers to each question."""


@transaction.atomic
def tell(
    *, complaint_id: int, answer: Telling, by: Actor | Citizen, at: datetime, expected_seq: int | None = None
) -> Event | None:
    """Record an answer, or a correction of one. Return the event; None if nothing is new, and for the duress word.

    told: the answer.
    seen: the length of the history when the page was rendered.

    In the same transaction, a conduct complaint leaves a holder who is posted at the station that is named now (the
    move `keep_away`: to the lowest head above the place who may have it). So does a child's complaint whose holder has
    too low a rank. The rank or post of an officer immediately excludes the office of that officer and everybody below
    (`services.exclusion.provisional_exclusion`). The name of an officer has no effect until the complaint cell matches
    it (`services.exclusion.naming`).

    Raises NotPermitted for another person's complaint; CannotTell; BadAnswer; ToldMeanwhile if another browser or the
    cell has answered the question since `seen`; WrongWord.
    """
    head, complaint = lock(complaint_id)
    at = max(at, head.at or at)  # The servers' clocks differ a little, but times in a history never decrease.
    complaint.complainant = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    past = last_told(complaint_id)
    _require_permission(complaint, answer, by=by, at=at)
    is_late = expected_seq is not None and any(name in past and past[name].seq > expected_seq for name in NAMES[answer.question])
    if is_late and answer.question in WORDS:
        raise ToldMeanwhile(answer.question)  # Not WrongWord: probably the button was tapped twice.
    trust = facts.trust_of(by, complaint)
    rows = Rows(complaint, Statement.objects.get(pk=complaint_id))
    if _needs_present_word(answer, complaint, past, at=at) and not safety.opens(rows.person, answer.present):
        raise WrongWord(answer.question)
    change = WRITERS[answer.question](rows, answer, past, by=by)
    if not change:
        return None
    if answer.question is Question.SECOND_WORD:
        # No event, because another person may read the history.
        rows.person.save(update_fields=["duress_hash"])
        return None
    if is_late:
        raise ToldMeanwhile(answer.question)
    safety.heed(rows, change, at=at)
    rows.save()
    change.facts |= marks_of(trust)
    event = _record_event(head, rows, change, by=by, at=at)
    has_new_exclusions = answer.question in EXCLUDE and exclude_told(rows.complaint, rows.statement, at=at)
    is_rank_too_low = Followup.AGE in change.told and is_below_the_floor(rows.complaint, at=at)
    if is_rank_too_low or matter.sits_at_the_accused(rows.complaint, at=at):
        make_move(complaint_id=complaint_id, name="keep_away", by=SYSTEM, at=at)
    if has_new_exclusions:
        keep_clear(complaint_id, at=at)
    return event


def _require_permission(complaint: Complaint, answer: Telling, *, by, at: datetime) -> None:
    """Raise NotPermitted or CannotTell if this actor may not answer the question now."""
    if not facts.capacities_of(by, complaint, at=at) & TELLERS:
        raise NotPermitted(answer.question)
    if why := rule.refusal(answer.question, Status(complaint.status), questions_of(complaint)):
        raise CannotTell(why)


def _needs_present_word(answer: Telling, complaint: Complaint, past: dict[str, Last], *, at: datetime) -> bool:
    """Return whether the answer must include the present secret word.

    Every change of a word needs it, except a new secret word after a printed code opened the complaint, because such a
    code replaces a lost word.
    """
    if answer.question not in WORDS or not complaint.complainant.has_secret:
        return False
    return answer.question is not Question.WORD or not is_recovering(complaint.pk, past, at=at)


def _record_event(head: ChainHead, rows: Rows, change: AnswerChange, *, by, at: datetime) -> Event:
    """Add the event of an answer. If it replaces text of the registration, an event before it keeps the old text."""
    complaint, statement = rows.complaint, rows.statement
    state = {"state": history.state_of(complaint)}
    if change.before:
        history.append(head, history.Entry(BEFORE, complaint.cycle, state, words=change.before), by=SYSTEM, at=at)
    state["digests"] = commitment.made(statement.salt, statement, rows.person)
    names = {"what": [str(name) for name in change.told]}
    if change.unknown:
        names["unknown"] = [str(name) for name in change.unknown]
    entry = history.Entry(KIND, complaint.cycle, state | names | change.facts, words=change.words)
    event = history.append(head, entry, by=by, at=at)
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
