"""Complainants. They have no account and no password; all personal data are encrypted."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.rules.access_proofs import Proof, Proofs
from complaints.rules.complainant.anonymity_and_consent import Behalf, Consent
from complaints.rules.search.search_words import name_tokens
from ledger import field_encryption
from ledger.encrypted_fields import RowIdField, SealedTextField
from notifications.message_channels import offered_channels

NAME_DOMAIN = "name"
"""The domain of the blind indexes of names."""


class Document(models.TextChoices):
    """The kinds of identity documents."""

    CNIC = "cnic", _("CNIC or NICOP")
    PASSPORT = "passport", _("Passport")
    B_FORM = "b_form", _("B-Form")
    POR = "por", _("Proof of Registration card")
    NONE = "none", _("No document")


class Protection(models.TextChoices):
    """Whether the complainant asked that officers reach them only through the portal."""

    ON = "on"
    OFF = "off"


def protection_of(is_protected: bool) -> Protection:
    """Return the Protection for the value of `Complaint.protected`."""
    return Protection.ON if is_protected else Protection.OFF


class Complainant(models.Model):
    """The complainant of one complaint. Several complaints of one person are matched by blind index, never by one row.

    `id`: also the id of the complaint, so that the encrypted fields are bound to it.

    `time_zone`: an IANA name, for nights and safe hours. `safe_from`, `safe_until`: full hours of local time between
    which the complainant can be called or written to (22 to 6 passes midnight); both or neither are set. `neutral`:
    messages must not show what the matter is. With a secret word (`secret_hash`), the phone alone opens, lists and
    changes nothing. In a quiet complaint (Complaint.is_quiet) no message is sent unless `messages_wanted` is set.
    `duress_hash`: the word that opens the duress page. `duress_story`: the text of the complaint that this page
    shows, which the person wrote when setting the word. `wants_calls`: the complainant cannot read, so the complaint
    cell calls when there is news.

    `protection`: a Protection. It repeats `Complaint.protected`, encrypted and bound to the row, so that nobody lifts
    the protection by writing to the database: a complainant is shown only if both say so.

    `phone_verified_at`, `email_verified_at`: when a code that was sent there was entered. `…_is_of_filing`: it was
    entered on the device that filed the complaint. `…_by_officers_key`: the value was set with a printed key that an
    officer issued (rules.access_proofs). `reached_since`: when the present address came into use, if it was ever
    changed. `name_index`: the blind indexes of the name's words, in the spelling of the search.
    """

    id = RowIdField(primary_key=True, drawn_from="complaints_complaint")
    name = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    address = SealedTextField(blank=True)
    document = models.CharField(max_length=10, choices=Document, default=Document.NONE)
    document_number = SealedTextField(blank=True)
    no_document_reason = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="ur")
    woman_officer = models.BooleanField(_("asks for a woman officer"), default=False)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    under_18 = models.BooleanField(_("under 18"), default=False)
    behalf = models.CharField(_("on whose behalf"), max_length=8, choices=BEHALVES, default=Behalf.SELF)
    behalf_name = SealedTextField(_("name of the person concerned"), blank=True)
    behalf_consent = models.CharField(
        _("consent of the person concerned"), max_length=9, choices=CONSENTS, blank=True, default=Consent.UNASKED
    )
    time_zone = models.CharField(max_length=40, default="Asia/Karachi")
    prefers = models.CharField(_("preferred channel"), max_length=20, choices=offered_channels, blank=True)
    safe_from = models.PositiveSmallIntegerField(_("safe to call from"), null=True, blank=True)
    safe_until = models.PositiveSmallIntegerField(_("safe to call until"), null=True, blank=True)
    neutral = models.BooleanField(_("neutral wording"), default=False)
    wants_calls = models.BooleanField(_("cannot read, wants phone calls"), default=False, db_default=False)
    messages_wanted = models.BooleanField(_("wants messages despite a secret word"), default=False)
    secret_hash = SealedTextField(blank=True, default="")
    duress_hash = SealedTextField(blank=True, default="")
    duress_story = SealedTextField(blank=True, default="", db_default="")
    protection = SealedTextField(blank=True, default="", db_default="", editable=False)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    phone_is_of_filing = models.BooleanField(default=False, db_default=False)
    email_is_of_filing = models.BooleanField(default=False, db_default=False)
    phone_by_officers_key = models.BooleanField(default=False, db_default=False)
    email_by_officers_key = models.BooleanField(default=False, db_default=False)
    word_by_officers_key = models.BooleanField(default=False, db_default=False)
    reached_since = models.DateTimeField(null=True, blank=True)
    phone_index = models.BinaryField(max_length=16, default=b"")
    email_index = models.BinaryField(max_length=16, default=b"")
    document_index = models.BinaryField(max_length=16, default=b"")
    name_index = ArrayField(models.BinaryField(max_length=16), default=list, db_default=[])

    class Meta:
        verbose_name = _("complainant")
        indexes = [
            models.Index(name="complainant_by_phone", fields=["phone_index"], condition=~models.Q(phone_index=b"")),
            models.Index(name="complainant_by_email", fields=["email_index"], condition=~models.Q(email_index=b"")),
            models.Index(
                name="complainant_by_document", fields=["document_index"], condition=~models.Q(document_index=b"")
            ),
            GinIndex(name="complainant_by_name", fields=["name_index"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="complainant_safe_hours_together",
                condition=models.Q(safe_from__isnull=True, safe_until__isnull=True)
                | models.Q(safe_from__range=(0, 23), safe_until__range=(0, 23))
                & ~models.Q(safe_from=models.F("safe_until")),
            ),
            models.CheckConstraint(
                name="complainant_duress_needs_secret", condition=models.Q(duress_hash="") | ~models.Q(secret_hash="")
            ),
            models.CheckConstraint(
                name="complainant_duress_needs_story", condition=models.Q(duress_hash="") | ~models.Q(duress_story="")
            ),
        ]

    @property
    def has_secret(self) -> bool:
        return bool(self.secret_hash)

    @property
    def proofs(self) -> Proofs:
        """Return how well each way of opening this complaint is proved."""
        has_phone, has_email = bool(self.phone_index), bool(self.email_index)
        return Proofs(
            phone=_proof_of_address(has_phone, self.phone_verified_at, self.phone_by_officers_key),
            email=_proof_of_address(has_email, self.email_verified_at, self.email_by_officers_key),
            word_by_officers_key=self.word_by_officers_key,
            by_email=has_email and (self.prefers == "email" or not has_phone),
        )

    def channel_of(self, reached_index: bytes) -> str:
        """Return "phone" or "email" if the present one has this blind index, otherwise "".

        The index is computed from the encrypted value: one that somebody copied into the row proves nothing.
        """
        for channel, value in (("phone", self.phone), ("email", self.email.lower())):
            if reached_index and field_encryption.is_same_index(
                reached_index, field_encryption.blind_index(channel, value)
            ):
                return channel
        return ""

    def set_indexes(self) -> None:
        """Compute the blind indexes.

        Each kind of value has its own domain, so that a phone never matches a document.
        """
        self.phone_index = field_encryption.blind_index("phone", self.phone)
        self.email_index = field_encryption.blind_index("email", self.email.lower())
        self.document_index = field_encryption.blind_index(self.document, self.document_number)
        self.name_index = [field_encryption.blind_index(NAME_DOMAIN, token) for token in name_tokens(self.name)]


def _proof_of_address(has_address: bool, verified_at: datetime | None, by_officers_key: bool) -> Proof:
    if not has_address:
        return Proof.MISSING
    if by_officers_key:
        return Proof.BY_OFFICERS_KEY
    return Proof.PROVED if verified_at else Proof.UNPROVED
