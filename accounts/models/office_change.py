"""A new place of an office in the tree, which one administrator requested and another must confirm."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import OFFICE_KIND_CHOICES
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints


class OfficeChange(TwoAdministrators):
    """A requested kind and parent of an office: they decide which heads read the complaints of its subtree.

    `applied_at`: when it was confirmed and the office moved.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=16, choices=OFFICE_KIND_CHOICES, blank=True)
    parent = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent office")
    )
    applied_at = models.DateTimeField(_("applied at"), null=True)

    class Meta:
        verbose_name = _("move of an office awaiting a second administrator")
        verbose_name_plural = _("moves of offices awaiting a second administrator")
        constraints = [
            *two_administrator_constraints("office_change", created="applied_at"),
            UniqueConstraint(name="office_change_waits_once", fields=["office"], condition=Q(decided_at=None)),
        ]

    def __str__(self):
        return f"{self.office.code} → {self.parent.code} ({self.kind})"
