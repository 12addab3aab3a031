"""Which rows of other tables a seal covers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from complaints.models.event import Seal
from ledger.append_only_triggers import APPEND_ONLY


class SealedRows(models.Model):
    """The rows of one table that a seal covers, besides events. `ids`: in ascending order; `last_id`: the highest.

    One row for a seal and a table, because there are more readings than events.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=63)
    ids = ArrayField(models.BigIntegerField())
    last_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sealed_rows_once", fields=["seal", "table"])]
        indexes = [models.Index(name="sealed_rows_latest", fields=["table", "last_id"])]
        triggers = APPEND_ONLY
