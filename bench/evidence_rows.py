"""Add rows of uploaded files to generated complaints, without files: for the size of the table only.

The histories do not name these files, so `verify_history` reports them. Names and owners are encrypted as usual.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import connection

from complaints.models import Complaint, Evidence
from complaints.models.evidence import owner_text

SHARE, MOST = 0.4, 3
"""Share of the complaints with files, and the most files of one. Our assumption: 0.8 files for each complaint."""
COLUMNS = (
    *("id", "complaint_id", "kind", "name", "owner", "media_type", "size", "received", "sha256", "state"),
    *("refused_because", "original", "shown", "shown_type", "created_at", "came_at"),
)


def add_evidence_rows(seed: int = 0) -> int:
    """Add rows for a share of all complaints, with one COPY. Return how many."""
    random = Random(seed)
    complaints = Complaint.objects.unscoped("rows for a measurement").order_by("pk").values_list("pk", "received_at")
    rows = list(_rows_for(complaints, random))
    statement = f"COPY {Evidence._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    return len(rows)


def _rows_for(complaints, random: Random) -> Iterator[tuple]:
    for complaint, at in complaints:
        if random.random() < SHARE:
            for number in range(random.randint(1, MOST)):
                yield _row(complaint, UUID(int=random.getrandbits(128), version=4), number, at, random)


def _row(complaint: int, pk: UUID, number: int, at: datetime, random: Random) -> tuple:
    size = random.randint(200_000, 3_000_000)
    return (
        *(pk, complaint, Evidence.Kind.PHOTO.value),
        _sealed("name", f"IMG_20261129_1200{number:02}.jpg", pk),
        _sealed("owner", owner_text(draft_id=None, complaint_id=complaint), pk),
        *("image/jpeg", size, size, hashlib.sha256(pk.bytes).digest(), Evidence.State.SHOWN.value, ""),
        *(f"originals/{pk.hex[:2]}/{pk.hex}", f"shown/{pk.hex[:2]}/{pk.hex}", "image/webp", at, at),
    )


def _sealed(column: str, value: str, pk: UUID) -> str:
    return Evidence._meta.get_field(column).seal(value, pk).sealed
