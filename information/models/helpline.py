"""Numbers that people can call."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from information.models.bilingual_descriptors import Bilingual
from information.models.choices import CERTAINTIES, GROUPS, STANDINGS, WAYS
from information.rules import phone_numbers


class HelplineQuerySet(models.QuerySet):
    def advertised(self):
        """Return the numbers to call that pages may show, in the order of the data."""
        return self.filter(standing="active").exclude(reached_by="whatsapp").order_by("order")

    def on_whatsapp(self):
        """Return the police's own WhatsApp number."""
        return self.filter(standing="active", reached_by="whatsapp").order_by("order")


class Helpline(models.Model):
    """A number that people can call.

    `number`: as it is dialled inside Pakistan. Empty `hours` are unknown. `as_of`: the year of the newest source.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"))
    group = models.CharField(_("group"), max_length=16, choices=GROUPS)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ur = models.CharField(_("name in Urdu"), max_length=80)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=80, blank=True, default="", db_default="")
    operator_en = models.CharField(_("organisation, in English"), max_length=120)
    operator_ur = models.CharField(_("organisation, in Urdu"), max_length=120)
    operator_roman = models.CharField(
        _("organisation, in Roman Urdu"), max_length=120, blank=True, default="", db_default=""
    )
    hours_en = models.CharField(_("hours in English"), max_length=120, blank=True)
    hours_ur = models.CharField(_("hours in Urdu"), max_length=120, blank=True)
    hours_roman = models.CharField(_("hours in Roman Urdu"), max_length=120, blank=True, default="", db_default="")
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)
    note_ur = models.CharField(_("note in Urdu"), max_length=200, blank=True)
    note_roman = models.CharField(_("note in Roman Urdu"), max_length=200, blank=True, default="", db_default="")
    reached_by = models.CharField(_("contact method"), max_length=10, choices=WAYS, default="call")
    standing = models.CharField(_("status"), max_length=12, choices=STANDINGS, default="active")
    certainty = models.CharField(_("certainty"), max_length=8, choices=CERTAINTIES)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True)
    source = models.TextField(_("source"))
    # Once it is set, the shipped list no longer changes the row.
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    name, operator, hours, note = Bilingual(), Bilingual(), Bilingual(), Bilingual()
    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        constraints = [
            CheckConstraint(name="helpline_number_is_dialled", condition=Q(number__regex=r"^\+?[0-9]{2,15}$")),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    @property
    def link(self) -> str:
        return phone_numbers.tel_link(self.number)

    @property
    def spaced(self) -> str:
        return phone_numbers.format_number(self.number)
