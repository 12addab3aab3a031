"""What the portal proposed for a statement, and what was chosen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class CategoryProposal(models.Model):
    """The proposal for a complaint's statement and the choice at its registration, as codes. It never holds the text.

    A later correction is the difference between `chosen` and the complaint's present category. `proposed`: category
    codes, the best first. `proposed_place`, `chosen_place`: office codes, or empty.
    """

    complaint = models.OneToOneField(
        "complaints.Complaint", models.PROTECT, primary_key=True, related_name="category_proposal"
    )
    engine_version = models.CharField(_("version of the proposal"), max_length=40)
    proposed = ArrayField(models.CharField(max_length=60), verbose_name=_("proposed categories"))
    proposed_place = models.CharField(_("proposed place"), max_length=60, blank=True)
    danger = models.CharField(_("danger"), max_length=10)
    chosen = models.CharField(_("chosen category"), max_length=60)
    chosen_place = models.CharField(_("chosen place"), max_length=60)

    class Meta:
        verbose_name = _("category proposal")

    def __str__(self):
        return f"{self.complaint_id}"
