"""Parse recipient references: `kind:id`, such as `complainant:12`. They identify a person without an address."""

import re

PATTERN = r"^[a-z_]+:[1-9][0-9]*$"  # also in a database constraint


def parse_reference(reference: str) -> tuple[str, int]:
    """Return the kind and the id of a reference. Raises ValueError if it is malformed."""
    if not re.fullmatch(PATTERN, reference):
        raise ValueError(f"not a recipient reference: {reference!r}")
    kind, ref_id = reference.split(":")
    return kind, int(ref_id)
