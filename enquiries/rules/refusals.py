"""Why something was not taken, as words that the doors and the chat put into sentences (enquiries.models.words)."""

from enum import StrEnum


class Refusal(StrEnum):
    NAME_MISSING = "name_missing"
    NO_CNIC = "no_cnic"
    NO_PHONE = "no_phone"
    SAME_PERSON = "same_person"
    NO_SUCH_DISTRICT = "no_such_district"
    NO_PHOTO = "no_photo"
    AGREEMENT_MISSING = "agreement_missing"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    WORDS_MISSING = "words_missing"
    ANSWER_MISSING = "answer_missing"
    NOT_POSSIBLE_NOW = "not_possible_now"
    DAY_TO_COME = "day_to_come"
    NO_PUPILS = "no_pupils"
    NOT_A_PICTURE = "not_a_picture"
    CANNOT_LOOK_NOW = "cannot_look_now"


class Refused(Exception):
    """Nothing was written; `reason` says why, and `field` which of the answers it is about, where it is one."""

    def __init__(self, reason: Refusal, field: str = ""):
        super().__init__(reason)
        self.reason, self.field = reason, field


class NotPermitted(Exception):
    """This posting may not do that: no button offered it."""


class Overtaken(Exception):
    """Somebody else was first: it stands otherwise now than on the page that was sent."""
