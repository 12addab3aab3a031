"""The state of a complaint before each event, derived from the events before it.

Sentences about a change use this state, never the complaint's present row.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self


class StateBefore(NamedTuple):
    """The holder of the complaint (ids of office and posting) and its category before an event."""

    custody: tuple[int | None, int | None] = (None, None)
    category: str = ""

    def then(self, facts: Mapping) -> Self:
        """Return the state before the next event, after an event with these facts."""
        state = facts.get("state")
        custody = (state.get("office"), state.get("holder")) if state else self.custody
        return self._replace(custody=custody, category=facts.get("category", self.category))

    def passes_on(self, facts: Mapping) -> bool:
        """Return whether an event with these facts gives the complaint to another holder. The registration does not."""
        return self.custody != (None, None) and self.then(facts).custody != self.custody


BEFORE_REGISTRATION = StateBefore()
"""The state before the first event."""
