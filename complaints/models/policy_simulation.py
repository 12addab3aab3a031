"""What requested time limits would have done to the complaints of the last 90 days (the SLA lab)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Index, Q

from complaints.models.policy_change import PolicyChange, RequestedLimits


class PolicySimulation(RequestedLimits):
    """A simulation of limits that an administrator considers, and its progress.

    `change`: the request that was made from it, if any. `readers`: the administrators from whom none of the counted
    complaints was hidden; nobody else may see the result. `total`, `checked`: complaints. `claimed_at`: when a worker
    last worked on it. `attempts`: how many workers took it. `result`: sums without a complaint or person
    (complaints.rules.time_limits.simulation_sums).
    """

    change = models.ForeignKey(PolicyChange, models.PROTECT, null=True, related_name="simulations")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    readers = ArrayField(models.BigIntegerField(), default=list)
    total = models.PositiveIntegerField(null=True)
    checked = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        # For the job that runs waiting simulations. Nearly always empty.
        indexes = [Index(name="simulation_waiting", fields=["asked_at"], condition=Q(finished_at=None))]

    def __str__(self):
        return f"{self.category} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def did_not_finish(self) -> bool:
        """Return whether it was given up before all complaints were checked."""
        return self.finished_at is not None and (self.total is None or self.checked < self.total)
