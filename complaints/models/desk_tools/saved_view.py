"""Saved views: named selections of a table: the office's queue, the league or a station sheet."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage

LONGEST_NAME = 60
LONGEST_QUERY = 500
VIEW_PAGES = [
    (ViewPage.QUEUE.value, _("Office queue")),
    (ViewPage.LEAGUE.value, _("League")),
    (ViewPage.STATION.value, _("Station sheet")),
]


class SavedView(models.Model):
    """A selection of a table with a name.

    A view belongs to one officer, or is shared with all officers of a role at an office (`office` and `role` are both
    set or both empty). An officer's own view can be shared with one other officer (`shared_with`). `page`: the table.
    `station`: of a station sheet. `query`: the filters as in that page's URL. A view runs as its reader: it does not
    widen what they may see.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(_("role"), max_length=24, blank=True)
    shared_with = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    page = models.CharField(max_length=8, choices=VIEW_PAGES, default=ViewPage.QUEUE.value, db_default="queue")
    station = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
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
            CheckConstraint(
                name="saved_view_shared_once", condition=Q(shared_with=None) | Q(office=None, shared_with__isnull=False)
            ),
            CheckConstraint(
                name="saved_view_of_a_station_names_it",
                condition=Q(page=ViewPage.STATION.value, station__isnull=False)
                | (~Q(page=ViewPage.STATION.value) & Q(station=None)),
            ),
            CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
            UniqueConstraint(F("officer"), F("name"), name="own_view_name_unique", condition=Q(office=None)),
            UniqueConstraint(
                F("office"), F("role"), F("name"), name="shared_view_name_unique", condition=Q(office__isnull=False)
            ),
        ]
        indexes = [Index(fields=["shared_with"], name="saved_view_shared_with", condition=Q(shared_with__isnull=False))]

    def __str__(self):
        return self.name
