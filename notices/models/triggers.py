"""What the database itself refuses, whoever asks: a published word changed, an end undone, a row taken away."""

import pgtrigger

from complaints.models.event import APPEND_ONLY


def _only(*columns: str, name: str, until: str = "") -> list[pgtrigger.Trigger]:
    """A row of which only these columns change, and none once `until` is filled; never deleted, never truncated."""
    without = " - ".join(f"'{column}'" for column in columns)
    changed = f"((to_jsonb(OLD) - {without}) IS DISTINCT FROM (to_jsonb(NEW) - {without}))"
    return [
        pgtrigger.Protect(
            name=name,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"OLD.{until} IS NOT NULL OR {changed}" if until else changed),
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        APPEND_ONLY[1],
    ]


ONLY_AN_END_IS_ADDED = _only("ended_at", "ending", "current_id", until="ended_at", name="only_an_end_is_added")
ONLY_THE_DECISION_IS_ADDED = _only(
    "decision", "decided_at", "decided_by_id", until="decided_at", name="only_the_decision_is_added"
)
ONLY_THE_STANDING_CHANGES = _only("standing", name="only_the_standing_changes")
