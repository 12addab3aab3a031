"""The heartbeat of the primary database. A replica's copy of the row shows how far behind the replica is."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Heartbeat(models.Model):
    """The single heartbeat row. `at`: when the primary last wrote it."""

    at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(name="heartbeat_is_one", condition=Q(pk=1))]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
