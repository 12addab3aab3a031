"""Police Khidmat Markaz centres, which issue certificates and take reports."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.gps_position_columns import latitude_longitude_constraint
from accounts.rules.office_tree import CODE_PATTERN
from information.models.bilingual_descriptors import Bilingual
from information.models.choices import CERTAINTIES


class Centre(models.Model):
    """A centre. None ships with the portal, because its sources contain no list. `is_sample`: invented for the demo."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    district = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("district"))
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=120, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    address_ur = models.CharField(_("address in Urdu"), max_length=200, blank=True)
    address_roman = models.CharField(_("address in Roman Urdu"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=120, blank=True)
    hours_ur = models.CharField(_("hours in Urdu"), max_length=120, blank=True)
    hours_roman = models.CharField(_("hours in Roman Urdu"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=CERTAINTIES)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True)
    source = models.TextField(_("source"))
    is_sample = models.BooleanField(_("invented for the demo"), default=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    name, address, hours = Bilingual(), Bilingual(), Bilingual()

    class Meta:
        verbose_name = _("Khidmat Markaz")
        verbose_name_plural = _("Khidmat Markaz centres")
        constraints = [
            latitude_longitude_constraint("centre_position_whole"),
            CheckConstraint(name="centre_code_is_plain", condition=Q(code__regex=CODE_PATTERN)),
        ]

    def __str__(self):
        return self.name
