"""Saved views: named filters of an office's queue."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60
LONGEST_QUERY = 500


class SavedView(models.Model):
    """A set of queue filters with a name.

    A view belongs to one officer, or is shared with all officers of a role at an office (`office` and `role` are both
    set or both empty). `query`: the filters as in the queue's URL. A view does not widen what its reader may see.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(_("role"), max_length=24, blank=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            CheckConstraint(
                name="saved_view_shared_with_a_role_at_an_office",
                condition=Q(office=None, role="") | (Q(office__isnull=False) & ~Q(role="")),
            ),
            CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
            UniqueConstraint(F("officer"), F("name"), name="own_view_name_unique", condition=Q(office=None)),
            UniqueConstraint(
                F("office"), F("role"), F("name"), name="shared_view_name_unique", condition=Q(office__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name
