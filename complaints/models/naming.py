"""Namings: which officers a complaint is against. The conflict exclusion follows from them (docs/decisions/0015)."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.rules.office_tree import OfficeKind, paths_from_root
from ledger.append_only_triggers import fixed_except

STATIONS = (str(OfficeKind.STATION), str(OfficeKind.UNIT))
"""The kinds of offices that a conduct complaint is against if the matter happened there."""


class NamingQuerySet(VersionedQuerySet):
    def standing(self):
        """Return the namings that were not taken back."""
        return self.filter(taken_back_at=None)

    def hiding_from(self, actor, *, at: datetime | None = None):
        """Return the namings that hide their complaint from this posting at a moment, by default now.

        They name the posting's own officer or an officer who heads, also in acting charge, an office at or above the
        posting's (domain.md, *Conflict firewall*). For an acting head, namings of the absent head count too. All
        queries use this predicate. For a single loaded complaint, use
        complaints.rules.exclusion.conflict_exclusion.ConflictExclusion.
        """
        return self.standing().filter(officer__in=own_and_superior_officer_ids(actor, at=at))


class Naming(VersionedModel):
    """The record that a complaint is against an officer. It is taken back if the name was wrong.

    `by`: the posting that recorded it. `why`: their reason. It is stored here and not in the history, because some
    readers of the history may not know the names.
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
        triggers = [
            *fixed_except("why", "taken_back_at", "taken_back_by_id", "taken_back_why"),
            pgtrigger.Protect(
                name="taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.taken_back_at IS NOT NULL AND (OLD.taken_back_at, OLD.taken_back_by_id) "
                    "IS DISTINCT FROM (NEW.taken_back_at, NEW.taken_back_by_id)"
                ),
            ),
        ]


def own_and_superior_officer_ids(actor, *, at: datetime | None = None) -> models.QuerySet:
    """Return the ids of the posting's officer and of the heads of the offices at or above it (at a moment, or now)."""
    above = {path for own in actor.paths for path in paths_from_root(own)}
    heads = Q(is_head=True, office__path__in=sorted(above)) & _current_posting_condition(at)
    return Posting.objects.filter(Q(pk=actor.posting_id) | heads).values("officer_id")


def conflict_exclusion_condition(actor, *, at: datetime | None = None) -> Exists:
    """Return the condition that the conflict exclusion hides a queried complaint from this posting."""
    return Exists(Naming.objects.hiding_from(actor, at=at).filter(complaint=OuterRef("pk")))


def own_station_ids(actor, *, at: datetime | None = None) -> models.QuerySet:
    """Return the ids of the stations and units where this actor's officer has a posting at a moment, by default now.

    A conduct complaint against one of them is hidden from every posting of the officer: an SHO in acting charge of the
    circle still belongs to the station.
    """
    own_postings = Q(pk=actor.posting_id) | (Q(officer__in=actor.officers) & _current_posting_condition(at))
    return Posting.objects.filter(own_postings, office__kind__in=STATIONS).values("office_id")


def _current_posting_condition(at: datetime | None) -> Q:
    """Return the condition that a queried posting is held at a moment, by default now."""
    at = at or timezone.now()
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
