"""What a draft must hold to become a complaint, and the last look at it before it is one.

The forms check the same things beside each field; this is for whatever comes through another door.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from complaints.models import Document
from complaints.rules.exclusion.provisional_exclusion import Post
from complaints.rules.missing_child import CHILDHOOD, ChildAnswer, Sex
from complaints.rules.persons import MAY_BE_ANONYMOUS, Behalf, Consent
from web import identity_numbers, text
from web.countries import is_zone

LENGTHS = {
    "text": text.LONGEST,
    "landmark": 200,
    "concerns": 300,
    "happened_about": 120,
    "name": 120,
    "email": 254,
    "address": 500,
    "document_number": 40,
    "no_document_reason": 200,
    "behalf_name": 120,
    "child_name": 120,
    "child_wearing": 200,
}
"""The longest each answer may be, in characters."""


class BadAnswer(ValueError):
    """`field` cannot be taken: `reason` is missing, unreadable, too_long or impossible."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Answers:
    """What a draft must hold to become a complaint: codes, words, numbers.

    `district`, `station`: office codes. `phone`: E.164. `document_number`: of a CNIC, without dashes. `time_zone`: an
    IANA name. `secret_hash`: a secret word, hashed before it ever reaches the draft. `safe_from`, `safe_until`: full
    hours between which they may be rung. `wants_calls`: they cannot read, and ask to be rung. `spoken`: what happened
    stands in a voice note of the draft, and `text` may be empty. `post`: the most senior police post involved.
    `child_…`: of a missing child; where and when it was last seen are `landmark` and `happened_about`. `child_age` in
    years, as text.
    """

    category: str
    district: str
    text: str
    station: str = ""
    landmark: str = ""
    concerns: str = ""
    happened_on: str = ""
    happened_about: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    document: str = Document.NONE
    document_number: str = ""
    no_document_reason: str = ""
    language: str = "ur"
    woman_officer: bool = False
    protected: bool = False
    anonymous: bool = False
    under_18: bool = False
    behalf: str = Behalf.SELF
    behalf_name: str = ""
    behalf_consent: str = Consent.UNASKED
    time_zone: str = "Asia/Karachi"
    secret_hash: str = ""
    safe_from: int | None = None
    safe_until: int | None = None
    neutral: bool = False
    wants_calls: bool = False
    spoken: bool = False
    child_name: str = ""
    child_age: str = ""
    child_sex: str = ""
    child_wearing: str = ""
    child_left: str = ""
    child_custody: str = ""
    post: str = ""

    @property
    def officer(self) -> dict:
        """The officer concerned, by the parts of Statement.concerned."""
        return {"post": self.post} if self.post else {}


def checked(answers: Answers) -> Answers:
    """The answers with clean words and numbers in their standard form. Raises BadAnswer."""
    told = {field: _words(field, getattr(answers, field), longest) for field, longest in LENGTHS.items()}
    if not told["text"] and not answers.spoken:
        raise BadAnswer("text", "missing")
    if answers.anonymous and answers.category not in MAY_BE_ANONYMOUS:
        raise BadAnswer("anonymous", "impossible")
    if answers.behalf not in set(Behalf) or answers.behalf_consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    if not is_zone(answers.time_zone):
        raise BadAnswer("time_zone", "impossible")
    if not are_hours(answers.safe_from, answers.safe_until):
        raise BadAnswer("safe_until", "impossible")
    if answers.post and answers.post not in set(Post):
        raise BadAnswer("post", "impossible")
    if answers.phone:
        told["phone"] = _number("phone", answers.phone, identity_numbers.phone)
    if answers.document == Document.CNIC and told["document_number"]:
        told["document_number"] = _number("document_number", told["document_number"], identity_numbers.cnic)
    if answers.document not in Document.values:
        raise BadAnswer("document", "impossible")
    if answers.happened_on:
        _number("happened_on", answers.happened_on, date.fromisoformat)
    _check_child(answers)
    return replace(answers, **told)


def _check_child(answers: Answers) -> None:
    """What is chosen of a missing child; nothing of it has to be known."""
    if answers.child_age and answers.child_age not in {str(age) for age in range(CHILDHOOD)}:
        raise BadAnswer("child_age", "impossible")
    chosen = {"child_sex": Sex, "child_left": ChildAnswer, "child_custody": ChildAnswer}
    for field, values in chosen.items():
        if getattr(answers, field) not in {"", *values}:
            raise BadAnswer(field, "impossible")


def are_hours(begins: int | None, ends: int | None) -> bool:
    """Two full hours of the day that differ, or none."""
    hours = range(24)
    return begins is ends is None or (begins in hours and ends in hours and begins != ends)


def _words(field: str, said: str, longest: int) -> str:
    try:
        words = text.clean(said)
    except text.Unreadable as error:
        raise BadAnswer(field, "unreadable") from error
    if len(words) > longest:
        raise BadAnswer(field, "too_long")
    return words


def _number(field: str, typed: str, parse: Callable):
    try:
        return parse(typed)
    except ValueError as error:
        raise BadAnswer(field, "impossible") from error
