"""Verify the files of one complaint against its history.

The rows must be exactly the files that the history names, with the same SHA-256 and size. A file is hidden as withdrawn
if, and only if, the history has its withdrawal.
"""

from collections.abc import Iterator

from complaints.models import Evidence
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord


def check_evidence_rows(record: ComplaintRecord) -> Iterator[str]:
    """Yield the errors of the files' rows. The bytes of the originals are not read (see evidence.file_verification)."""
    added, withdrawn = (
        dict(_files_in_events(record, "evidence_added")),
        dict(_files_in_events(record, "evidence_withdrawn")),
    )
    for row in record.files:
        if row.state == Evidence.State.WITHDRAWN and str(row.pk) not in withdrawn:
            yield f"the file {row.pk} is hidden as taken back, which its history does not say"
        if str(row.pk) in withdrawn and row.state not in Evidence.HIDDEN:
            yield f"the file {row.pk} was taken back by its history and is shown"
        fingerprint = added.pop(str(row.pk), None)
        if fingerprint is None and row.sha256:
            yield f"the file {row.pk} is not in its history"
        elif fingerprint is not None and fingerprint != (bytes(row.sha256).hex(), row.size):
            yield f"the file {row.pk} has another fingerprint or size than its history says"
    for missing in added:
        yield f"the file {missing} is named by its history and is gone"


def _files_in_events(record: ComplaintRecord, kind: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield (id, (SHA-256, size)) of the files in the events of this kind."""
    for event in record.events:
        if event.kind == kind:
            for file in parse_event_body(event).get("facts", {}).get("files", []):
                yield file["id"], (file["sha256"], file["size"])
