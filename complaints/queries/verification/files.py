"""The files of one complaint: each that the history names is there under the same fingerprint, and no other is.

And a file is hidden as taken back if, and only if, the history says that the complainant took it back.
"""

from collections.abc import Iterator

from complaints.models import Evidence
from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record


def check(record: Record) -> Iterator[str]:
    """What is wrong with the files' rows. Whether an original still bears its fingerprint only its bytes can say."""
    named, withdrawn = dict(_named(record, "evidence_added")), dict(_named(record, "evidence_withdrawn"))
    for row in record.files:
        if row.state == Evidence.State.WITHDRAWN and str(row.pk) not in withdrawn:
            yield f"the file {row.pk} is hidden as taken back, which its history does not say"
        if str(row.pk) in withdrawn and row.state not in Evidence.HIDDEN:
            yield f"the file {row.pk} was taken back by its history and is shown"
        fingerprint = named.pop(str(row.pk), None)
        if fingerprint is None and row.sha256:
            yield f"the file {row.pk} is not in its history"
        elif fingerprint is not None and fingerprint != (bytes(row.sha256).hex(), row.size):
            yield f"the file {row.pk} has another fingerprint or size than its history says"
    for gone in named:
        yield f"the file {gone} is named by its history and is gone"


def _named(record: Record, kind: str) -> Iterator[tuple[str, tuple[str, int]]]:
    for event in record.events:
        if event.kind == kind:
            for file in stated(event).get("facts", {}).get("files", []):
                yield file["id"], (file["sha256"], file["size"])
