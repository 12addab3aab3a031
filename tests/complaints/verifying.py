"""What verify_history finds, as a list of sentences."""

from complaints.queries.verification import findings, snapshot


def found() -> list[str]:
    with snapshot():
        return [str(finding) for _, batch in findings() for finding in batch]
