"""Ids of buttons and rows. They name their question, because old messages can still be tapped."""

SEPARATOR = "="


def make_tap_id(step: str, answer: str) -> str:
    """Return the id of an answer to a step's question."""
    return f"{step}{SEPARATOR}{answer}"


def parse_tap_id(id: str) -> tuple[str, str]:
    """Return the step and the answer of an id; ("", "") for an id of another kind."""
    step, separator, answer = id.partition(SEPARATOR)
    return (step, answer) if separator else ("", "")
