"""Claims of officers that they spoke to the complainant, and the complainants' answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactAnswer(models.TextChoices):
    """The complainant's answer to a claim: who spoke to them."""

    IN_PERSON = "in_person", _("Yes, the officer personally")
    SOMEONE_ELSE = "someone_else", _("Someone else did")
    NOBODY = "nobody", _("Nobody did")


class ContactClaim(models.Model):
    """One claim of contact. A denied claim stays.

    `claimed_at`: when the officer recorded the contact and the clock was suspended.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="contact_claims")
    cycle = models.PositiveSmallIntegerField()
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=ContactAnswer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("contact claim")
        constraints = [
            models.UniqueConstraint(
                name="contact_claim_one_pending", fields=["complaint"], condition=models.Q(answered_at__isnull=True)
            )
        ]
