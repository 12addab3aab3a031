"""The answers that a draft needs to become a complaint, and their last validation.

Forms validate the same answers and show an error at each field. This validation also covers drafts that come from no
form, such as chats.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from accounts.rules.ranks import Rank
from complaints.models import Document
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS, Behalf, Consent
from complaints.rules.complainant.missing_child_answers import ADULT_AGE, ChildAnswer, ChildSex
from complaints.rules.exclusion.stated_posts import StatedPost, YesNoUnknown
from web import identity_numbers, text_cleaning
from web.countries import is_time_zone

MAX_LENGTHS = {
    "text": text_cleaning.LONGEST_TEXT,
    "landmark": 200,
    "concerns": 300,
    "happened_about": 120,
    "name": 120,
    "email": 254,
    "address": 500,
    "document_number": 40,
    "no_document_reason": 200,
    "behalf_name": 120,
    "officer_name": 120,
    "child_name": 120,
    "child_wearing": 200,
}
"""The maximum length of each answer, in characters."""


class BadAnswer(ValueError):
    """The answer `field` is not accepted. `reason`: missing, unreadable, too_long or impossible."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class DraftAnswers:
    """The answers that make a complaint: codes, texts and numbers.

    district, station: office codes.
    phone: E.164.
    document_number: for a CNIC, without dashes.
    time_zone: an IANA name.
    secret_digest: the keyed digest of the secret word; the word itself never reaches the draft.
    safe_from, safe_until: the full hours between which the complainant can be called.
    wants_calls: the complainant cannot read and wants to be called.
    spoken: a voice note of the draft says what happened, so `text` may be empty.
    keep_from: whether a police officer or office should be kept from the complaint (YesNoUnknown; "" if not asked).
    rank, post: of the most senior officer involved, as codes. senior_possible: without both, whether it could be an SP
    or the head of the district (YesNoUnknown). officer_station: the code of that officer's office, if it is not
    `station`. officer_name: that officer's name, if known.
    keep_out: the code of an office that the complainant asked to keep out.
    child_…: the description of a missing child. `landmark` and `happened_about` say where and when the child was last
    seen; `child_age` is in years, as text.
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
    secret_digest: str = ""
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
    keep_from: str = ""
    rank: str = ""
    post: str = ""
    senior_possible: str = ""
    officer_station: str = ""
    officer_name: str = ""
    keep_out: str = ""

    @property
    def officer(self) -> dict:
        """The description of the officer concerned, as stored in Statement.concerned."""
        parts = {
            "name": self.officer_name, "rank": self.rank, "post": self.post, "station": self.officer_station,
        }  # fmt: skip
        return {name: part for name, part in parts.items() if part}


def validate_answers(answers: DraftAnswers) -> DraftAnswers:
    """Return the answers with cleaned texts and numbers in their standard form. Raises BadAnswer."""
    cleaned = {field: _clean_text(field, getattr(answers, field), longest) for field, longest in MAX_LENGTHS.items()}
    if not cleaned["text"] and not answers.spoken:
        raise BadAnswer("text", "missing")
    if answers.anonymous and answers.category not in MAY_BE_ANONYMOUS:
        raise BadAnswer("anonymous", "impossible")
    if answers.behalf not in set(Behalf) or answers.behalf_consent not in set(Consent):
        raise BadAnswer("behalf", "impossible")
    if not is_time_zone(answers.time_zone):
        raise BadAnswer("time_zone", "impossible")
    if not are_valid_safe_hours(answers.safe_from, answers.safe_until):
        raise BadAnswer("safe_until", "impossible")
    if answers.phone:
        cleaned["phone"] = _parse_answer("phone", answers.phone, identity_numbers.normalise_phone)
    if answers.document == Document.CNIC and cleaned["document_number"]:
        cleaned["document_number"] = _parse_answer(
            "document_number", cleaned["document_number"], identity_numbers.normalise_cnic
        )
    if answers.document not in Document.values:
        raise BadAnswer("document", "impossible")
    if answers.happened_on:
        _parse_answer("happened_on", answers.happened_on, date.fromisoformat)
    _check_choices(answers)
    return replace(answers, **cleaned)


def _check_choices(answers: DraftAnswers) -> None:
    """Check the choices about an officer and about a missing child. All of them may be empty."""
    if answers.child_age and answers.child_age not in {str(age) for age in range(ADULT_AGE)}:
        raise BadAnswer("child_age", "impossible")
    chosen = {
        "keep_from": YesNoUnknown, "senior_possible": YesNoUnknown, "post": StatedPost, "rank": Rank,
        "child_sex": ChildSex, "child_left": ChildAnswer, "child_custody": ChildAnswer,
    }  # fmt: skip
    for field, values in chosen.items():
        if getattr(answers, field) not in {"", *values}:
            raise BadAnswer(field, "impossible")


def are_valid_safe_hours(begins: int | None, ends: int | None) -> bool:
    """Return whether these are two different full hours of the day, or both None."""
    hours = range(24)
    return begins is ends is None or (begins in hours and ends in hours and begins != ends)


def _clean_text(field: str, typed: str, longest: int) -> str:
    try:
        cleaned = text_cleaning.clean_text(typed)
    except text_cleaning.UnreadableText as error:
        raise BadAnswer(field, "unreadable") from error
    if len(cleaned) > longest:
        raise BadAnswer(field, "too_long")
    return cleaned


def _parse_answer(field: str, typed: str, parse: Callable):
    try:
        return parse(typed)
    except ValueError as error:
        raise BadAnswer(field, "impossible") from error
