"""Record the answers to the follow-up questions, which complainants answer and correct after the registration.

Each answer is one event of the kind `told`, which names what is new. Texts about the incident (landmark, officer
concerned, time) are stored with the event, so that every version is kept; personal data is not.
"""

from complaints.services.followup.answers import (
    Age,
    CannotTell,
    Concerns,
    DuressWord,
    IncidentPlace,
    OnBehalf,
    Protection,
    Ringing,
    SafeContact,
    SecretWord,
    ToldMeanwhile,
    When,
    WrongWord,
    You,
)
from complaints.services.followup.record import tell

__all__ = [
    "Age",
    "CannotTell",
    "Concerns",
    "DuressWord",
    "IncidentPlace",
    "OnBehalf",
    "Protection",
    "Ringing",
    "SafeContact",
    "SecretWord",
    "ToldMeanwhile",
    "When",
    "WrongWord",
    "You",
    "tell",
]
