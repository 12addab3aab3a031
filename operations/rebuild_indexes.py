"""A new index key: the blind indexes of what is sealed are reckoned anew, a few hundred rows at a time.

Whatever was reckoned already is passed over, so a run that was killed is simply begun again; until a row's turn comes,
it is found by INDEX_KEYS_BEFORE. A row that somebody writes meanwhile is left to them: they use the new key.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pgtrigger
from django.db import models, transaction

from complaints.models import Complainant, LookUp
from ledger import crypto
from operations.reseal_columns import protecting

BATCH = 500


@dataclass(frozen=True)
class Indexed:
    """A model, and what each of its indexes is of a row: column by column, a domain and a value."""

    model: type[models.Model]
    of: Callable[[models.Model], Mapping[str, tuple[str, str]]]

    def __str__(self):
        return self.model._meta.db_table

    def rows(self, using: str) -> models.QuerySet:
        return self.model._base_manager.using(using).order_by("pk")


COMPLAINANTS = Indexed(
    Complainant,
    lambda row: {
        "phone_index": ("phone", row.phone),
        "email_index": ("email", row.email.lower()),
        "document_index": (row.document, row.document_number),
    },
)


def reindex(place: Indexed, *, using: str, done: Callable[[int], None]) -> int:
    """Reckon a model's indexes anew. `done` is told after each batch how many rows it looked at. How many changed."""
    last, changed = 0, 0
    with pgtrigger.ignore(*protecting(), databases=[using]):
        while rows := list(place.rows(using).filter(pk__gt=last)[:BATCH]):
            with transaction.atomic(using=using):
                written = [one for row in rows if (one := _written(place, row, using=using))]
                _follow_searches({b: a for was, new in written for b, a in _pairs(was, new)}, using=using)
            changed += len(written)
            last = rows[-1].pk
            done(len(rows))
    return changed


def _written(place: Indexed, row: models.Model, *, using: str) -> tuple[dict, dict] | None:
    """One row, if it is still as it was read: what it was found by, and by what it is from now on."""
    was = {name: bytes(getattr(row, name)) for name in place.of(row)}
    new = {name: bytes(crypto.blind_index(*told)) for name, told in place.of(row).items()}
    if was == new or not place.rows(using).filter(pk=row.pk, **was).update(**new):
        return None
    return was, new


def _follow_searches(marks: Mapping[bytes, bytes], *, using: str) -> None:
    """The marks of searches for the same numbers: with the last complaint of a number they have to be found."""
    searches = LookUp.objects.using(using)
    for mark in set(map(bytes, searches.filter(mark__in=list(marks)).values_list("mark", flat=True))):
        searches.filter(mark=mark).update(mark=marks[mark])


def _pairs(was: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[bytes, bytes]]:
    for name, before in was.items():
        if before and new[name] and before != new[name]:
            yield before, new[name]
