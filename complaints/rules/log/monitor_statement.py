"""What a monitor of the public log states: since when it has seen a log that was never rewritten."""

from dataclasses import dataclass
from datetime import datetime

FORMAT = "monitor/v1"


class InvalidStatement(ValueError):
    """The text is no statement of a monitor."""


@dataclass(frozen=True)
class MonitorStatement:
    """`origin`: the log. `since`, `checked`: the first and the last look. `size`, `root`: the log at the last look."""

    origin: str
    since: datetime
    checked: datetime
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> "MonitorStatement":
        """Return what the text of a statement says. Raises InvalidStatement."""
        lines = text.split("\n")
        try:
            version, origin, since, checked, size, root = lines[:6]
            statement = cls(
                origin, datetime.fromisoformat(since), datetime.fromisoformat(checked), int(size), bytes.fromhex(root)
            )
        except ValueError as error:
            raise InvalidStatement("it is no statement of a monitor") from error
        is_whole = version == FORMAT and origin and statement.size > 0 and len(statement.root) == 32
        if not is_whole or None in (statement.since.tzinfo, statement.checked.tzinfo):
            raise InvalidStatement("it is no statement of a monitor")
        return statement
