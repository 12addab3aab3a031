"""Model of what Meta delivered, stored before the delivery is answered with 200."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class Update(models.Model):
    """One message or status.

    `key`: a keyed digest of Meta's id, which contains the phone number; the same at every delivery. `sender`: a blind
    index by which one person's updates stay in order. The payload is encrypted, and emptied once it is done. An update
    that keeps failing is set `aside` for an operator.
    """

    id = RowIdField(primary_key=True)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        ASIDE = "aside", _("Set aside")

    key = models.BinaryField(max_length=16, unique=True)
    sender = models.BinaryField(max_length=16)
    is_status = models.BooleanField(default=False)
    told_at = models.BigIntegerField(default=0)  # Meta's clock, seconds since 1970
    payload = SealedTextField(blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(_("what went wrong"), max_length=200, blank=True)  # the error's type, no personal data
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("WhatsApp update")
        verbose_name_plural = _("WhatsApp updates")
        indexes = [
            # The next sender, and the first of their updates.
            models.Index(name="wa_update_turn", fields=["sender", "told_at", "id"], condition=Q(state="waiting")),
            # Failed updates that an operator has to look at.
            models.Index(name="wa_update_aside", fields=["-id"], condition=Q(state="aside")),
            # Keys that can be deleted, because Meta no longer repeats them.
            models.Index(name="wa_update_over", fields=["done_at"], condition=Q(state="done")),
        ]

    def __str__(self):
        return f"{self.pk}"
