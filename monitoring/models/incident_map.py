"""Where complaints of a quarter happened in a district, as counts of squares. No position is stored."""

from django.db import models
from django.db.models import CheckConstraint, F, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY


class IncidentMap(models.Model):
    """The squares of a district with enough complaints of a quarter, made once after it ended and never changed.

    `cells`: a list of [row, column, number] (monitoring.rules.incident_grid). Smaller numbers are not stored.
    """

    district = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    cells = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("incident map")
        constraints = [
            UniqueConstraint(name="incident_map_once", fields=["district", "first"]),
            CheckConstraint(name="incident_map_in_order", condition=models.Q(first__lte=F("last"))),
        ]
        triggers = APPEND_ONLY
