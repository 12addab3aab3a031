"""Follow-up answers about safety: contact details, hours, protection, and the words that open the complaint."""

from collections.abc import Callable

from accounts.actors import Actor
from complaints.models import Complainant
from complaints.models.labels import MESSAGE_CHANNELS
from complaints.queries.followup import is_key
from complaints.rules.followup import Followup, Why, may_change_number
from complaints.rules.opened_by import Trust, trust_in
from complaints.rules.parties import Citizen
from complaints.rules.secret_words import fault
from complaints.services import clocks
from complaints.services.access_keys import access_codes, secret_words
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup.answers import (
    AnswerChange,
    CannotTell,
    DuressWord,
    Ringing,
    Rows,
    SafeContact,
    SecretWord,
    words,
)
from web import identity_numbers
from web.countries import is_zone

LANGUAGES = frozenset({"ur", "en"})
SAME_WORD = "same_word"


def contact(rows: Rows, said: SafeContact, past, *, by) -> AnswerChange:
    """Numbers, channel, language, wording."""
    change, person = AnswerChange(words=said.how_known), rows.person
    _numbers(person, said, change, by=by)
    if said.channel not in {"", *dict(MESSAGE_CHANNELS)} or said.language not in LANGUAGES:
        raise BadAnswer("channel", "impossible")
    if (said.channel == "sms" and not person.phone) or (said.channel == "email" and not person.email):
        raise CannotTell(Why.NO_NUMBER)
    change.write(person, "prefers", said.channel, Followup.CHANNEL)
    change.write(person, "language", said.language, Followup.CHANNEL)
    change.write(person, "neutral", said.neutral, Followup.NEUTRAL)
    change.write(person, "messages_wanted", said.messages and rows.complaint.is_quiet, Followup.MESSAGES)
    change.write(person, "wants_calls", said.calls and bool(person.phone), Followup.CALLS)
    change.note(Followup.CHANNEL, changed=Followup.CHANNEL not in past and not said.how_known)
    return change


def ringing(rows: Rows, said: Ringing, past, *, by) -> AnswerChange:
    """Hours, whose clock, and a woman officer; the clock of the contact then heeds them (`heed`)."""
    change, person = AnswerChange(), rows.person
    if not is_zone(said.time_zone):
        raise BadAnswer("time_zone", "impossible")
    begins, ends = (said.hours.begins, said.hours.ends) if said.hours else (None, None)
    if said.hours and (begins == ends or not {begins, ends} <= set(range(24))):
        raise BadAnswer("hours", "impossible")
    for column, value in (("safe_from", begins), ("safe_until", ends), ("time_zone", said.time_zone)):
        change.write(person, column, value, Followup.HOURS)
    change.write(person, "woman_officer", said.woman_officer, Followup.WOMAN_OFFICER)
    change.note(Followup.HOURS, changed=Followup.HOURS not in past)
    return change


def heed(rows: Rows, change: AnswerChange, *, at) -> None:
    """Where the hours are new, the contact clock leaves time to ring within them.

    Where a number or address is new, codes and links that went to the old one do nothing any more: it may be a
    stranger's.
    """
    if {Followup.PHONE, Followup.EMAIL} & {*change.told}:
        access_codes.end_codes(rows.complaint.pk, at=at)
        rows.person.reached_since = at
    if Followup.HOURS in change.told and clocks.heed_safe_hours(rows.complaint, at=at):
        change.facts |= {"contact_due": rows.complaint.contact_due_at.isoformat()}


def _numbers(person: Complainant, said: SafeContact, change: AnswerChange, *, by) -> None:
    """A number that is the complaint's key is not put in another's place (rules.telling.may_change_number).

    A new number or address is unproved until a code sent to it is entered. One that an officer entered has the limits
    of a key that an officer issued (decision 0021).
    """
    limited = isinstance(by, Actor) or _is_limited(person, by)
    phone = _parsed("phone", said.phone, identity_numbers.phone)
    for column, value, name in (
        ("phone", phone, Followup.PHONE),
        ("email", words("email", said.email), Followup.EMAIL),
    ):
        if value != getattr(person, column) and not _may_change(person, column, by=by, limited=limited):
            raise CannotTell(Why.NUMBER_IS_A_KEY)
        if change.write(person, column, value, name):
            setattr(person, f"{column}_verified_at", None)
            setattr(person, f"{column}_is_of_filing", False)
            setattr(person, f"{column}_by_officers_key", limited)
    if change and not (person.phone or person.email or person.has_secret):
        raise CannotTell(Why.NO_NUMBER)


def _may_change(person: Complainant, column: str, *, by: Actor | Citizen, limited: bool) -> bool:
    """Whether this actor may change the number or address. The complaint cell changes what no code has proved."""
    if isinstance(by, Actor):
        return getattr(person, f"{column}_verified_at") is None
    given = bool(getattr(person, column))
    is_one = given and is_key(person, by.opened_by)
    return may_change_number(given=given, is_key=is_one, has_secret=person.has_secret, limited=limited)


def _is_limited(person: Complainant, by) -> bool:
    """Return whether the complaint was opened with a code from an officer, or with something set by one."""
    return isinstance(by, Citizen) and trust_in(by.opened_by, person.proofs) is Trust.OFFICERS_KEY


def _parsed(name: str, typed: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(typed) if typed else ""
    except ValueError as impossible:
        raise BadAnswer(name, "impossible") from impossible


def secret(rows: Rows, said: SecretWord, past, *, by) -> AnswerChange:
    """A new secret word. From now on the phone alone opens nothing; the present word was asked for before (`opens`)."""
    _own(by)
    person = rows.person
    _word("word", said.word, rows, beside=person.duress_hash)
    change = AnswerChange(told=[Followup.KEYS])
    person.word_by_officers_key = _is_limited(person, by)
    if not person.has_secret:  # what was asked for without a word was not asked for in spite of it
        change.write(person, "messages_wanted", False, Followup.MESSAGES)
    person.secret_hash = secret_words.hashed(said.word)
    return change


def duress(rows: Rows, said: DuressWord, past, *, by) -> AnswerChange:
    """The word beside it that opens a harmless page and calls for help in silence."""
    _own(by)
    person = rows.person
    _word("word", said.word, rows, beside=person.secret_hash)
    person.duress_hash = secret_words.hashed(said.word)
    return AnswerChange(told=[Followup.KEYS])


def opens(person: Complainant, present: str) -> bool:
    """Whether that is the present secret word."""
    return secret_words.matches(person.secret_hash, present)


def _own(by) -> None:
    """Nobody sets a word for somebody else: it would not be a secret."""
    if isinstance(by, Actor):
        raise CannotTell(Why.NOT_ASKED)


def _word(name: str, word: str, rows: Rows, *, beside: str) -> None:
    """Raises BadAnswer for a word that others could guess, or that is the other word already."""
    person = rows.person
    if why := fault(word, known=filter(None, (person.name, person.phone, person.email, rows.complaint.etag))):
        raise BadAnswer(name, str(why))
    if beside and secret_words.matches(beside, word):
        raise BadAnswer(name, SAME_WORD)
