"""The blind indexes and sealed files that `rotate_keys` updates. It finds sealed columns by itself."""

from collections.abc import Iterator
from itertools import chain

from complaints.evidence import file_keys
from enquiries.models import Verification
from enquiries.rules.verification import PHONE, WORKER
from enquiries.services import photos
from notices.services import pictures, share_image
from operations.rebuild_indexes import COMPLAINANTS, Indexed
from reviews.services import attachments
from whatsapp.models import Chat

INDEXED = (
    COMPLAINANTS,
    Indexed(
        Chat,
        lambda row: {
            "user_index": ("whatsapp_user", row.user_id),
            "phone_index": ("phone", row.phone),
            "moved_to_index": ("phone", row.moved_to),
        },
    ),
    Indexed(
        Verification,
        lambda row: {
            "employer_phone_index": (PHONE, row.employer_phone),
            "worker_cnic_index": (WORKER, row.worker_cnic),
        },
    ),
)
FILED = (file_keys, pictures, share_image, attachments, photos)


def files() -> Iterator[tuple[str, str]]:
    """Yield the name of every sealed file and the purpose of its key."""
    return chain.from_iterable(module.sealed_files() for module in FILED)
