"""Recompute blind indexes under a new index key, a few hundred rows at a time.

Rows that are up to date are skipped, so an interrupted run can be started again. Until a row is recomputed, it is found
by INDEX_KEYS_BEFORE. A row that changes meanwhile is skipped, because the change uses the new key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pgtrigger
from django.db import models, transaction

from complaints.models import Complainant, LookUp
from complaints.models.complainant import NAME_DOMAIN
from complaints.rules.search.search_words import name_tokens
from ledger import field_encryption
from operations.reseal_columns import change_forbidding_triggers

BATCH = 500


@dataclass(frozen=True)
class IndexedModel:
    """A model with blind indexes. `index_values` returns a row's domain and value of each index, by column.

    `list_values`: the same for columns that hold several indexes, with a list of values.
    """

    model: type[models.Model]
    index_values: Callable[[models.Model], Mapping[str, tuple[str, str]]]
    list_values: Callable[[models.Model], Mapping[str, tuple[str, list[str]]]] = lambda row: {}

    def __str__(self):
        return self.model._meta.db_table

    def rows(self, using: str) -> models.QuerySet:
        return self.model._base_manager.using(using).order_by("pk")


COMPLAINANTS = IndexedModel(
    Complainant,
    lambda row: {
        "phone_index": ("phone", row.phone),
        "email_index": ("email", row.email.lower()),
        "document_index": (row.document, row.document_number),
    },
    lambda row: {"name_index": (NAME_DOMAIN, name_tokens(row.name))},
)


def rebuild_indexes_of_model(indexed: IndexedModel, *, using: str, on_batch: Callable[[int], None]) -> int:
    """Recompute a model's indexes and return how many rows changed.

    After each batch, `on_batch` is called with the number of rows that were checked.
    """
    last_pk, changed = 0, 0
    with pgtrigger.ignore(*change_forbidding_triggers(), databases=[using]):
        while rows := list(indexed.rows(using).filter(pk__gt=last_pk)[:BATCH]):
            with transaction.atomic(using=using):
                changes = [change for row in rows if (change := _update_row(indexed, row, using=using))]
                new_marks = {}
                for before, after in ((old[name], new[name]) for old, new in changes for name in old):
                    # A row from before an index of several words existed has none to replace.
                    pairs = zip(before, after, strict=False) if isinstance(before, list) else [(before, after)]
                    new_marks |= {mark: now for mark, now in pairs if mark and now not in {b"", mark}}
                _update_recorded_searches(new_marks, using=using)
            changed += len(changes)
            last_pk = rows[-1].pk
            on_batch(len(rows))
    return changed


def _update_row(indexed: IndexedModel, row: models.Model, *, using: str) -> tuple[dict, dict] | None:
    """Update a row if it has not changed since it was read. Return its old and new indexes, or None."""
    old = {name: bytes(getattr(row, name)) for name in indexed.index_values(row)}
    new = {
        name: bytes(field_encryption.blind_index(*arguments)) for name, arguments in indexed.index_values(row).items()
    }
    for name, (domain, values) in indexed.list_values(row).items():
        old[name] = list(map(bytes, getattr(row, name)))
        new[name] = [bytes(field_encryption.blind_index(domain, value)) for value in values]
    if old == new or not indexed.rows(using).filter(pk=row.pk, **old).update(**new):
        return None
    return old, new


def _update_recorded_searches(marks: Mapping[bytes, bytes], *, using: str) -> None:
    """Update recorded searches for the same numbers. They must be found when the number's last complaint is erased."""
    searches = LookUp.objects.using(using)
    for mark in set(map(bytes, searches.filter(mark__in=list(marks)).values_list("mark", flat=True))):
        searches.filter(mark=mark).update(mark=marks[mark])
