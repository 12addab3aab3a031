"""Ids of buttons and rows. They say what they are about: an old list stays on the telephone and can be tapped."""

SEPARATOR = "="


def make_tap_id(step: str, said: str) -> str:
    """The id of an answer to a step's question."""
    return f"{step}{SEPARATOR}{said}"


def parse_tap_id(id: str) -> tuple[str, str]:
    """The step and the answer; ("", "") for an id that is none of these."""
    step, found, said = id.partition(SEPARATOR)
    return (step, said) if found else ("", "")
