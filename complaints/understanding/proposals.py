"""What is proposed for a sentence. A person confirms a proposal or chooses something else: nothing here decides."""

from dataclasses import dataclass
from enum import StrEnum


class Danger(StrEnum):
    """Whether somebody seems to be in danger now, and whether the police seem to be the danger."""

    NONE = "none"
    NOW = "danger"
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category, district or station with its score from 0 to 1 and the words that led to it."""

    code: str
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a sentence seems to say: up to three proposals of each kind, the best first."""

    categories: tuple[Proposal, ...]
    districts: tuple[Proposal, ...]
    stations: tuple[Proposal, ...]
    danger: Danger
    danger_score: float
    danger_words: tuple[str, ...] = ()
    is_shortened: bool = False
    """Whether the text was too long, so that only its beginning and its end were read."""

    @property
    def category(self) -> Proposal:
        """The first category."""
        return self.categories[0]
