"""Descriptions of missing children."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.rules.complainant.missing_child_answers import ADULT_AGE, ChildAnswer, ChildSex
from ledger.encrypted_fields import SealedTextField

SEXES = [(ChildSex.FEMALE.value, _("Girl")), (ChildSex.MALE.value, _("Boy")), (ChildSex.OTHER.value, _("Transgender"))]
CHILD_ANSWERS = [
    (ChildAnswer.YES.value, _("Yes")),
    (ChildAnswer.NO.value, _("No")),
    (ChildAnswer.UNKNOWN.value, _("I don't know")),
]


class MissingChild(models.Model):
    """The description of a missing child.

    The statement holds what happened, and where and when the child was last seen. Every value may be empty, which means
    that it is not known. `left`: whether the child may have left on its own. `custody`: whether there is a dispute over
    custody.
    """

    complaint = models.OneToOneField(
        "complaints.Complaint", models.PROTECT, primary_key=True, related_name="missing_child"
    )
    name = SealedTextField(_("name of the child"), blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=SEXES, blank=True)
    wearing = SealedTextField(_("clothes"), blank=True)
    left = models.CharField(_("may have left on its own"), max_length=8, choices=CHILD_ANSWERS, blank=True)
    custody = models.CharField(_("dispute over custody"), max_length=8, choices=CHILD_ANSWERS, blank=True)

    class Meta:
        verbose_name = _("missing child")
        verbose_name_plural = _("missing children")
        constraints = [
            models.CheckConstraint(
                name="missing_child_is_a_child", condition=models.Q(age=None) | models.Q(age__lt=ADULT_AGE)
            )
        ]

    def __str__(self):
        return f"{self.complaint_id}"
