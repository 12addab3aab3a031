"""How much of what is open falls due in each hour (docs/decisions/0063)."""

from django.db import models
from django.db.models import Index


class DueHour(models.Model):
    """What a change of what is open (`Pending`) adds to those that fall due in an hour; with a minus, takes away.

    Their sum is the number. Triggers of `Pending` insert, and the fold puts rows of one hour together: no row is ever
    changed, so nobody waits for another writer. `hour`: its beginning.
    """

    hour = models.DateTimeField()
    number = models.IntegerField()

    class Meta:
        indexes = [Index(name="due_hour", fields=["hour"], include=["number"])]


HOUR = "date_trunc('hour', due_at, 'UTC')"
"""Of a moment; Pakistan's hours begin with those of UTC."""


def noted(*rows: tuple[str, int]) -> str:
    """The body of a trigger of `Pending`: write down what came (1) less what went (-1), hour by hour."""
    changed = " UNION ALL ".join(f"SELECT due_at, {sign} AS sign FROM {table}" for table, sign in rows)  # noqa: S608
    return f"""
        INSERT INTO monitoring_duehour (hour, number)
        SELECT {HOUR}, sum(sign) FROM ({changed}) AS changed WHERE due_at IS NOT NULL
        GROUP BY 1 HAVING sum(sign) <> 0;
        RETURN NULL;
    """  # noqa: S608 (names)
