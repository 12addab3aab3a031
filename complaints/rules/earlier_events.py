"""What a history says up to an event. Sentences about a change come from here, never from the row as it is now."""

from collections.abc import Mapping
from typing import NamedTuple


class Before(NamedTuple):
    """Whose the complaint was (ids of office and posting), and the code of its category."""

    custody: tuple[int | None, int | None] = (None, None)
    category: str = ""

    def then(self, facts: Mapping) -> "Before":
        """What is before the next event, after one that states these facts."""
        state = facts.get("state")
        custody = (state.get("office"), state.get("holder")) if state else self.custody
        return Before(custody, facts.get("category", self.category))

    def passes_on(self, facts: Mapping) -> bool:
        """Whether an event that states these facts gives the complaint to somebody else. Registering it does not."""
        return self.custody != (None, None) and self.then(facts).custody != self.custody


NOTHING = Before()
"""What is before the first event."""
