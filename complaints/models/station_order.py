"""Orders to a station whose head is excluded: it must register an FIR, and learns nothing else of the complaint.

Rules: docs/rules.md, *Special cases*.
"""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet


class StationOrderQuerySet(VersionedQuerySet):
    def given(self):
        """Return the orders that their station sees."""
        return self.filter(given_at__isnull=False)

    def given_to_station(self, office_id: int):
        return self.given().filter(station=office_id).order_by("-given_at")

    def unanswered(self):
        """Return the orders that their station has and has not carried out."""
        return self.given().filter(answered_at=None)


class StationOrder(VersionedModel):
    """An order of a superior to the head of an excluded station.

    `offence`, `place`, `happened_on`: all that the station reads, besides the reference, which is random and not the
    E-tag. `consent`: whether the complainant agreed; before, the station sees nothing. `given_at`: when the station got
    it. `fir_number`, `fir_on`: its answer.
    """

    class Consent(models.TextChoices):
        ASKED = "asked", _("The complainant was asked")
        GIVEN = "given", _("The complainant agreed")
        REFUSED = "refused", _("The complainant did not agree")
        NOT_NEEDED = "none", _("Not needed: somebody is detained")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="station_orders", db_index=False)
    station = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    offence = models.CharField(_("law, section and offence"), max_length=160)
    place = models.CharField(_("place of the incident"), max_length=160)
    happened_on = models.DateField(_("day of the incident"))
    asked_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    consent = models.CharField(max_length=7, choices=Consent)
    given_at = models.DateTimeField(null=True)
    fir_number = models.CharField(_("FIR number"), max_length=40, blank=True, default="")
    fir_on = models.DateField(_("date of the FIR"), null=True)
    answered_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    objects = StationOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order to an excluded station")
        constraints = [
            CheckConstraint(
                name="station_order_given_with_consent",
                condition=Q(given_at=None, consent__in=("asked", "refused"))
                | Q(given_at__isnull=False, consent__in=("given", "none")),
            ),
            CheckConstraint(
                name="station_order_answered_with_an_fir",
                condition=Q(answered_at=None, fir_number="", fir_on=None)
                | (Q(answered_at__isnull=False, given_at__isnull=False, fir_on__isnull=False) & ~Q(fir_number="")),
            ),
            UniqueConstraint(
                name="station_order_one_open",
                fields=["complaint", "station"],
                condition=Q(answered_at=None) & ~Q(consent="refused"),
            ),
        ]
        indexes = [
            Index(name="station_order_of_complaint", fields=["complaint"]),
            Index(name="station_order_of_station", fields=["station", "-given_at"]),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number that the station and the superior use. It does not lead to the complaint."""
        return f"{self.pk.hex[:4]}-{self.pk.hex[4:8]}".upper()
