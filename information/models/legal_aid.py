"""Where people who cannot afford a lawyer get free legal aid."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.office_tree import CODE_PATTERN
from information.models.bilingual_descriptors import Bilingual
from information.models.choices import CERTAINTIES


class LegalAid(models.Model):
    """A place or scheme. `district`: None for one of the whole province. An empty telephone or address is unknown.

    No row of a single district ships with the portal, because its sources name none; administrators add them.
    """

    code = models.SlugField(_("code"), max_length=64, unique=True)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"), default=0)
    district = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120)
    words_en = models.CharField(_("text in English"), max_length=400, blank=True)
    words_ur = models.CharField(_("text in Urdu"), max_length=400, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    address_ur = models.CharField(_("address in Urdu"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=CERTAINTIES)
    as_of = models.PositiveSmallIntegerField(_("as of (year)"), null=True, blank=True)
    source = models.TextField(_("source"))
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    name, words, address = Bilingual(), Bilingual(), Bilingual()

    class Meta:
        verbose_name = _("free legal aid")
        verbose_name_plural = _("free legal aid")
        constraints = [CheckConstraint(name="legal_aid_code_is_plain", condition=Q(code__regex=CODE_PATTERN))]

    def __str__(self):
        return self.name
