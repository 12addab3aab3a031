"""Hearings: a summary for the officer complained against, and the answer. Neither identifies the complaint.

Source: docs/decisions/0015.
"""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel


class Hearing(VersionedModel):
    """The summary (`gist`) that a named officer receives, once in each round, and the officer's written answer.

    URLs and messages contain the random id of the hearing. `given_at`: when the officer received the summary. In a
    confidential complaint the CPO has to agree first (`agreed_by`), after the complainant was warned (`warned_at`).
    `due_at`: the deadline of the answer, after which the inquiry goes on without it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    naming = models.ForeignKey("complaints.Naming", models.PROTECT, related_name="hearings", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    gist = models.TextField(_("subject"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    agreed_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    warned_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints = [
            UniqueConstraint(name="hearing_once_a_naming_and_cycle", fields=["naming", "cycle"]),
            CheckConstraint(
                name="hearing_given_has_a_date_for_the_answer",
                condition=Q(given_at=None, due_at=None) | Q(given_at__isnull=False, due_at__gt=models.F("given_at")),
            ),
            CheckConstraint(
                name="hearing_answered_when_given",
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False, given_at__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [
            # Hearings that wait for the CPO's consent: few rows at any time.
            Index(name="hearing_to_agree_to", fields=["naming", "cycle"], condition=Q(given_at=None)),
        ]
