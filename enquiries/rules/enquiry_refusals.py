"""The reasons for refusing input. Pages and chat show a sentence for each (enquiries.models.labels)."""

from enum import StrEnum


class EnquiryRefusal(StrEnum):
    """Why a request, feedback or an entry was refused."""

    NAME_MISSING = "name_missing"
    NO_CNIC = "no_cnic"
    NO_PHONE = "no_phone"
    SAME_PERSON = "same_person"
    NO_SUCH_DISTRICT = "no_such_district"
    NO_PHOTO = "no_photo"
    AGREEMENT_MISSING = "agreement_missing"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    REASON_TOO_LONG = "reason_too_long"
    WORDS_MISSING = "words_missing"
    ANSWER_MISSING = "answer_missing"
    NOT_POSSIBLE_NOW = "not_possible_now"
    DAY_TO_COME = "day_to_come"
    NO_PUPILS = "no_pupils"
    NOT_A_PICTURE = "not_a_picture"
    CANNOT_LOOK_NOW = "cannot_look_now"
