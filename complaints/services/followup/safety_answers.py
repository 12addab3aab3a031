"""Apply the follow-up answers about safety: contact details, calling hours, the secret word and the duress word.

Each function applies an answer to the locked rows and returns the change. `last_answers` has the last answer to each
question.
"""

from collections.abc import Callable

from accounts.actors import Actor
from complaints.models import Complainant, Complaint
from complaints.queries.followup_context import has_address_opened_complaint
from complaints.rules.access_proofs import Trust, trust_of_opening
from complaints.rules.actors import Citizen
from complaints.rules.complainant.secret_word_rules import find_secret_word_fault
from complaints.rules.followup_questions import FollowupDetail, FollowupRefusal, may_change_number
from complaints.services.access_keys import access_codes, duress_page, secret_word_hashing
from complaints.services.calls import waiting_calls
from complaints.services.clock_changes import deadline_changes
from complaints.services.draft_answers import BadAnswer
from complaints.services.exclusion import narrowing
from complaints.services.followup.followup_answer_types import (
    AnswerChange,
    AnswerNotAllowed,
    AnswerRows,
    CallingHoursAnswer,
    DuressWordAnswer,
    SafeContactAnswer,
    SecretWordAnswer,
    clean_answer,
)
from notifications.message_channels import can_be_reached, offered_channels
from web import identity_numbers
from web.countries import is_time_zone

MESSAGE_LANGUAGES = frozenset({"ur", "en"})
SAME_WORD = "same_word"


def apply_contact(rows: AnswerRows, answer: SafeContactAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about phone, e-mail address, channel, language and wording of the messages."""
    change, person = AnswerChange(words=answer.how_known), rows.person
    _apply_phone_and_email(person, answer, change, by=by)
    if answer.channel not in {"", *dict(offered_channels())} or answer.language not in MESSAGE_LANGUAGES:
        raise BadAnswer("channel", "impossible")
    if answer.channel and not can_be_reached(answer.channel, phone=person.phone, email=person.email):
        raise AnswerNotAllowed(FollowupRefusal.NO_NUMBER)
    change.set_value(person, "prefers", answer.channel, FollowupDetail.CHANNEL)
    change.set_value(person, "language", answer.language, FollowupDetail.CHANNEL)
    change.set_value(person, "neutral", answer.neutral, FollowupDetail.NEUTRAL)
    change.set_value(person, "messages_wanted", answer.messages and rows.complaint.is_quiet, FollowupDetail.MESSAGES)
    change.set_value(person, "wants_calls", answer.calls and bool(person.phone), FollowupDetail.CALLS)
    change.note(FollowupDetail.CHANNEL, changed=FollowupDetail.CHANNEL not in last_answers and not answer.how_known)
    return change


def apply_calling_hours(rows: AnswerRows, answer: CallingHoursAnswer, last_answers, *, by) -> AnswerChange:
    """Apply the answer about calling hours, time zone and a woman officer.

    `apply_safety_consequences` then adjusts the contact clock.
    """
    change, person = AnswerChange(), rows.person
    if not is_time_zone(answer.time_zone):
        raise BadAnswer("time_zone", "impossible")
    begins, ends = (answer.hours.begins, answer.hours.ends) if answer.hours else (None, None)
    if answer.hours and (begins == ends or not {begins, ends} <= set(range(24))):
        raise BadAnswer("hours", "impossible")
    for column, value in (("safe_from", begins), ("safe_until", ends), ("time_zone", answer.time_zone)):
        change.set_value(person, column, value, FollowupDetail.HOURS)
    change.set_value(person, "woman_officer", answer.woman_officer, FollowupDetail.WOMAN_OFFICER)
    change.note(FollowupDetail.HOURS, changed=FollowupDetail.HOURS not in last_answers)
    return change


def apply_safety_consequences(rows: AnswerRows, change: AnswerChange, *, at) -> None:
    """Apply the consequences of an answer about safety.

    New hours: the contact clock leaves time for a call within them. A new phone or e-mail address: codes and links that
    were sent to the old one become invalid, because it may belong to a stranger. The wish to be called: the complaint
    cell reads out what was not heard yet, or no longer calls with news; the time to object to a narrowing begins then.
    """
    if {FollowupDetail.PHONE, FollowupDetail.EMAIL} & {*change.answered}:
        access_codes.invalidate_codes(rows.complaint.pk, at=at)
        rows.person.reached_since = at
    if FollowupDetail.CALLS in change.answered:
        waiting_calls.set_news_call(rows.complaint)
        if rows.person.wants_calls:
            narrowing.begin_time_with_reading(rows.complaint)
    has_new_hours = FollowupDetail.HOURS in change.answered
    if has_new_hours and deadline_changes.extend_contact_for_safe_hours(rows.complaint, at=at):
        change.facts |= {"contact_due": rows.complaint.contact_due_at.isoformat()}


def _apply_phone_and_email(person: Complainant, answer: SafeContactAnswer, change: AnswerChange, *, by) -> None:
    """Set the phone and the e-mail address.

    Raises AnswerNotAllowed if a number that opens the complaint may not be replaced
    (`rules.followup_questions.may_change_number`). A new number or address is unproved until a code that was sent to it
    is entered. If an officer entered it, it has the limits of an officer-issued key (decision 0021).
    """
    limited = isinstance(by, Actor) or _is_opened_by_officers_key(person, by)
    phone = _parse_answer("phone", answer.phone, identity_numbers.normalise_phone)
    for column, value, name in (
        ("phone", phone, FollowupDetail.PHONE),
        ("email", clean_answer("email", answer.email), FollowupDetail.EMAIL),
    ):
        if value != getattr(person, column) and not _may_change_contact(person, column, by=by, limited=limited):
            raise AnswerNotAllowed(FollowupRefusal.NUMBER_IS_A_KEY)
        if change.set_value(person, column, value, name):
            setattr(person, f"{column}_verified_at", None)
            setattr(person, f"{column}_is_of_filing", False)
            setattr(person, f"{column}_by_officers_key", limited)
    if change and not (person.phone or person.email or person.has_secret):
        raise AnswerNotAllowed(FollowupRefusal.NO_NUMBER)


def _may_change_contact(person: Complainant, column: str, *, by: Actor | Citizen, limited: bool) -> bool:
    """Return whether this actor may change the number or address. The complaint cell may if no code has proved it."""
    if isinstance(by, Actor):
        return getattr(person, f"{column}_verified_at") is None
    has_number = bool(getattr(person, column))
    opens_complaint = has_number and has_address_opened_complaint(person, by.opened_by)
    return may_change_number(
        has_number=has_number, is_key=opens_complaint, has_secret=person.has_secret, limited=limited
    )


def _is_opened_by_officers_key(person: Complainant, by) -> bool:
    """Return whether an officer-issued key, or something that was set with one, opened the complaint."""
    return isinstance(by, Citizen) and trust_of_opening(by.opened_by, person.proofs) is Trust.OFFICERS_KEY


def _parse_answer(name: str, typed: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(typed) if typed else ""
    except ValueError as error:
        raise BadAnswer(name, "impossible") from error


def set_secret_word(rows: AnswerRows, answer: SecretWordAnswer, last_answers, *, by) -> AnswerChange:
    """Set a new secret word. From now on the phone alone does not open the complaint.

    The caller has checked the present word (`is_present_word`).
    """
    _require_complainant(by)
    person = rows.person
    _check_secret_word(answer.word, rows, other_hash=person.duress_hash)
    change = AnswerChange(answered=[FollowupDetail.KEYS])
    person.word_by_officers_key = _is_opened_by_officers_key(person, by)
    if not person.has_secret:  # The wish for messages was made without a secret word and does not hold with one.
        change.set_value(person, "messages_wanted", False, FollowupDetail.MESSAGES)
    person.secret_hash = _hash_word(answer.word, rows)
    return change


def set_duress_word(rows: AnswerRows, answer: DuressWordAnswer, last_answers, *, by) -> AnswerChange:
    """Set the duress word, which shows a harmless page and silently reports pressure, and the story of that page.

    Another story begins a new harmless complaint: what was done on the page before goes with the old story.
    """
    _require_complainant(by)
    person, story = rows.person, clean_answer("story", answer.story)
    if not story:
        raise BadAnswer("story", "missing")
    _check_secret_word(answer.word, rows, other_hash=person.secret_hash)
    if story != person.duress_story:
        duress_page.forget_decoy(rows.complaint.pk)
    person.duress_hash, person.duress_story = _hash_word(answer.word, rows), story
    return AnswerChange(answered=[FollowupDetail.KEYS])


def _hash_word(word: str, rows: AnswerRows) -> str:
    return secret_word_hashing.hash_secret_word(secret_word_hashing.digest_secret_word(word), etag=rows.complaint.etag)


def is_present_word(complaint: Complaint, typed: str) -> bool:
    """Return whether this is the present secret word."""
    return secret_word_hashing.is_correct_secret_word(complaint.complainant.secret_hash, typed, etag=complaint.etag)


def _require_complainant(by) -> None:
    """Raise AnswerNotAllowed for officers: a word that somebody else sets is not a secret."""
    if isinstance(by, Actor):
        raise AnswerNotAllowed(FollowupRefusal.NOT_ASKED)


def _check_secret_word(word: str, rows: AnswerRows, *, other_hash: str) -> None:
    """Raise BadAnswer if others could guess the word, or if it is the same as the other word."""
    person = rows.person
    if why := find_secret_word_fault(
        word, known_facts=filter(None, (person.name, person.phone, person.email, rows.complaint.etag))
    ):
        raise BadAnswer("word", str(why))
    if other_hash and secret_word_hashing.is_correct_secret_word(other_hash, word, etag=rows.complaint.etag):
        raise BadAnswer("word", SAME_WORD)
