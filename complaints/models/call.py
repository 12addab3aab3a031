"""Telephone calls of complaint cells to complainants, calls that wait, and the spot checks of the CPO."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose, Result
from ledger.append_only_triggers import append_only_triggers_except
from ledger.encrypted_fields import RowIdField, SealedTextField


class CallPurpose(models.TextChoices):
    """Why the cell calls. `news`: a complainant who cannot read asked to be called when there is something to read."""

    CONTACT = Purpose.CONTACT.value, _("Did the officer speak to them?")
    VERIFY = Purpose.VERIFY.value, _("Their answer to the report")
    WITHDRAWAL = Purpose.WITHDRAWAL.value, _("Withdrawal request")
    EXCUSE = Purpose.EXCUSE.value, _("The officer could not reach them")
    NEWS = Purpose.NEWS.value, _("Read the update to them")
    SAMPLE = Purpose.SAMPLE.value, _("Spot check")
    CONNECT = Purpose.CONNECT.value, _("Put a call through to the officer")


class CallResult(models.TextChoices):
    REACHED = Result.REACHED.value, _("Reached")
    NOT_REACHED = Result.NOT_REACHED.value, _("Not reached")
    CALL_BACK = Result.CALL_BACK.value, _("Call later")
    WRONG_NUMBER = Result.WRONG_NUMBER.value, _("Wrong number")


class Call(models.Model):
    """One call. Rows are never deleted; only `words` can be emptied.

    `answer`: the complainant's answer as a code: who made contact, the verdict, or whether they keep or withdraw.
    `words`: the operator's note, encrypted. `call_back_at`: when the person asked to be called again. `minutes`: the
    length of a call that was connected to an officer.
    """

    id = RowIdField(primary_key=True)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="calls", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    purpose = models.CharField(_("purpose"), max_length=10, choices=CallPurpose)
    result = models.CharField(_("result"), max_length=12, choices=CallResult)
    answer = models.CharField(max_length=16, blank=True)
    call_back_at = models.DateTimeField(_("call back at"), null=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    words = SealedTextField(_("call note"), blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(name="call_of_a_complaint", fields=["complaint", "at"])]
        constraints = [
            models.CheckConstraint(
                name="call_back_has_its_time",
                condition=models.Q(result="call_back", call_back_at__isnull=False)
                | ~models.Q(result="call_back") & models.Q(call_back_at__isnull=True),
            )
        ]
        triggers = append_only_triggers_except("words")


class WaitingCall(models.Model):
    """A call to make that follows from the history: the row is narrow and is deleted when the call is no longer needed.

    For Purpose.NEWS: since when there is something that the complainant, who cannot read, has not heard. For
    Purpose.EXCUSE: since the officer's third attempt to reach the complainant. All other calls that are due are found
    without such rows (complaints.queries.due_calls).
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="waiting_calls", db_index=False)
    purpose = models.CharField(max_length=10, choices=CallPurpose)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("call that waits")
        constraints = [models.UniqueConstraint(name="waiting_call_unique", fields=["complaint", "purpose"])]
        # For the list of calls, longest wait first.
        indexes = [models.Index(name="waiting_call_since", fields=["purpose", "since", "complaint"])]


class ContactSample(models.Model):
    """A spot check: the CPO's cell calls about one in twenty confirmations of contact.

    A keyed hash of the event's id selects the confirmations when they are given, so that no officer can predict them.
    `call`: the call that completed the spot check.
    """

    event = models.OneToOneField("complaints.Event", models.PROTECT, primary_key=True, related_name="+")
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    call = models.OneToOneField(Call, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("spot check")
        indexes = [
            models.Index(name="sample_to_ring_about", fields=["drawn_at"], condition=models.Q(call__isnull=True))
        ]
