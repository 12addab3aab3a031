"""The reasons for refusing a notice or a tip. The pages show a sentence for each (notices.models.labels)."""

from enum import StrEnum


class NoticeRefusal(StrEnum):
    """Why a notice or a tip was refused. Text that was typed is not lost."""

    NAME_MISSING = "name_missing"
    WORDS_MISSING = "words_missing"
    ONE_LANGUAGE = "one_language"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    AGE_MISSING = "age_missing"
    NOT_A_CHILD = "not_a_child"
    SEX_MISSING = "sex_missing"
    SEEN_MISSING = "seen_missing"
    SEEN_LATER = "seen_later"
    NO_END = "no_end"
    ENDS_TOO_LATE = "ends_too_late"
    NO_NUMBER = "no_number"
    SEXUAL_VIOLENCE = "sexual_violence"
    TELLS_OF_IT = "tells_of_it"
    NEVER_OF_THIS_KIND = "never_of_this_kind"
    NO_SUCH_COMPLAINT = "no_such_complaint"
    PICTURE_NOT_READY = "picture_not_ready"
    ALREADY_WAITS = "already_waits"
    NOTHING_WAITS = "nothing_waits"
    OVER = "over"
    OWN_PROPOSAL = "own_proposal"
    REASON_MISSING = "reason_missing"
    NOT_PUBLIC = "not_public"
