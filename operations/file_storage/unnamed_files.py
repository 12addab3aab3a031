"""Delete stored files that no row names: a restored folder or bucket has files again that were deleted later."""

from datetime import datetime, timedelta

from complaints.evidence import sealed_storage
from complaints.models import Evidence
from complaints.services.retention import destruction_entries
from operations import key_rotation_targets
from operations.file_storage.bucket_checks import PROBE

SPARED = timedelta(hours=1)
"""A file is stored shortly before its row is committed."""


def delete_unnamed_files(*, at: datetime) -> int:
    """Delete the files that no row names and that were written at least an hour before `at`. Return how many."""
    storage, count = sealed_storage.evidence_storage(), 0
    unnamed = [
        file
        for file in storage.stored_files()
        if not file.name.startswith(destruction_entries.FOLDER)
        and file.name != PROBE
        and at - file.written_at >= SPARED
    ]
    named = {name for name, _ in key_rotation_targets.sealed_files()}
    arriving = {str(pk) for pk in Evidence.objects.filter(state=Evidence.State.COMING).values_list("pk", flat=True)}
    for file in unnamed:
        folder, _, rest = file.name.partition("/")
        is_arriving = folder == "pieces" and rest.split("/", 1)[0] in arriving
        if file.name not in named and not is_arriving:
            storage.destroy(file.name)
            count += 1
    return count
