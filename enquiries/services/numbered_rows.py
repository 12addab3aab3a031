"""A row with a number of its own, once for each key that a client sends along."""

from datetime import datetime
from secrets import randbelow
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, models, transaction

from enquiries.rules import numbers

KARACHI = ZoneInfo("Asia/Karachi")
DRAWS = 20


def numbered[Row: models.Model](model: type[Row], *, key: UUID | None, at: datetime, **columns) -> tuple[Row, bool]:
    """A new row, or the one that this key made before; and whether it is new. In the caller's transaction.

    A number that is taken is drawn again.
    """
    for _ in range(DRAWS):
        if key and (known := model.objects.filter(key=key).first()):
            return known, False
        number = numbers.draw(at.astimezone(KARACHI).year, randbelow)
        try:
            with transaction.atomic():
                return model.objects.create(number=number, key=key, received_at=at, **columns), True
        except IntegrityError:
            if not (model.objects.filter(number=number).exists() or model.objects.filter(key=key).exists()):
                raise  # neither number nor key: the row itself is wrong
    raise RuntimeError("no free number was drawn")
