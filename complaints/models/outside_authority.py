"""The authority outside the police for complaints that no police office may open, and the files written for it.

Rules: docs/rules.md, *Before registration*.
"""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import localized_name
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from ledger.append_only_triggers import APPEND_ONLY, fixed_except


class AuthorityFields(models.Model):
    """The name and address of the authority, and the public key to which its files are encrypted."""

    name_en = models.CharField(_("name"), max_length=160)
    name_ur = models.CharField(_("name in Urdu"), max_length=160)
    address = models.TextField(_("postal address"), max_length=400)
    email = models.EmailField(_("e-mail"))
    public_key = models.TextField(_("public key (X25519, PEM)"), max_length=600)
    source = models.TextField(_("authorising order"))

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return localized_name(self.name_en, self.name_ur)


class OutsideAuthorityQuerySet(VersionedQuerySet):
    def in_force(self) -> "OutsideAuthority | None":
        """Return the authority that two administrators set last, or None."""
        return self.order_by("-pk").first()


class OutsideAuthority(AuthorityFields, VersionedModel):
    """An authority that two administrators set. The latest one gets the complaints."""

    since = models.DateTimeField(_("in force since"))

    objects = OutsideAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside authority")
        verbose_name_plural = _("outside authorities")
        triggers = APPEND_ONLY

    def __str__(self):
        return self.name_en


class OutsideAuthorityChange(AuthorityFields, TwoAdministrators):
    """An outside authority that one administrator requested and another one must confirm."""

    authority = models.OneToOneField(OutsideAuthority, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pending outside authority")
        verbose_name_plural = _("pending outside authorities")
        constraints = [
            *two_administrator_constraints("outside_authority_change", created="authority"),
            UniqueConstraint(Value(1), name="outside_authority_change_waits_once", condition=Q(decided_at=None)),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "authority_id", once="decided_at")

    def __str__(self):
        return f"{self.name_en} {self.asked_at:%Y-%m-%d}"


class OutsideTransfer(models.Model):
    """One complaint, written for an outside authority and encrypted to its key. The portal cannot open it.

    `with_identity`: whether it names the complainant. `is_addition`: it was written because the complainant added
    something; it contains everything. `covers_seq`: the last event that it covers. `content`: the encrypted file, empty
    once it was destroyed.
    `sent_at`, `given_up_at`: when the e-mail with the link was sent, or could not be. `fetched_at`: when the authority
    first downloaded the file.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="transfers", db_index=False)
    authority = models.ForeignKey(OutsideAuthority, models.PROTECT, related_name="+", db_index=False)
    with_identity = models.BooleanField()
    is_addition = models.BooleanField(default=False, db_default=False)
    covers_seq = models.PositiveIntegerField(default=0, db_default=0)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("complaint sent to an outside authority")
        constraints = [
            UniqueConstraint(
                name="transfer_once_with_identity",
                fields=["complaint"],
                condition=Q(with_identity=True, is_addition=False),
            ),
            UniqueConstraint(
                name="transfer_once_without_identity",
                fields=["complaint"],
                condition=Q(with_identity=False, is_addition=False),
            ),
            CheckConstraint(name="transfer_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)),
        ]
        indexes = [
            Index(name="transfer_of_complaint", fields=["complaint"]),
            Index(name="transfer_not_sent", fields=["created_at"], condition=Q(sent_at=None, given_up_at=None)),
        ]
        triggers = fixed_except("content", "sent_at", "given_up_at", "fetched_at")

    def __str__(self):
        return f"{self.complaint_id} to {self.authority_id}"
