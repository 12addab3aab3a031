"""A model field for encrypted text, and the id that its row needs before it is written.

Each value is bound to its model, column and row (the primary key). A value that is copied into another row, or into
another column, does not open there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections, models, router
from django.db.models.query_utils import DeferredAttribute

from ledger import field_encryption


class RowUnknown(Exception):
    """A sealed column is read or written without the row that it belongs to, for example by `update` or `values`."""


@dataclass(frozen=True)
class StoredValue:
    """An encrypted value as it is in the database. It opens only with the primary key of its row."""

    sealed: str


class _OpenedAttribute(DeferredAttribute):
    """Decrypts the column of an instance when it is first read."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, StoredValue):
            value = instance.__dict__[self.field.attname] = self.field.open(value, instance.pk)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """A text that is plain in Python and encrypted in the database. To search it, add a column with a blind index.

    Read it from an instance, and write it by saving an instance: the value is bound to the instance's primary key,
    which must be known before the row is written (RowIdField). `update()` can only empty the column, or write what
    `seal` returns. `values()` returns StoredValues, which `open` decrypts.
    """

    descriptor_class = _OpenedAttribute

    @property
    def purpose(self) -> str:
        """Return the column's name. It is bound to each value together with the row."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def seal(self, text: str, pk) -> StoredValue:
        """Return the text as it is stored in this column of the row with this primary key."""
        return StoredValue(field_encryption.encrypt_text(text, self._purpose_in_row(pk)) if text else "")

    def open(self, stored: StoredValue, pk) -> str:
        """Return the text. Raises KeyError for an unknown key, InvalidTag for an altered or moved value."""
        return field_encryption.decrypt_text(stored.sealed, self._purpose_in_row(pk)) if stored.sealed else ""

    def from_db_value(self, value, expression, connection):
        return StoredValue(value) if value else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        return self.seal(value, model_instance.pk) if isinstance(value, str) and value else value

    def get_prep_value(self, value):
        """Return what is stored. Raises RowUnknown for a text that was not sealed for its row."""
        if isinstance(value, StoredValue):
            return value.sealed
        value = super().get_prep_value(value)
        if value:
            raise RowUnknown(f"{self.purpose} is sealed for its row: save the instance, or use seal().")
        return value

    def to_python(self, value):
        return value if isinstance(value, StoredValue) else super().to_python(value)

    def _purpose_in_row(self, pk) -> str:
        pk = self.model._meta.pk.to_python(pk)
        if pk is None:
            raise RowUnknown(f"{self.purpose} is sealed for a row that has no primary key yet.")
        return field_encryption.purpose_in_row(self.purpose, pk)


class RowIdField(models.BigAutoField):
    """A primary key that is drawn from its sequence before the row is inserted, because sealed values are bound to it.

    `drawn_from`: the table whose sequence gives the ids; by default the model's own. It costs one statement a row.
    """

    def __init__(self, *args, drawn_from: str = "", **kwargs):
        self.drawn_from = drawn_from
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"drawn_from": self.drawn_from} if self.drawn_from else {})

    def get_pk_value_on_save(self, instance) -> int:
        """Return the next id of the sequence. Django calls this for an instance without a primary key."""
        return self.draw_ids(1, using=router.db_for_write(self.model, instance=instance))[0]

    def draw_ids(self, count: int, *, using: str) -> list[int]:
        """Return the next ids of the sequence. One statement."""
        table = self.drawn_from or self.model._meta.db_table
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]


def draw_row_ids(rows: Sequence[models.Model]) -> Sequence[models.Model]:
    """Give ids to new rows of one model, before `bulk_create`, and return the rows. One statement for all."""
    if rows:
        ids = rows[0]._meta.pk.draw_ids(len(rows), using=router.db_for_write(type(rows[0])))
        for row, pk in zip(rows, ids, strict=True):
            row.pk = pk
    return rows
