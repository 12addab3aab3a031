"""Evidence files: upload in pieces, encryption, inspection in a sandbox, and re-encoded copies without metadata."""

from complaints.evidence.evidence_added_events import adopt_draft_files
from complaints.evidence.file_removal import remove_abandoned_files, remove_file
from complaints.evidence.file_withdrawal import withdraw_file
from complaints.evidence.inspection_job import inspect_waiting_files
from complaints.evidence.shown_copy import open_shown_copy, open_withdrawn_copy
from complaints.evidence.upload import WrongOffset, begin_upload, receive_piece, upload_whole_file
from complaints.file_stores.storage_interface import StorageUnavailable

__all__ = [
    "StorageUnavailable",
    "WrongOffset",
    "adopt_draft_files",
    "begin_upload",
    "inspect_waiting_files",
    "open_shown_copy",
    "open_withdrawn_copy",
    "receive_piece",
    "remove_abandoned_files",
    "remove_file",
    "upload_whole_file",
    "withdraw_file",
]
