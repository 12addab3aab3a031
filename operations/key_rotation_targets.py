"""The blind indexes and sealed files that `rotate_keys` updates. It finds sealed columns by itself."""

from collections.abc import Iterator
from itertools import chain

from complaints.evidence import file_key_usage
from enquiries.models import Verification
from enquiries.rules.verification_workflow import PHONE_INDEX_DOMAIN, WORKER_INDEX_DOMAIN
from enquiries.services import worker_photos
from mail_intake.services import mail_deletion
from notices.services import picture_inspection, share_image
from operations.database.rebuild_indexes import COMPLAINANTS, IndexedModel
from reviews.services import attachment_files
from whatsapp.models import Chat, OwnComplaint
from whatsapp.models.own_complaint import MARK_DOMAIN

INDEXED_MODELS = (
    COMPLAINANTS,
    IndexedModel(
        Chat,
        lambda row: {
            "user_index": ("whatsapp_user", row.user_id),
            "phone_index": ("phone", row.phone),
            "moved_to_index": ("phone", row.moved_to),
        },
    ),
    IndexedModel(OwnComplaint, lambda row: {"mark": (MARK_DOMAIN, f"{row.chat_id}:{row.complaint_id}")}),
    IndexedModel(
        Verification,
        lambda row: {
            "employer_phone_index": (PHONE_INDEX_DOMAIN, row.employer_phone),
            "worker_cnic_index": (WORKER_INDEX_DOMAIN, row.worker_cnic),
        },
    ),
)
FILE_MODULES = (file_key_usage, picture_inspection, share_image, attachment_files, worker_photos, mail_deletion)


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of every sealed file and the purpose of its key."""
    return chain.from_iterable(module.sealed_files() for module in FILE_MODULES)
