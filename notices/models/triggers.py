"""Database triggers that protect notices: published content, endings and rows cannot be changed or deleted."""

import pgtrigger

from ledger.append_only_triggers import APPEND_ONLY


def _protect_all_but(*columns: str, name: str, until: str = "") -> list[pgtrigger.Trigger]:
    """Return triggers that allow changes only to these columns, and none after `until` is set. They forbid deletion."""
    exceptions = " - ".join(f"'{column}'" for column in columns)
    changed = f"((to_jsonb(OLD) - {exceptions}) IS DISTINCT FROM (to_jsonb(NEW) - {exceptions}))"
    return [
        pgtrigger.Protect(
            name=name,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"OLD.{until} IS NOT NULL OR {changed}" if until else changed),
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        APPEND_ONLY[1],
    ]


ONLY_AN_END_IS_ADDED = _protect_all_but(
    "ended_at", "ending", "current_id", until="ended_at", name="only_an_end_is_added"
)
ONLY_THE_DECISION_IS_ADDED = _protect_all_but(
    "decision", "decided_at", "decided_by_id", until="decided_at", name="only_the_decision_is_added"
)
ONLY_THE_STANDING_CHANGES = _protect_all_but("standing", name="only_the_standing_changes")
