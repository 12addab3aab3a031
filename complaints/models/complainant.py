"""Who brings a complaint. No account, no password; everything personal is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints import crypto
from complaints.models.fields import SealedTextField


class Document(models.TextChoices):
    CNIC = "cnic", _("CNIC or NICOP")
    PASSPORT = "passport", _("Passport")
    B_FORM = "b_form", _("B-Form")
    POR = "por", _("Proof of Registration card")
    NONE = "none", _("No document")


class Complainant(models.Model):
    """One row per complaint: two complaints of one person are joined by blind index, never by a shared row."""

    name = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    address = SealedTextField(blank=True)
    document = models.CharField(max_length=10, choices=Document, default=Document.NONE)
    document_number = SealedTextField(blank=True)
    no_document_reason = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="ur")
    woman_officer = models.BooleanField(_("asks for a woman officer"), default=False)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    phone_index = models.BinaryField(max_length=16, default=b"")
    email_index = models.BinaryField(max_length=16, default=b"")
    document_index = models.BinaryField(max_length=16, default=b"")

    class Meta:
        verbose_name = _("complainant")
        indexes = [
            models.Index(name="complainant_by_phone", fields=["phone_index"], condition=~models.Q(phone_index=b"")),
            models.Index(
                name="complainant_by_document", fields=["document_index"], condition=~models.Q(document_index=b"")
            ),
        ]

    def set_indexes(self) -> None:
        """Blind indexes of what was given; each domain has its own, so a phone never matches a document."""
        self.phone_index = crypto.blind_index("phone", self.phone)
        self.email_index = crypto.blind_index("email", self.email.lower())
        self.document_index = crypto.blind_index(self.document, self.document_number)
