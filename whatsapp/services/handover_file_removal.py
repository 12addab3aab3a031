"""The draft that holds a hand-over's files, and the deletion of these files."""

from uuid import UUID

from complaints import evidence
from complaints.queries.uploaded_files import FileOwner
from ledger import field_encryption
from whatsapp.models import Media


def draft_of_handover(handover_id: int) -> UUID:
    """Return the id of the draft that holds a hand-over's files. It cannot be guessed."""
    return UUID(bytes=field_encryption.blind_index("handover_files", str(handover_id)))


def remove_files(handover_id: int) -> None:
    """Delete the files that belong to a hand-over and to no complaint."""
    owner = FileOwner(draft_id=draft_of_handover(handover_id))
    Media.objects.filter(draft=owner.draft_id).delete()
    for file_id in owner.files.values_list("pk", flat=True):
        evidence.remove_file(owner=owner, evidence_id=file_id)
