"""Database triggers that keep the rows of a table: nothing changes, nothing is deleted, or only some columns change.

They stop the portal's own role. A superuser can switch them off; then the signatures show the change.
"""

import pgtrigger

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
NEVER_TRUNCATED = pgtrigger.Trigger(
    name="never_truncated",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the history is append-only';",
)
APPEND_ONLY = [
    pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
    NEVER_TRUNCATED,
]


def append_only_triggers_except(*columns: str) -> list:
    """Return the triggers of an append-only table in which only these columns may be emptied.

    Personal data are removed when their retention period ends (docs/decisions/0006); the row stays.
    """
    names = ", ".join(f"'{column}'" for column in columns)
    emptied = " AND ".join(f"NEW.{column} = ''" for column in columns)
    unchanged = f"to_jsonb(OLD) - ARRAY[{names}] = to_jsonb(NEW) - ARRAY[{names}]"
    return [
        NEVER_DELETED,
        NEVER_TRUNCATED,
        pgtrigger.Protect(
            name="only_emptied",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"NOT ({emptied} AND {unchanged})"),
        ),
    ]


def fixed_except(*columns: str, once: str = "") -> list:
    """Return the triggers of a table whose rows are never deleted and change in these columns only.

    `once`: a column that is empty at first. When it has a value, the row never changes again.
    """
    names = ", ".join(f"'{column}'" for column in columns)
    condition = f"to_jsonb(OLD) - ARRAY[{names}] IS DISTINCT FROM to_jsonb(NEW) - ARRAY[{names}]"
    if once:
        condition = f"OLD.{once} IS NOT NULL OR {condition}"
    return [
        NEVER_DELETED,
        NEVER_TRUNCATED,
        pgtrigger.Protect(name="fixed_columns", operation=pgtrigger.Update, condition=pgtrigger.Condition(condition)),
    ]
