"""A recipient reference: `kind:id`, such as `complainant:12`. It names a person without saying where they are."""

import re

PATTERN = r"^[a-z_]+:[1-9][0-9]*$"  # the database's too


def parse(reference: str) -> tuple[str, int]:
    """Kind and id of a reference. Raises ValueError for anything else."""
    if not re.fullmatch(PATTERN, reference):
        raise ValueError(f"not a recipient reference: {reference!r}")
    kind, number = reference.split(":")
    return kind, int(number)
