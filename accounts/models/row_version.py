"""Signed versions of the rows that decide who acted, whose a complaint was, and what applied (docs/decisions/0003).

A model that extends VersionedModel records a version with each change of a row, in the same transaction. No service has
to remember it. `verify_history` compares each row with its last version.
"""

import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import models, router, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from ledger import chain, signing_keys
from ledger.append_only_triggers import append_only_triggers_except
from ledger.encrypted_fields import SealedTextField, StoredValue
from ledger.row_digest import digest_of_row
from ledger.row_signing import SALT_BYTES, new_salt, sign_row

LAST_VERSION = """
    SELECT jsonb_build_object('body', body, 'key_id', key_id, 'salt', salt, 'prev', prev, 'mac', mac)
    FROM accounts_rowversion AS version WHERE version."table" = %s AND version.row = {table}.id::varchar
    ORDER BY seq DESC LIMIT 1"""
"""The last version of a row. SQL, because every desk page needs it for each posting of its officer."""

Rows = dict[object, dict[str, object]]
"""The values of rows: by primary key, then by column."""


class RowVersion(models.Model):
    """One version of a row of another table. The versions of a row form a chain, like the events of a complaint.

    The body holds a salted digest of the row, and no value of it. Only the last version has a salt: without it, nobody
    can find out by trying what the row said before. In the body, `created` marks the version of a new row.
    `as_recorded` says that the row before the change was the one of the version before.
    """

    table = models.CharField(max_length=63)
    row = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=SALT_BYTES)
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="row_version_once", fields=["table", "row", "seq"])]
        triggers = append_only_triggers_except("salt")

    def is_version_of(self, values: Mapping[str, object]) -> bool:
        """Return whether the digest is the one of these values. Columns added since then are not compared."""
        body = json.loads(self.body)
        if not set(body["columns"]) <= values.keys():
            return False
        known = {column: values[column] for column in body["columns"]}
        return digest_of_row(bytes(self.salt), known) == body["digest"]


class VersionedQuerySet(models.QuerySet):
    """A queryset whose bulk writes record versions. `bulk_update` uses `update`."""

    def bulk_create(self, objs, *args, **kwargs):
        using = self.select_for_update().db  # the database that is written to
        with transaction.atomic(using=using, savepoint=False):
            rows = super().bulk_create(objs, *args, **kwargs)
            record_new_rows(self.model, [row.pk for row in rows], using=using)
        return rows

    def update(self, **values):
        if not self.model.is_versioned(values):
            return super().update(**values)
        using = self.select_for_update().db
        with transaction.atomic(using=using, savepoint=False):
            ids = self.using(using).values_list("pk", flat=True)
            before = read_rows(self.model, ids, lock=True, using=using)
            number = super().update(**values)
            record_changed_rows(self.model, before, using=using)
        return number

    update.alters_data = True


class VersionedModel(models.Model):
    """A row with signed versions. `UNVERSIONED`: the columns that a version leaves out."""

    UNVERSIONED: tuple[str, ...] = ()

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def versioned_columns(cls) -> list[str]:
        """Return the names of the columns that a version covers."""
        return [field.attname for field in cls._meta.concrete_fields if field.name not in cls.UNVERSIONED]

    @classmethod
    def is_versioned(cls, names: Iterable[str]) -> bool:
        """Return whether any of these fields belongs to a version."""
        return any(cls._meta.get_field(name).name not in cls.UNVERSIONED for name in names if name != "pk")

    def save(self, *args, update_fields=None, using=None, **kwargs):
        model, using = type(self), using or router.db_for_write(type(self), instance=self)
        if update_fields is not None and not self.is_versioned(update_fields):
            return super().save(*args, update_fields=update_fields, using=using, **kwargs)
        with transaction.atomic(using=using, savepoint=False):
            is_new = self._state.adding
            before = {} if is_new else read_rows(model, [self.pk], lock=True, using=using)
            super().save(*args, update_fields=update_fields, using=using, **kwargs)
            if before:
                record_changed_rows(model, before, using=using)
            else:
                record_new_rows(model, [self.pk], using=using)


def versioned_models() -> list[type[VersionedModel]]:
    """Return all models with versions, in the order of their tables' names."""
    models_found = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
    return sorted(models_found, key=lambda model: model._meta.db_table)


def read_rows(model: type[VersionedModel], ids: Iterable, *, lock: bool = False, using: str | None = None) -> Rows:
    """Return the versioned columns of these rows, encrypted ones decrypted. `lock`: nobody else changes them meanwhile.

    A version covers the text and not its encryption, which differs each time and changes with the key.
    """
    rows = model._base_manager.using(using).filter(pk__in=ids).order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    columns = model.versioned_columns()
    found = {pk: dict(zip(columns, values, strict=True)) for pk, *values in rows.values_list("pk", *columns)}
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedTextField) and field.attname in columns:
            for pk, values in found.items():
                values[field.attname] = _open_or_keep(field, values[field.attname], pk)
    return found


def _open_or_keep(field: SealedTextField, value: StoredValue | str, pk: object) -> str:
    """Return the text of an encrypted value; one that does not open in this row is returned as it is stored."""
    if not isinstance(value, StoredValue):
        return value
    try:
        return field.open(value, pk)
    except (InvalidTag, KeyError, ValueError):
        return value.sealed


def record_new_rows(model: type[VersionedModel], ids: Collection, *, using: str | None = None) -> None:
    """Record the first version of new rows. Two statements; none for no rows."""
    if ids:
        rows = read_rows(model, ids, using=using)
        versions = [_sign_version(model, pk, values, None, created=True) for pk, values in rows.items()]
        RowVersion.objects.using(using).bulk_create(versions)


def record_changed_rows(model: type[VersionedModel], before: Rows, *, using: str | None = None) -> None:
    """Record the next version of the rows that differ from `before`. One statement if none does, else four."""
    after = read_rows(model, before, using=using)
    changed = {pk: values for pk, values in after.items() if values != before[pk]}
    if not changed:
        return
    stored = RowVersion.objects.using(using)
    last_versions = stored.filter(table=model._meta.db_table, row__in=[str(pk) for pk in changed])
    last = {version.row: version for version in last_versions.order_by("row", "-seq").distinct("row")}
    versions = [
        _sign_version(model, pk, values, last.get(str(pk)), before=before[pk]) for pk, values in changed.items()
    ]
    stored.filter(pk__in=[version.pk for version in last.values()]).update(salt=b"")
    stored.bulk_create(versions)


def _sign_version(
    model: type[VersionedModel],
    pk: object,
    values: Mapping[str, object],
    last: RowVersion | None,
    *,
    before: Mapping[str, object] | None = None,
    created: bool = False,
) -> RowVersion:
    """Return the version after `last`, not saved. `before`: the values that the row had until now."""
    table, row, seq = model._meta.db_table, str(pk), last.seq + 1 if last else 1
    salt = new_salt("row")
    signed = sign_row(
        bytes(last.mac) if last else chain.CHAIN_START,
        {
            "table": table,
            "row": row,
            "seq": seq,
            "created": created,
            "as_recorded": created or (last is not None and last.is_version_of(before or {})),
            "columns": list(values),
            "digest": digest_of_row(salt, values),
        },
        at=timezone.now(),
    )
    return RowVersion(table=table, row=row, seq=seq, salt=salt, **signed._asdict())


def annotate_last_version(rows: models.QuerySet) -> models.QuerySet:
    """Annotate each row of a versioned model with its last version, for `is_as_recorded`. It costs no statement.

    `rows` must be a query of the model's table itself.
    """
    table = rows.model._meta.db_table
    last_version = RawSQL(LAST_VERSION.format(table=table), [table], models.JSONField())  # noqa: S611
    return rows.annotate(last_version=last_version)


def is_as_recorded(row: VersionedModel) -> bool:
    """Return whether a row that was loaded with its last version is as the portal itself wrote it last.

    Nobody without CHAIN_KEY can write a version, and the database refuses to change or delete one.
    """
    stored = row.last_version
    if stored is None:
        return False
    salt, prev, mac = (bytes.fromhex(stored[name].removeprefix(r"\x")) for name in ("salt", "prev", "mac"))
    version = RowVersion(salt=salt, body=stored["body"])
    key = signing_keys.all_signing_keys().get(stored["key_id"])
    if key is None or not hmac.compare_digest(mac, chain.compute_link(key, prev, version.body)):
        return False
    stated = json.loads(version.body)
    is_of_row = (stated["table"], stated["row"]) == (row._meta.db_table, str(row.pk))
    values = {column: getattr(row, column) for column in row.versioned_columns()}
    return is_of_row and stated["as_recorded"] and version.is_version_of(values)


def versions_by_row(table: str, rows: Iterable[str]) -> Iterator[tuple[str, list[RowVersion]]]:
    """Yield each of these rows that has versions, with its versions in order. One statement."""
    versions: dict[str, list[RowVersion]] = {}
    for version in RowVersion.objects.filter(table=table, row__in=list(rows)).order_by("seq"):
        versions.setdefault(version.row, []).append(version)
    yield from versions.items()
