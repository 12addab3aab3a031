"""Model of the counts by which one sees where people leave the chat. It holds nothing about a person."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _


class StepCount(models.Model):
    """How often one question of a dialog was reached on a day, and what followed, by language.

    `step`: the name of the question; `began` and `done` count whole dialogs (rules.funnel.step_counts).
    """

    day = models.DateField()
    dialog = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    reached = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    misunderstood = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    handed_over = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of a chat question")
        constraints = [UniqueConstraint(name="wa_step_counted_once", fields=["day", "dialog", "step", "language"])]
