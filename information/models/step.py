"""Steps of guides, for example what to do when an FIR is refused."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from information.models.bilingual_descriptors import Bilingual
from information.models.choices import GUIDES, STEP_PAGES


class Step(models.Model):
    """One step of a guide, for pages and the chat. `title` may be empty. `leads_to`: the page that it links to."""

    guide = models.CharField(_("guide"), max_length=24, choices=GUIDES)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position in a list", "order"))
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    title_ur = models.CharField(_("title in Urdu"), max_length=120, blank=True)
    title_roman = models.CharField(_("title in Roman Urdu"), max_length=120, blank=True)
    words_en = models.CharField(_("text in English"), max_length=400)
    words_ur = models.CharField(_("text in Urdu"), max_length=400)
    words_roman = models.CharField(_("text in Roman Urdu"), max_length=400, blank=True)
    leads_to = models.CharField(_("links to"), max_length=16, choices=STEP_PAGES, blank=True)
    source = models.TextField(_("source"))
    # Once it is set, the shipped list no longer changes the row.
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    title, words = Bilingual(), Bilingual()

    class Meta:
        verbose_name = _("guide step")
        verbose_name_plural = _("guide steps")
        constraints = [UniqueConstraint(name="step_order_once_a_guide", fields=["guide", "order"])]

    def __str__(self):
        return f"{self.get_guide_display()}, {self.order}"
