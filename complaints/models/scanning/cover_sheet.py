"""Cover sheets that were printed, each for one letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.rules.scanning.sheet_code import format_sheet_code


class CoverSheet(models.Model):
    """A printed sheet. `office`: whose complaint cell takes down the letter. `used_at`: when the letter was taken."""

    code = models.CharField(_("code"), max_length=18, unique=True)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    printed_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cover sheet")

    def __str__(self):
        return self.spaced_code

    @property
    def spaced_code(self) -> str:
        return format_sheet_code(self.code)
