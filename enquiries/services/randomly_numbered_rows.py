"""Create rows with a random number, at most one for each key of a client."""

from datetime import datetime
from secrets import randbelow
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, models, transaction

from enquiries.rules import enquiry_numbers

KARACHI = ZoneInfo("Asia/Karachi")
MOST_DRAWS = 20


def create_numbered_row[Row: models.Model](
    model: type[Row], *, key: UUID | None, at: datetime, **columns
) -> tuple[Row, bool]:
    """Create a row with a free number, or return the earlier row with this key; and whether it is new.

    Runs in the caller's transaction.
    """
    for _ in range(MOST_DRAWS):
        if key and (existing := model.objects.filter(key=key).first()):
            return existing, False
        number = enquiry_numbers.draw_number(at.astimezone(KARACHI).year, randbelow)
        try:
            with transaction.atomic():
                return model.objects.create(number=number, key=key, received_at=at, **columns), True
        except IntegrityError:
            if not (model.objects.filter(number=number).exists() or model.objects.filter(key=key).exists()):
                raise  # not a conflict of number or key: the row itself is invalid
    raise RuntimeError("no free number was drawn")
