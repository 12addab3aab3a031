"""The identity at the identity provider by which an officer signs in (single sign-on)."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel
from ledger.append_only_triggers import fixed_except


class LinkedIdentity(VersionedModel):
    """One link between an officer and a person at the provider, who is known by issuer and subject.

    The subject never changes and is never given to somebody else. An e-mail address may be, so it links nobody. A row
    that the portal did not write signs nobody in: it has no signed version.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="linked_identities")
    issuer = models.CharField(max_length=255, editable=False)
    subject = models.CharField(max_length=255, editable=False)
    linked_at = models.DateTimeField(_("linked at"))
    unlinked_at = models.DateTimeField(_("unlinked at"), null=True)

    class Meta:
        verbose_name = _("single sign-on identity")
        verbose_name_plural = _("single sign-on identities")
        constraints = [
            UniqueConstraint(
                name="linked_identity_of_one_officer", fields=["issuer", "subject"], condition=Q(unlinked_at=None)
            ),
            UniqueConstraint(name="linked_identity_once_an_officer", fields=["officer"], condition=Q(unlinked_at=None)),
        ]
        triggers = fixed_except("unlinked_at", once="unlinked_at")

    def __str__(self):
        return f"{self.officer_id} {self.linked_at:%Y-%m-%d}"
