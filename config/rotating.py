"""What `rotate_keys` goes through beside sealed columns, which it finds by itself: sealed files, and blind indexes."""

from collections.abc import Iterator
from itertools import chain

from complaints.services.evidence import keys_of_files
from complaints.services.reindexing import COMPLAINANTS, Indexed
from enquiries.models import Verification
from enquiries.rules.verification import PHONE, WORKER
from enquiries.services import photos
from monitoring.services.reviews import attachments
from notices.services import pictures, sharing
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
FILED = (keys_of_files, pictures, sharing, attachments, photos)


def files() -> Iterator[tuple[str, str]]:
    """Every file that a row names, and what its key is bound to."""
    return chain.from_iterable(place.sealed_files() for place in FILED)
