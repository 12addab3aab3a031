"""The access log: which officers opened a complaint. The citizen sees how many offices did, auditors see who."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import append_only_triggers_except
from ledger.row_digest import SIGNATURE_BYTES, is_emptied_row_signature, is_row_signature, sign_single_row

SIGNED_COLUMNS = ("complaint_id", "posting_id", "office_id", "at", "kind")


class ReadingKind(models.TextChoices):
    """How an officer accessed a complaint."""

    OPENED = "opened", _("Opened")
    PRINTED = "printed", _("Printed")
    REVEALED = "revealed", _("Identity shown")
    UNSEALED = "unsealed", _("Withdrawn file opened")


class ReadingQuerySet(models.QuerySet):
    """A queryset that signs new readings."""

    def bulk_create(self, objs, *args, **kwargs):
        readings = list(objs)
        for reading in readings:
            reading.sign()
        return super().bulk_create(readings, *args, **kwargs)


class Reading(models.Model):
    """One access of an officer, under a posting, to a complaint. Rows are never deleted; only `why` can be emptied.

    `kind`: whether the complaint was opened or printed, or whether a protected identity or a withdrawn file was shown.
    The last two have a reason in `why`. `signature`: see ledger.row_digest. It stands in the row, because a page that
    shows a complaint can afford no further statement; the seals cover it (docs/decisions/0003).
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="readings", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=ReadingKind, default=ReadingKind.OPENED, db_default="opened")
    why = models.TextField(_("reason"), blank=True, default="", db_default="")
    key_id = models.CharField(max_length=16, default="", db_default="")
    signature = models.BinaryField(max_length=SIGNATURE_BYTES, default=b"", db_default=b"")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("access entry")
        indexes = [
            models.Index(name="reading_of_a_complaint", fields=["complaint", "office"]),
            # Searches of auditors, latest first: by officer (all of their postings), by office, and by time only.
            models.Index(name="reading_by_posting", fields=["posting", "at", "id"]),
            models.Index(name="reading_by_office", fields=["office", "at", "id"]),
            models.Index(name="reading_by_time", fields=["at", "id"]),
        ]
        triggers = append_only_triggers_except("why")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.sign()
        super().save(*args, **kwargs)

    def sign(self) -> None:
        """Set the signature of a new reading."""
        self.key_id, self.signature = sign_reading(self._signed_values(), self.why)

    def has_valid_signature(self, key: bytes, *, emptied: bool) -> bool:
        """Return whether the signature is the row's. `emptied`: the reason may have been emptied since."""
        signed = bytes(self.signature), self._meta.db_table, self._signed_values()
        if is_row_signature(key, *signed, self.why):
            return True
        return emptied and not self.why and is_emptied_row_signature(key, *signed)

    def _signed_values(self) -> dict:
        return {column: getattr(self, column) for column in SIGNED_COLUMNS}


def sign_reading(values: dict, why: str) -> tuple[str, bytes]:
    """Return key id and signature of a reading. `values`: those of SIGNED_COLUMNS."""
    return sign_single_row(Reading._meta.db_table, values, why)
