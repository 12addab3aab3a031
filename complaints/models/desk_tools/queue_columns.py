"""The columns that an officer wants to see in the queue."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueColumns(models.Model):
    """One officer's choice of columns. `columns`: names of desk.queue.queue_columns; unknown ones are ignored there."""

    officer = models.OneToOneField("accounts.Officer", models.PROTECT, primary_key=True, related_name="+")
    columns = ArrayField(models.CharField(max_length=20), size=20)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("columns of the queue")
        verbose_name_plural = _("columns of the queue")

    def __str__(self):
        return f"{self.officer_id}: {', '.join(self.columns)}"
