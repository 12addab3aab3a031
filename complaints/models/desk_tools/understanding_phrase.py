"""Weighted phrases by which a citizen's sentence is understood (docs/understanding.md)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.understanding.phrases import HEAVIEST


class UnderstandingPhrase(models.Model):
    """A phrase, the category or danger that it speaks for, and how strongly. Administrators edit them."""

    phrase = models.CharField(_("phrase"), max_length=80)
    label = models.CharField(_("speaks for"), max_length=40)
    weight = models.FloatField(_("weight"))
    is_active = models.BooleanField(_("in use"), default=True)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)  # then load_categories skips it

    class Meta:
        verbose_name = _("phrase for understanding sentences")
        verbose_name_plural = _("phrases for understanding sentences")
        ordering = ["label", "phrase"]
        constraints = [
            UniqueConstraint(name="phrase_speaks_once_for_a_label", fields=["phrase", "label"]),
            CheckConstraint(name="phrase_weight_is_bounded", condition=Q(weight__range=(-HEAVIEST, HEAVIEST))),
        ]

    def __str__(self):
        return self.phrase
