"""Verifications of domestic workers: the request, the acts on it, their notes, and the readings."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.roles import Role
from complaints.models.event import APPEND_ONLY
from enquiries.models.labels import CHANNELS, VERIFICATION_STATUSES
from enquiries.rules import enquiry_numbers
from enquiries.rules.verification_workflow import RequestStatus, may_audit_verifications
from ledger.encrypted_fields import RowIdField, SealedTextField


class VerificationQuerySet(models.QuerySet):
    """Queries of verifications."""

    def visible_to(self, actor):
        """Return the requests that an actor may see: operators those at and below their office, CPO auditors all."""
        if may_audit_verifications(actor.role, actor.office_kind):
            return self
        if actor.role is not Role.COMPLAINT_OPERATOR:
            return self.none()
        return self.filter(office__path__startswith=actor.office_path)

    def open(self):
        """Return the requests that are not closed. The condition matches the partial index."""
        return self.exclude(status=RequestStatus.CLOSED.value)

    def not_erased(self):
        """Return the requests whose personal data is not erased."""
        return self.filter(erased_at=None)


class Verification(models.Model):
    """One request.

    `office`: the office that handles it: that of the district, or the one that handles the district's complaints. It
    determines who may see the request. `answer`: the status that answered it; it stays after closing. `version` counts
    the acts, to detect concurrent moves. Personal data is sealed, and erased when `erased_at` is set.
    """

    id = RowIdField(primary_key=True)
    number = models.CharField(_("number"), max_length=10, unique=True)
    key = models.UUIDField(null=True, unique=True)  # an id from the client: a form sent twice makes one request
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    language = models.CharField(max_length=2, default="ur")
    district = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("district"))
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("office"))
    status = models.CharField(
        _("status"), max_length=12, choices=VERIFICATION_STATUSES, default=RequestStatus.RECEIVED.value
    )
    answer = models.CharField(max_length=12, choices=VERIFICATION_STATUSES, blank=True)
    version = models.PositiveIntegerField(default=0)
    employer_name = SealedTextField(_("employer"))
    employer_cnic = SealedTextField(_("employer's CNIC"))
    employer_phone = SealedTextField(_("employer's phone"))
    employer_phone_index = models.BinaryField(max_length=16, default=b"")
    worker_name = SealedTextField(_("worker"))
    worker_cnic = SealedTextField(_("worker's CNIC"))
    worker_cnic_index = models.BinaryField(max_length=16, default=b"")
    photo = models.OneToOneField("enquiries.Photo", models.SET_NULL, null=True, related_name="verification")
    received_at = models.DateTimeField(_("received"))
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            CheckConstraint(name="verification_number_is_digits", condition=Q(number__regex=r"^[0-9]{10}$")),
            CheckConstraint(
                name="verification_answer_is_dated",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            CheckConstraint(
                name="verification_closed_is_dated",
                condition=Q(status=RequestStatus.CLOSED.value, closed_at__isnull=False)
                | (~Q(status=RequestStatus.CLOSED.value) & Q(closed_at=None)),
            ),
            CheckConstraint(
                name="verification_erased_after_closing", condition=Q(erased_at=None) | Q(closed_at__isnull=False)
            ),
        ]
        indexes = [
            # A cell's list, the oldest first. The status is a literal: with a parameter the index would not be used.
            Index(name="verification_open", fields=["office", "received_at", "id"], condition=~Q(status="closed")),
            Index(name="verification_by_time", fields=["received_at", "id"]),
            # Other requests about the same worker, until the CNIC is erased.
            Index(name="verification_of_worker", fields=["worker_cnic_index"], condition=~Q(worker_cnic_index=b"")),
            # Requests whose personal data is due for erasure.
            Index(name="verification_to_erase", fields=["closed_at"], condition=Q(erased_at=None)),
        ]

    def __str__(self):
        return self.spaced

    @property
    def spaced(self) -> str:
        """The number as it is shown."""
        return enquiry_numbers.format_number(self.number, enquiry_numbers.RegisterLetter.VERIFICATION)


class VerificationAct(models.Model):
    """One act on a request. It never changes and has no personal data: notes are separate rows."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="acts", db_index=False)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=16)
    status = models.CharField(max_length=12, choices=VERIFICATION_STATUSES)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="verification_act_in_turn", fields=["verification", "seq"]),
        ]
        triggers = APPEND_ONLY


class Note(models.Model):
    """An operator's note on an act, only for the cell. It is erased with the personal data."""

    act = models.OneToOneField(VerificationAct, models.PROTECT, primary_key=True, related_name="note")
    words = SealedTextField()


class VerificationReading(models.Model):
    """The record that an officer opened the request under a posting. It is never changed or deleted."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="readings", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [Index(name="verification_readings", fields=["verification", "posting", "at"])]
        triggers = APPEND_ONLY
