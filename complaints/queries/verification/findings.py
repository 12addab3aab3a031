"""The finding of a verification."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """An inconsistency. `where`: an E-tag with spaces, "seals", "heads" or for example "review 7"."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}"
