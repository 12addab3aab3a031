"""The primary database's sign of life: how far behind a copy of it is, its own copy of this row says."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Heartbeat(models.Model):
    """One row. `at`: when it was last written, on the primary."""

    at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(name="heartbeat_is_one", condition=Q(pk=1))]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
