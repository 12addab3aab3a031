"""Ids of buttons and rows. They name their question, because old messages can still be tapped."""

SEPARATOR = "="


def make_tap_id(step: str, said: str) -> str:
    """Return the id of an answer to a step's question."""
    return f"{step}{SEPARATOR}{said}"


def parse_tap_id(id: str) -> tuple[str, str]:
    """Return the step and the answer of an id; ("", "") for an id of another kind."""
    step, found, said = id.partition(SEPARATOR)
    return (step, said) if found else ("", "")
