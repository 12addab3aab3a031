"""Answers that are kept for a day, so that a repeated request gets the first answer again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class IdempotentAnswer(models.Model):
    """The answer to a request with an Idempotency-Key.

    `key`: a keyed digest of the client, its device, the route and the key. `request_digest`: a keyed digest of the
    body. `answer`: the JSON of the answer, sealed; empty only inside the transaction that is making it.
    """

    id = RowIdField(primary_key=True)
    key = models.BinaryField(max_length=16, unique=True)
    request_digest = models.BinaryField(max_length=16)
    answer = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept answer")
        indexes = [models.Index(name="idempotent_answer_old", fields=["created_at"])]  # api.tasks
