"""What is told after the E-tag, in any order, and told anew: the only writer of it.

Each telling is one event of the history, `told`, with the names of what is new. Words that belong to the matter
(landmark, whom it concerns, when) stand beside the event, so that every version is kept; nothing personal does.
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
