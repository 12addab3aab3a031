"""Letters that were scanned with a cover sheet and wait for an operator, and what became of them."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.rules.roles import Role

LETTER_LIFETIME = timedelta(days=30)
"""How long a letter waits for an operator, and how long a closed one can be opened again. Then its scan is destroyed.
A citizen's draft lives for a day; a letter has to outlast weekends, holidays and an operator's illness."""


class ScannedLetterQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "ScannedLetterQuerySet":
        """Return the letters of this operator's own cell; none for anybody else."""
        if actor.role is not Role.COMPLAINT_OPERATOR:
            return self.none()
        return self.filter(office_id=actor.office_id)

    def waiting(self, *, at: datetime) -> "ScannedLetterQuerySet":
        """Return the letters that nobody has registered or closed and whose scan still exists."""
        return self.filter(state=ScannedLetter.State.WAITING, draft__expires_at__gt=at)


class ScannedLetter(models.Model):
    """A letter: the scan is the evidence of `draft`, which an operator completes and registers.

    `office`: the complaint cell that has it. `pages`: with the cover sheet, which is the first. `sources`: where the
    pages come from, as [{"file": SHA-256 of the scanned file, "pages": "2–4"}]. `imported_by`: the operator who started
    the import, None for the scanner's folder. `handed_on_by`: the operator whose cell gave it to the Central Police
    Office. `draft` is None when the scan is destroyed; the row then says only when it came and what was decided.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        REGISTERED = "registered", _("Registered")
        CLOSED = "closed", _("Closed")

    class Reason(models.TextChoices):
        """Why a letter is closed without a complaint."""

        ADVERTISEMENT = "advertisement", _("Advertisement or unwanted mail")
        ELSEWHERE = "elsewhere", _("It belongs to another authority: the paper was forwarded")
        ADDITION = "addition", _("It adds to a complaint that is registered: it was added there")
        REPEATED = "repeated", _("The same letter was scanned twice")
        SCAN_AGAIN = "scan_again", _("The scan is unreadable or incomplete: it is scanned again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.OneToOneField("complaints.CoverSheet", models.PROTECT, related_name="letter")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    draft = models.OneToOneField("complaints.Draft", models.SET_NULL, null=True, related_name="scanned_letter")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    pages = models.PositiveSmallIntegerField(_("pages"))
    sources = models.JSONField(default=list)
    imported_at = models.DateTimeField(_("scanned"))
    imported_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    handed_on_at = models.DateTimeField(null=True)
    handed_on_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=13, choices=Reason, blank=True, default="")

    objects = ScannedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("scanned letter")
        constraints = [
            CheckConstraint(
                name="scanned_letter_closed_with_a_reason",
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(reason="")
                | ~Q(state="closed") & Q(closed_at=None, closed_by=None, reason=""),
            )
        ]
        indexes = [
            # A cell's letters that wait or were closed, oldest first (desk.intake.letter_list_page).
            Index(
                name="scanned_letters_of_a_cell",
                fields=["office", "state", "imported_at"],
                condition=Q(state__in=["waiting", "closed"]),
            )
        ]

    @property
    def file_ids(self) -> list[uuid.UUID]:
        """Return the ids that the files of the scan have or would have: one PDF, or a picture for each page."""
        return [scan_file_id(self.draft_id, number) for number in range(self.pages)] if self.draft_id else []


def scan_file_id(draft_id: uuid.UUID, number: int) -> uuid.UUID:
    """Return the id of a scan's file. A letter that is taken again after a crash has the same ones."""
    return uuid.uuid5(draft_id, str(number))
