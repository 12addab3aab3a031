"""What does not agree, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not agree. `where`: an E-tag as it is shown, "seals", "heads" or "review 7"."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}"
