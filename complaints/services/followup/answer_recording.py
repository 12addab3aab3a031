"""Record one follow-up answer in one transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import ChainHead, Complainant, Complaint, Event, Statement
from complaints.models.complainant import protection_of
from complaints.queries.followup_context import (
    KIND,
    LastAnswer,
    followup_questions_of,
    load_last_answers,
    may_set_secret_word_without_old,
)
from complaints.rules import followup_questions as rule
from complaints.rules.access_proofs import Trust
from complaints.rules.actors import SYSTEM, Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.settling import is_protection_default
from complaints.rules.followup_questions import FollowupDetail, Question
from complaints.rules.statuses import Status
from complaints.services import event_messages, facts, history
from complaints.services.exclusion.exclusion_by_description import add_new_exclusions
from complaints.services.exclusion.exclusion_enforcement import enforce_exclusion
from complaints.services.followup import complainant_answers, incident_answers, safety_answers
from complaints.services.followup.followup_answer_types import (
    AnswerChange,
    AnsweredMeanwhile,
    AnswerNotAllowed,
    AnswerRows,
    FollowupAnswer,
    WrongSecretWord,
)
from complaints.services.internal_clocks import start_settling_clock
from complaints.services.moves import event_facts_of_trust, lock_complaint, make_move
from complaints.services.routing import is_holder_rank_too_low
from complaints.signals import event_recorded
from ledger import commitment
from ledger.service_exceptions import NotPermitted

REPLACED_TEXT_KIND = "stood_before"
EXCLUDING_QUESTIONS = frozenset({Question.CONCERNS, Question.PLACE, Question.WHEN})
"""Questions whose answers can exclude an office from the complaint (`services.exclusion.exclusion_by_description`)."""
WORD_QUESTIONS = frozenset({Question.WORD, Question.SECOND_WORD})
ANSWERING_CAPACITIES = frozenset({Capacity.CITIZEN, Capacity.CELL})
ANSWER_FUNCTIONS: dict[Question, Callable[..., AnswerChange]] = {
    Question.PLACE: incident_answers.apply_place,
    Question.WHEN: incident_answers.apply_time,
    Question.CONCERNS: incident_answers.apply_persons_concerned,
    Question.YOU: complainant_answers.apply_identity,
    Question.BEHALF: complainant_answers.apply_on_behalf,
    Question.AGE: complainant_answers.apply_age,
    Question.PROTECTION: complainant_answers.apply_protection,
    Question.CONTACT: safety_answers.apply_contact,
    Question.HOURS: safety_answers.apply_calling_hours,
    Question.WORD: safety_answers.set_secret_word,
    Question.SECOND_WORD: safety_answers.set_duress_word,
}
DETAILS_OF_QUESTION: dict[Question, frozenset[FollowupDetail]] = {
    Question.PLACE: frozenset({FollowupDetail.STATION, FollowupDetail.LANDMARK, FollowupDetail.POSITION}),
    Question.WHEN: frozenset({FollowupDetail.WHEN}),
    Question.CONCERNS: frozenset({FollowupDetail.CONCERNS}),
    Question.YOU: frozenset({FollowupDetail.NAME, FollowupDetail.DOCUMENT}),
    Question.BEHALF: frozenset({FollowupDetail.BEHALF, FollowupDetail.CONSENT}),
    Question.AGE: frozenset({FollowupDetail.AGE}),
    Question.PROTECTION: frozenset({FollowupDetail.PROTECTION}),
    Question.CONTACT: frozenset(
        {
            FollowupDetail.CHANNEL,
            FollowupDetail.NEUTRAL,
            FollowupDetail.CALLS,
            FollowupDetail.PHONE,
            FollowupDetail.EMAIL,
            FollowupDetail.MESSAGES,
        }
    ),
    Question.HOURS: frozenset({FollowupDetail.HOURS, FollowupDetail.WOMAN_OFFICER}),
    Question.WORD: frozenset({FollowupDetail.KEYS}),
    Question.SECOND_WORD: frozenset({FollowupDetail.KEYS}),
}
"""The names under which the history records the answers to each question."""


@transaction.atomic
def record_answer(
    *, complaint_id: int, answer: FollowupAnswer, by: Actor | Citizen, at: datetime, expected_seq: int | None = None
) -> Event | None:
    """Record an answer, or a correction of one. Return the event; None if nothing is new, and for the duress word.

    answer: the answer.
    expected_seq: the length of the history when the page was rendered.

    In the same transaction, a conduct complaint leaves a holder who is posted at the station that is named now (the
    move `keep_away`: to the lowest head above the place who may have it). So does a child's complaint whose holder has
    too low a rank. The rank or post of an officer immediately excludes the office of that officer and everybody below
    (`services.exclusion.exclusion_by_description`). The name of an officer has no effect until the complaint cell
    matches it (`services.exclusion.officer_naming`).

    Raises NotPermitted for another person's complaint; AnswerNotAllowed; BadAnswer; AnsweredMeanwhile if another
    browser or the cell has answered the question since `expected_seq`; WrongSecretWord.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)  # The servers' clocks differ a little, but times in a history never decrease.
    complaint.complainant = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    last_answers = load_last_answers(complaint_id)
    _require_permission(complaint, answer, by=by, at=at)
    is_late = _is_answered_since(expected_seq, answer.question, last_answers)
    if is_late and answer.question in WORD_QUESTIONS:
        raise AnsweredMeanwhile(answer.question)  # Not WrongSecretWord: probably the button was tapped twice.
    trust = facts.trust_of_actor(by, complaint)
    rows = AnswerRows(complaint, Statement.objects.get(pk=complaint_id))
    change = _apply_answer(rows, answer, last_answers, is_late=is_late, by=by, at=at)
    if not change:
        return None
    change.facts |= event_facts_of_trust(trust)
    is_own_answer = isinstance(by, Citizen) and trust is not Trust.OFFICERS_KEY
    has_new_exclusions = answer.question in EXCLUDING_QUESTIONS and add_new_exclusions(
        complaint, rows.statement, is_own_answer=is_own_answer, at=at
    )
    if has_new_exclusions and complaint.is_open:
        start_settling_clock(complaint, at=at)  # the event of the answer records it
    if has_new_exclusions and not complaint.exclusions.filter(since__lt=at).exists():
        _protect_by_default(rows, change)
    event = _record_answer_event(head, rows, change, by=by, at=at)
    if _must_holder_change(complaint, change, at=at):
        make_move(complaint_id=complaint_id, name="keep_away", by=SYSTEM, at=at)
    if has_new_exclusions:
        enforce_exclusion(complaint_id, at=at)
    return event


def _protect_by_default(rows: AnswerRows, change: AnswerChange) -> None:
    """Protect the complainant's identity with the first exclusion, as at the registration. They may switch it off."""
    complaint = rows.complaint
    if not is_protection_default(has_exclusions=True, category_code=complaint.category.code):
        return
    complaint.protected, rows.person.protection = True, protection_of(is_protected=True)
    rows.person.save(update_fields=["protection"])
    complaint.save(update_fields=["protected"])
    change.facts |= {"protected": True}


def _require_permission(complaint: Complaint, answer: FollowupAnswer, *, by, at: datetime) -> None:
    """Raise NotPermitted or AnswerNotAllowed if this actor may not answer the question now."""
    if not facts.capacities_of(by, complaint, at=at) & ANSWERING_CAPACITIES:
        raise NotPermitted(answer.question)
    if why := rule.refusal_of_question(answer.question, Status(complaint.status), followup_questions_of(complaint)):
        raise AnswerNotAllowed(why)


def _is_answered_since(expected_seq: int | None, question: Question, last_answers: dict[str, LastAnswer]) -> bool:
    """Return whether the question was answered after the history had this length. None: nobody expects a length."""
    return expected_seq is not None and any(
        name in last_answers and last_answers[name].seq > expected_seq for name in DETAILS_OF_QUESTION[question]
    )


def _apply_answer(
    rows: AnswerRows,
    answer: FollowupAnswer,
    last_answers: dict[str, LastAnswer],
    *,
    is_late: bool,
    by: Actor | Citizen,
    at: datetime,
) -> AnswerChange | None:
    """Apply the answer to the rows, save them and return the change. None if there is nothing for an event.

    is_late: whether another browser or the cell has answered the question meanwhile.
    Raises WrongSecretWord, BadAnswer, and AnsweredMeanwhile for a late answer that is not the same as the last one.
    """
    _require_present_word(answer, rows.complaint, last_answers, at=at)
    change = ANSWER_FUNCTIONS[answer.question](rows, answer, last_answers, by=by)
    if not change:
        return None
    if answer.question is Question.SECOND_WORD:
        # No event, because another person may read the history.
        rows.person.save(update_fields=["duress_hash", "duress_story"])
        return None
    if is_late:
        raise AnsweredMeanwhile(answer.question)
    safety_answers.apply_safety_consequences(rows, change, at=at)
    rows.save()
    return change


def _require_present_word(
    answer: FollowupAnswer, complaint: Complaint, last_answers: dict[str, LastAnswer], *, at: datetime
) -> None:
    """Raise WrongSecretWord if the answer must include the present secret word and does not."""
    if _needs_present_word(answer, complaint, last_answers, at=at) and not safety_answers.is_present_word(
        complaint, answer.present_word
    ):
        raise WrongSecretWord(answer.question)


def _needs_present_word(
    answer: FollowupAnswer, complaint: Complaint, last_answers: dict[str, LastAnswer], *, at: datetime
) -> bool:
    """Return whether the answer must include the present secret word.

    Every change of a word needs it, except a new secret word after a printed code opened the complaint, because such a
    code replaces a lost word.
    """
    if answer.question not in WORD_QUESTIONS or not complaint.complainant.has_secret:
        return False
    return answer.question is not Question.WORD or not may_set_secret_word_without_old(
        complaint.pk, last_answers, at=at
    )


def _must_holder_change(complaint: Complaint, change: AnswerChange, *, at: datetime) -> bool:
    """Return whether the holder has too low a rank for a child's complaint, or is posted at the accused station."""
    is_rank_too_low = FollowupDetail.AGE in change.answered and is_holder_rank_too_low(complaint, at=at)
    return is_rank_too_low or incident_answers.is_holder_at_accused_station(complaint, at=at)


def _record_answer_event(head: ChainHead, rows: AnswerRows, change: AnswerChange, *, by, at: datetime) -> Event:
    """Add the event of an answer. If it replaces text of the registration, an event before it keeps the old text."""
    complaint, statement = rows.complaint, rows.statement
    state = {"state": history.event_state_of(complaint)}
    if change.replaced_text:
        history.append(
            head,
            history.EventEntry(REPLACED_TEXT_KIND, complaint.cycle, state, words=change.replaced_text),
            by=SYSTEM,
            at=at,
        )
    state["digests"] = commitment.commitment_digests(statement.salt, statement, rows.person)
    names = {"what": [str(name) for name in change.answered]}
    if change.unknown:
        names["unknown"] = [str(name) for name in change.unknown]
    entry = history.EventEntry(KIND, complaint.cycle, state | names | change.facts, words=change.words)
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
