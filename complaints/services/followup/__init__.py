"""Record the answers to the follow-up questions, which complainants answer and correct after the registration.

Each answer is one event of the kind `told`, which names what is new. Texts about the incident (landmark, officer
concerned, time) are stored with the event, so that every version is kept; personal data is not.
"""

from complaints.services.followup.answer_recording import record_answer
from complaints.services.followup.followup_answer_types import (
    AgeAnswer,
    AnsweredMeanwhile,
    AnswerNotAllowed,
    CallingHoursAnswer,
    DuressWordAnswer,
    IdentityAnswer,
    IncidentPlaceAnswer,
    IncidentTimeAnswer,
    OnBehalfAnswer,
    PersonsConcernedAnswer,
    ProtectionAnswer,
    SafeContactAnswer,
    SecretWordAnswer,
    WrongSecretWord,
)

__all__ = [
    "AgeAnswer",
    "AnswerNotAllowed",
    "AnsweredMeanwhile",
    "CallingHoursAnswer",
    "DuressWordAnswer",
    "IdentityAnswer",
    "IncidentPlaceAnswer",
    "IncidentTimeAnswer",
    "OnBehalfAnswer",
    "PersonsConcernedAnswer",
    "ProtectionAnswer",
    "SafeContactAnswer",
    "SecretWordAnswer",
    "WrongSecretWord",
    "record_answer",
]
