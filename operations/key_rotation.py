"""What `rotate_keys` goes through beside sealed columns, which it finds by itself: sealed files, and blind indexes."""

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
    """Every file that a row names, and what its key is bound to."""
    return chain.from_iterable(place.sealed_files() for place in FILED)
