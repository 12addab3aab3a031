"""Services of the police: required documents, fee and duration, and how certain each of them is."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from information.models.bilingual_descriptors import Bilingual, BilingualList
from information.models.choices import CERTAINTIES, KINDS


class ServiceQuerySet(models.QuerySet):
    def of_kind(self, kind: str):
        """Return the services of one kind, in the order of the data."""
        return self.filter(kind=kind).order_by("order")


class Service(models.Model):
    """A service. `certainty` applies to the service; documents, fee and time have a certainty of their own.

    Empty documents, fee or time are unknown. `wa_title` and `wa_desc` have the maximum length of a row in a WhatsApp
    list. `as_of`: the year of the newest source.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=KINDS)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"))
    code = models.SlugField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120)
    name_roman = models.CharField(_("name in Roman Urdu"), max_length=120, blank=True, default="", db_default="")
    wa_title_en = models.CharField(_("title in a WhatsApp list, in English"), max_length=24, blank=True)
    wa_title_ur = models.CharField(_("title in a WhatsApp list, in Urdu"), max_length=24, blank=True)
    wa_title_roman = models.CharField(
        _("title in a WhatsApp list, in Roman Urdu"), max_length=24, blank=True, default="", db_default=""
    )
    wa_desc_en = models.CharField(_("description in a WhatsApp list, in English"), max_length=72, blank=True)
    wa_desc_ur = models.CharField(_("description in a WhatsApp list, in Urdu"), max_length=72, blank=True)
    wa_desc_roman = models.CharField(
        _("description in a WhatsApp list, in Roman Urdu"), max_length=72, blank=True, default="", db_default=""
    )
    documents_en = models.TextField(_("documents in English"), blank=True)
    documents_ur = models.TextField(_("documents in Urdu"), blank=True)
    documents_roman = models.TextField(_("documents in Roman Urdu"), blank=True, default="", db_default="")
    documents_certainty = models.CharField(
        _("how certain the documents are"), max_length=8, choices=CERTAINTIES, blank=True
    )
    fee_en = models.CharField(_("fee in English"), max_length=200, blank=True)
    fee_ur = models.CharField(_("fee in Urdu"), max_length=200, blank=True)
    fee_roman = models.CharField(_("fee in Roman Urdu"), max_length=200, blank=True, default="", db_default="")
    fee_certainty = models.CharField(_("how certain the fee is"), max_length=8, choices=CERTAINTIES, blank=True)
    time_en = models.CharField(_("time in English"), max_length=200, blank=True)
    time_ur = models.CharField(_("time in Urdu"), max_length=200, blank=True)
    time_roman = models.CharField(_("time in Roman Urdu"), max_length=200, blank=True, default="", db_default="")
    time_certainty = models.CharField(_("how certain the time is"), max_length=8, choices=CERTAINTIES, blank=True)
    notes_en = models.TextField(_("notes in English"), blank=True)
    notes_ur = models.TextField(_("notes in Urdu"), blank=True)
    notes_roman = models.TextField(_("notes in Roman Urdu"), blank=True, default="", db_default="")
    url = models.CharField(_("the authority's own page"), max_length=200, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=CERTAINTIES)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True)
    source = models.TextField(_("source"))
    # Once it is set, the shipped list no longer changes the row.
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    name, wa_title, wa_desc = Bilingual(), Bilingual(), Bilingual()
    documents, fee, time, notes = BilingualList(), Bilingual(), Bilingual(), BilingualList()
    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            UniqueConstraint(name="service_code_once_a_kind", fields=["kind", "code"]),
            UniqueConstraint(
                name="service_order_once_a_kind", fields=["kind", "order"], deferrable=models.Deferrable.DEFERRED
            ),
            *(
                CheckConstraint(
                    name=f"service_{fact}_known_has_certainty",
                    condition=Q(**{f"{fact}_en": "", f"{fact}_certainty": ""})
                    | (~Q(**{f"{fact}_en": ""}) & ~Q(**{f"{fact}_certainty": ""})),
                )
                for fact in ("documents", "fee", "time")
            ),
        ]

    def __str__(self):
        return self.name
