"""Return the findings of verify_history as a list of sentences."""

from complaints.queries.verification import read_snapshot, verify_complaints


def found() -> list[str]:
    with read_snapshot():
        return [str(finding) for _, batch in verify_complaints() for finding in batch]
