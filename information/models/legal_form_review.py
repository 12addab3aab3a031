"""Lawyers' reviews of the legal forms that the portal fills in."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedQuerySet
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from information.models.choices import LEGAL_FORMS
from ledger.append_only_triggers import fixed_except


class LegalFormReviewQuerySet(VersionedQuerySet):
    def in_force(self) -> "LegalFormReviewQuerySet":
        """Return the reviews that two administrators confirmed and nobody ended."""
        return self.filter(confirmed=True, ended_at=None)


class LegalFormReview(TwoAdministrators):
    """A lawyer's review of one edition of a form, entered by one administrator and confirmed by another.

    `statute`: the version of the law against which the form was read. `confirmed`: None until the second administrator
    has decided. `ended_by`, `ended_at`: the administrator who ended it, for example because the law has changed.
    """

    form = models.CharField(_("form"), max_length=20, choices=LEGAL_FORMS)
    edition = models.PositiveSmallIntegerField(_("edition of the form"))
    lawyer = models.CharField(_("lawyer (name and licence number)"), max_length=160)
    reviewed_on = models.DateField(_("reviewed on"))
    statute = models.CharField(
        _("version of the law"),
        max_length=160,
        help_text=_("For example: Code of Criminal Procedure, 1898, as amended up to 30 June 2026."),
    )
    confirmed = models.BooleanField(_("confirmed"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    objects = LegalFormReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a legal form")
        verbose_name_plural = _("reviews of legal forms")
        constraints = [
            *two_administrator_constraints("legal_form_review", created="confirmed"),
            CheckConstraint(
                name="legal_form_review_ends_once_confirmed",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, confirmed=True),
            ),
            UniqueConstraint(
                name="legal_form_review_in_force_once", fields=["form"], condition=Q(confirmed=True, ended_at=None)
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "confirmed", "ended_by_id", "ended_at", once="ended_at")

    def __str__(self):
        return f"{self.get_form_display()}, {self.lawyer}, {self.reviewed_on:%Y-%m-%d}"
