"""School visits: officers present the portal and the WhatsApp service to pupils."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from enquiries.rules.school_visit_rules import LONGEST_REASON, MOST_PUPILS


class TalkQuerySet(models.QuerySet):
    """Queries of school visits."""

    def not_struck_out(self):
        """Return the visits that took place, without struck-out entries."""
        return self.filter(struck_at=None)

    def within(self, path: str):
        """Return the visits in the districts at or below an office."""
        return self.filter(district__path__startswith=path)


class Talk(models.Model):
    """One school visit. `officers`: who spoke, as typed. `poster`: the portal's poster was shown or left there.

    Entries do not change: a wrong one is struck out with a reason and entered again.
    """

    school = models.CharField(_("school"), max_length=160)
    district = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("district"))
    held_on = models.DateField(_("day"))
    officers = models.CharField(_("officers"), max_length=200)
    pupils = models.PositiveIntegerField(_("pupils"))
    poster = models.BooleanField(_("with the portal's poster"), default=False)
    material = models.CharField(_("other material"), max_length=160, blank=True)
    is_sample = models.BooleanField(_("invented for the demo"), default=False)
    entered_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    struck_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    struck_at = models.DateTimeField(null=True)
    struck_why = models.CharField(_("reason for striking out"), max_length=LONGEST_REASON, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("school visit")
        verbose_name_plural = _("school visits")
        constraints = [
            CheckConstraint(name="talk_has_pupils", condition=Q(pupils__range=(1, MOST_PUPILS))),
            CheckConstraint(
                name="talk_struck_out_says_why",
                condition=Q(struck_at=None, struck_why="") | (Q(struck_at__isnull=False) & ~Q(struck_why="")),
            ),
        ]
        indexes = [
            Index(name="talk_by_district", fields=["district", "held_on", "id"], condition=Q(struck_at=None)),
            Index(name="talk_by_day", fields=["held_on", "id"]),
        ]

    def __str__(self):
        return f"{self.school}, {self.held_on}"
