"""Drafts: what a citizen has entered before there is a complaint. Web forms and the chat share them."""

import json
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import CHANNELS
from ledger.encrypted_fields import SealedTextField


class Draft(models.Model):
    """A draft of a complaint.

    The client chooses the id, so a draft that is submitted twice, even at the same time, becomes one complaint.
    `operator`: the posting that enters it at the counter, by telephone or from a letter; only that posting sees it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_answers = SealedTextField(default="{}")
    channel = models.CharField(max_length=10, choices=CHANNELS, default="web")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    operator = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, null=True, related_name="draft")

    class Meta:
        verbose_name = _("draft")
        indexes = [
            models.Index(name="draft_expiring", fields=["expires_at"], condition=models.Q(complaint__isnull=True))
        ]

    @property
    def answers(self) -> dict:
        return json.loads(self.sealed_answers)

    @answers.setter
    def answers(self, value: dict) -> None:
        self.sealed_answers = json.dumps(value, ensure_ascii=False)
