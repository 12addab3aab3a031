"""The tables of the overdue history: which complaints were overdue at the beginning of each day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class OverdueSum(models.Model):
    """How many complaints of a scope were overdue at the beginning of a day.

    `scope`: definitions.PROVINCE, or the id of an office. An office without a row did not exist then. The province
    always has a row, so a day without one was not recorded.
    """

    pk = models.CompositePrimaryKey("scope", "day")
    scope = models.BigIntegerField()
    day = models.DateField()
    overdue = models.IntegerField()


class OverdueRecord(models.Model):
    """A complaint that was overdue at the beginning of a day, and the scopes in which it was counted.

    A reader's figures subtract the complaints that are hidden from that reader (docs/decisions/0027).
    """

    pk = models.CompositePrimaryKey("complaint", "day")
    complaint = models.BigIntegerField()
    day = models.DateField()
    scopes = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [models.Index(name="overdue_record_day", fields=["day"])]  # for sums and deletion by day
