"""Saved views: named selections of a table of the desk or the board."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage

LONGEST_NAME = 60
LONGEST_QUERY = 500
VIEW_PAGES = [
    (ViewPage.QUEUE.value, _("Office queue")),
    (ViewPage.MY_QUEUE.value, _("Own queue")),
    (ViewPage.WORKLOAD.value, _("Workload of the team")),
    (ViewPage.APPEALS.value, _("Appeals desk")),
    (ViewPage.BOARD.value, _("Board")),
    (ViewPage.DUE_SOON.value, _("Due soon")),
    (ViewPage.LEAGUE.value, _("League")),
    (ViewPage.STATION.value, _("Station sheet")),
    (ViewPage.INCIDENT_MAP.value, _("Incident map")),
    (ViewPage.PATTERNS.value, _("Patterns")),
    (ViewPage.VERIFICATIONS.value, _("Domestic worker verifications")),
    (ViewPage.SCHOOL_VISITS.value, _("School visits")),
    (ViewPage.CHAT_FUNNEL.value, _("WhatsApp chat")),
]


class SavedView(models.Model):
    """A selection of a table with a name.

    A view belongs to one officer, or is shared with all officers of a role at an office (`office` and `role` are both
    set or both empty). An officer's own view can be shared with one other officer (`shared_with`). `page`: the table.
    `query`: the filters as in that page's URL; an office in the address of the page is its `office`. A view runs as its
    reader: it does not widen what they may see.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(_("role"), max_length=24, blank=True)
    shared_with = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    page = models.CharField(max_length=16, choices=VIEW_PAGES, default=ViewPage.QUEUE.value, db_default="queue")
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
            CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
            UniqueConstraint(F("officer"), F("name"), name="own_view_name_unique", condition=Q(office=None)),
            UniqueConstraint(
                F("office"), F("role"), F("name"), name="shared_view_name_unique", condition=Q(office__isnull=False)
            ),
        ]
        indexes = [Index(fields=["shared_with"], name="saved_view_shared_with", condition=Q(shared_with__isnull=False))]

    def __str__(self):
        return self.name
