"""Tips about a missing child or a wanted person, which can be sent anonymously, and the acts of officers on them."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import CHANNELS
from complaints.models.event import APPEND_ONLY
from ledger.encrypted_fields import RowIdField, SealedTextField
from notices.models.triggers import ONLY_THE_STANDING_CHANGES
from notices.rules.tip_validation import TipStatus

TIP_STATUS_LABELS = [
    (TipStatus.NEW.value, _("Not read yet")),
    (TipStatus.SEEN.value, _("Viewed")),
    (TipStatus.USEFUL.value, _("It helped")),
    (TipStatus.NOTHING.value, _("It did not help")),
]


class Tip(models.Model):
    """A tip. Text and phone are sealed; the sender's IP address is not stored.

    `key`: an id from the client; a tip sent twice with the same key is stored once. `past_the_district`: only the
    Central Police Office may read it, because it concerns the local police.
    """

    id = RowIdField(primary_key=True)
    key = models.UUIDField(unique=True, editable=False)
    number = models.CharField(_("number"), max_length=12, unique=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="tips", db_index=False)
    text = SealedTextField(_("information given"))
    phone = SealedTextField(_("mobile number"), blank=True)
    picture = models.OneToOneField("notices.Picture", models.PROTECT, null=True, related_name="tip")
    past_the_district = models.BooleanField(_("only for the Central Police Office"), default=False)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    at = models.DateTimeField(_("received at"))
    standing = models.CharField(_("status"), max_length=8, choices=TIP_STATUS_LABELS, default=TipStatus.NEW)

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        constraints = [CheckConstraint(name="tip_number_is_digits", condition=Q(number__regex=r"^[0-9]{10}$"))]
        indexes = [Index(name="tip_latest", fields=["notice", "-at", "-id"])]
        triggers = ONLY_THE_STANDING_CHANGES


class TipAct(models.Model):
    """The record that an officer opened a tip or entered its result. It never changes; auditors read it."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened it")
        USEFUL = TipStatus.USEFUL.value, _("said it helped")
        NOTHING = TipStatus.NOTHING.value, _("said it did not help")

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="acts", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("action on a tip")
        verbose_name_plural = _("actions on tips")
        indexes = [
            Index(name="tip_act_of_a_tip", fields=["tip", "at", "id"]),
            Index(name="tip_act_by_posting", fields=["posting", "at", "id"]),
        ]
        triggers = APPEND_ONLY
