"""Model of outgoing messages: replies, and news from the outbox."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus


class Sending(models.Model):
    """One outgoing message.

    A reply is stored with the turn that it answers (`update`, `place`) and sent afterwards; news is stored when the API
    has accepted it (`message`: the outbox row). `api_id`: a keyed digest of the API's message id. `answers_id`: Meta's
    id of the message that it answers, which is marked as read before the first reply to it is sent. `receipt_of`: the
    complaint whose receipt is made and sent as a document; the payload is empty then.
    """

    id = RowIdField(primary_key=True)

    class Outcome(models.TextChoices):
        ACCEPTED = DeliveryStatus.ACCEPTED.value, _("Accepted by WhatsApp")
        SENT = DeliveryStatus.SENT.value, _("Sent")
        DELIVERED = DeliveryStatus.DELIVERED.value, _("Delivered")
        READ = DeliveryStatus.READ.value, _("Read")
        FAILED = DeliveryStatus.FAILED.value, _("Failed")

    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="sendings")
    update = models.ForeignKey("whatsapp.Update", models.SET_NULL, null=True, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField(default=0)
    message = models.BigIntegerField(null=True)
    payload = SealedTextField(blank=True)
    answers_id = SealedTextField(blank=True, default="", db_default="")
    receipt_of = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    api_id = models.BinaryField(max_length=16, default=b"")
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("delivery status"), max_length=10, choices=Outcome, blank=True)
    code = models.IntegerField(_("error code"), null=True)

    class Meta:
        verbose_name = _("WhatsApp message")
        verbose_name_plural = _("WhatsApp messages")
        constraints = [
            models.UniqueConstraint(name="wa_sending_once_a_turn", fields=["update", "place"]),
        ]
        indexes = [
            # The queue: unsent messages, and earlier ones of the same chat.
            models.Index(
                name="wa_sending_due",
                fields=["chat", "id"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            # News that WhatsApp has not delivered (services.delivery_reports).
            models.Index(
                name="wa_sending_undelivered",
                fields=["sent_at"],
                condition=Q(message__isnull=False, outcome__in=["accepted", "sent"]),
            ),
            # The message of a delivery report.
            models.Index(name="wa_sending_api", fields=["api_id"], condition=~Q(api_id=b"")),
        ]
