"""The files of one complaint: each that the history names is there under the same fingerprint, and no other is."""

from collections.abc import Iterator

from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record


def check(record: Record) -> Iterator[str]:
    """What is wrong with the files' rows. Whether an original still bears its fingerprint only its bytes can say."""
    named = dict(_named(record))
    for row in record.files:
        fingerprint = named.pop(str(row.pk), None)
        if fingerprint is None and row.sha256:
            yield f"the file {row.pk} is not in its history"
        elif fingerprint is not None and fingerprint != (bytes(row.sha256).hex(), row.size):
            yield f"the file {row.pk} has another fingerprint or size than its history says"
    for gone in named:
        yield f"the file {gone} is named by its history and is gone"


def _named(record: Record) -> Iterator[tuple[str, tuple[str, int]]]:
    for event in record.events:
        if event.kind == "evidence_added":
            for file in stated(event).get("facts", {}).get("files", []):
                yield file["id"], (file["sha256"], file["size"])
