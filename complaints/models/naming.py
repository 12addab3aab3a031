"""Which officers a complaint names. The conflict firewall is made of these rows (docs/decisions/0015)."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from accounts.rules.offices import OfficeKind, lineage

STATIONS = (str(OfficeKind.STATION), str(OfficeKind.UNIT))
"""The kinds of offices that a conduct complaint is against, where it happened at one."""


class NamingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(taken_back_at=None)

    def shutting_out(self, actor, *, at: datetime | None = None):
        """Those for whose sake this posting sees nothing of the complaint, at a moment (now, unless it is given).

        They name the posting's own officer, or who heads at that moment an office at or above the posting's, acting
        charge included (domain.md, *Conflict firewall*). In a head's place: for the head's sake as well as for theirs.
        This is the firewall's one predicate for queries; the same of one complaint in hand is
        complaints.rules.exclusion.conflict_exclusion.ConflictExclusion.
        """
        return self.standing().filter(officer__in=heads_over(actor, at=at))


class Naming(models.Model):
    """A complaint names an officer, from then on; taken back where the name was wrong.

    `by`: the posting that wrote it down. `why`: their reason, read by whoever may see the names at all; it stands here
    and not in the history, which also goes to people who may not know.
    """

    class Source(models.TextChoices):
        CELL = "cell", _("Recorded by the complaint cell")
        HOLDER = "holder", _("Found in the inquiry")
        CITIZEN = "citizen", _("In the complainant's own words")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="namings", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="namings", db_index=False)
    source = models.CharField(max_length=8, choices=Source)
    named_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    why = models.TextField(_("reason"))
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_why = models.TextField(_("why the name was wrong"), blank=True)

    objects = NamingQuerySet.as_manager()

    class Meta:
        verbose_name = _("named officer")
        verbose_name_plural = _("named officers")
        constraints = [
            UniqueConstraint(
                name="naming_one_standing_a_pair", fields=["complaint", "officer"], condition=Q(taken_back_at=None)
            ),
            CheckConstraint(
                name="naming_taken_back_by_somebody_with_reasons",
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
            ),
        ]
        indexes = [Index(name="naming_by_officer", fields=["officer", "complaint"], condition=Q(taken_back_at=None))]


def heads_over(actor, *, at: datetime | None = None) -> models.QuerySet:
    """Return the posting's own officer, and who heads at that moment an office at or above it, by id."""
    above = {path for own in actor.paths for path in lineage(own)}
    heads = Q(is_head=True, office__path__in=sorted(above)) & _current(at)
    return Posting.objects.filter(Q(pk=actor.posting_id) | heads).values("officer_id")


def shut_out(actor, *, at: datetime | None = None) -> Exists:
    """Of a complaint in a query: that the firewall hides it from this posting."""
    return Exists(Naming.objects.shutting_out(actor, at=at).filter(complaint=OuterRef("pk")))


def stations_of(actor, *, at: datetime | None = None) -> models.QuerySet:
    """The stations and units, by id, where this posting's officer is posted at a moment, by whichever posting.

    A conduct complaint against one of them is hidden from every posting of theirs: an SHO in acting charge of the
    circle is still of the station.
    """
    theirs = Q(pk=actor.posting_id) | (Q(officer__in=actor.officers) & _current(at))
    return Posting.objects.filter(theirs, office__kind__in=STATIONS).values("office_id")


def _current(at: datetime | None) -> Q:
    """Of a posting in a query: that it is held at a moment, now unless it is given."""
    at = at or timezone.now()
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
