"""Verify the access log: each reading is signed, and no reading was copied. Read only."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef

from complaints.models import Complaint, Reading
from ledger import signing_keys

BATCH = 2000


def check_readings() -> Iterator[tuple[str, str]]:
    """Yield the place and a sentence for each reading that is not what the portal wrote."""
    ring = signing_keys.all_signing_keys()
    complaints = Complaint.objects.unscoped("verification reads every complaint").filter(pk=OuterRef("complaint"))
    readings = Reading.objects.annotate(is_emptied=Exists(complaints.exclude(anonymised_at=None)))
    for reading in readings.order_by("pk").iterator(chunk_size=BATCH):
        key = ring.get(reading.key_id)
        if key is None:
            yield f"reading {reading.pk}", f"it is under the unknown key {reading.key_id or 'none'}"
        elif not reading.has_valid_signature(key, emptied=reading.is_emptied):
            yield f"reading {reading.pk}", "it is not what was recorded"
    copies = Reading.objects.exclude(signature=b"").values("signature").annotate(number=Count("pk"))
    for signature in copies.filter(number__gt=1).values_list("signature", flat=True)[:20]:
        last = Reading.objects.filter(signature=signature).order_by("pk").last()
        yield f"reading {last.pk}", "it is the copy of another one"
