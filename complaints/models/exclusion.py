"""Exclusions: the offices and officers that may not see a complaint, and the requests to end them.

All visibility follows from the table of exclusions.

Decision: docs/decisions/0015.
"""

from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Exists, F, Index, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.queries.reporting_lines import ReportingLine, reporting_line_of
from complaints.rules.exclusion.narrowing import NarrowingState, narrowing_state, takes_effect_at
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED

# Columns that change after an exclusion was added: its confirmation and its end.
_CHANGEABLE = "'lapses_at' - 'confirmed_by_id' - 'confirmed_at' - 'ended_at' - 'ended_why'"


class ExclusionQuerySet(VersionedQuerySet):
    def current(self):
        """Return the exclusions that have not ended."""
        return self.filter(ended_at=None)

    def hiding_from(self, actor, *, at: datetime | None = None):
        """Return the exclusions that hide their complaint from this actor at a moment, by default now.

        They exclude an office at or above any current posting of the actor's officer, that officer, or the head of one
        of these offices. For an acting head, all of this also applies to the absent head. For a single loaded
        complaint, use complaints.rules.exclusion.conflict_exclusion.ConflictExclusion, which is the same rule.
        """
        return self.hiding_from_line(reporting_line_of(actor, at=at))

    def hiding_from_line(self, line: ReportingLine):
        """Return the exclusions that hide their complaint from an officer with this reporting line."""
        # "officer=None" and "office=None" let PostgreSQL use the partial indexes.
        of_office = Q(office__in=line.office_ids, officer=None)
        of_officer = Q(officer__in=line.officer_ids) | Q(officer__in=line.head_ids)
        return self.current().filter(of_office | (of_officer & Q(office=None)))


class Exclusion(VersionedModel):
    """The exclusion of an office with all offices below it, or of an officer, from one complaint.

    An excluded office hides the complaint from every officer with a current posting at or below it. An excluded officer
    does not see it wherever they are posted, nor does any officer posted at or below an office that they head.

    `since`: from when. `naming`: the naming from which an exclusion by name follows, perhaps of a complaint that was
    merged with this one. `lapses_at`: when an unconfirmed name ends by itself. `confirmed_by`: the posting of the
    operator who confirmed it. `ended_at`: only exclusions that have not ended hide anything; rows are never deleted.
    """

    class Ground(models.TextChoices):
        PLACE = "place", _("A conduct complaint against this station or unit")
        POST = "post", _("Rank, post, place and date that the complainant stated")
        UNKNOWN_RANK = "unknown_rank", _("The complainant does not know the rank")
        CENTRAL_STAFF = "cpo_staff", _("The complainant stated staff of the Central Police Office")
        NAME = "name", _("An officer was named")
        KEEP_OUT = "keep_out", _("The complainant asked to keep this office out")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="exclusions", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    naming = models.ForeignKey("complaints.Naming", models.PROTECT, null=True, related_name="exclusions")
    since = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True, default="", db_default="")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            CheckConstraint(
                name="exclusion_of_an_office_or_an_officer",
                condition=Q(office=None, officer__isnull=False) | Q(office__isnull=False, officer=None),
            ),
            CheckConstraint(
                name="exclusion_by_name_has_a_naming",
                condition=Q(ground="name", naming__isnull=False, officer__isnull=False)
                | (~Q(ground="name") & Q(naming=None)),
            ),
            CheckConstraint(
                name="exclusion_confirmed_by_somebody",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            UniqueConstraint(
                name="exclusion_one_current_an_office",
                fields=["office", "complaint", "ground"],
                condition=Q(officer=None, ended_at=None),
            ),
            UniqueConstraint(
                name="exclusion_one_current_an_officer",
                fields=["officer", "complaint", "ground", "naming"],
                condition=Q(office=None, ended_at=None),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            Index(name="exclusion_of_complaint", fields=["complaint"]),
            Index(name="exclusion_to_lapse", fields=["lapses_at"], condition=Q(ended_at=None, lapses_at__isnull=False)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_its_end_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)"
                    f" OR (to_jsonb(OLD) - {_CHANGEABLE}) IS DISTINCT FROM (to_jsonb(NEW) - {_CHANGEABLE}))"
                ),
            ),
            NEVER_DELETED,
            NEVER_TRUNCATED,
        ]

    def __str__(self):
        return f"{self.ground}: {self.office or self.officer}"


def excluded_condition(actor, *, at: datetime | None = None, complaint: str = "pk") -> Exists:
    """Return the condition that an exclusion hides a queried complaint from this actor.

    `complaint`: the name of the complaint's id in the query.
    """
    return Exists(Exclusion.objects.hiding_from(actor, at=at).filter(complaint=OuterRef(complaint)))


FIXED_COLUMNS_EXCEPT = [
    *("first_approver", "first_approved_at", "second_approver", "second_approved_at"),
    *("is_unannounced", "seen_at", "objected_at", "ended_at", "is_granted"),
]


class NarrowingRequestQuerySet(VersionedQuerySet):
    def waiting(self):
        """Return the requests that are not decided yet."""
        return self.filter(ended_at=None)

    def awaiting_approval(self):
        """Return the requests that two operators have not approved yet."""
        return self.waiting().filter(second_approved_at=None)

    def awaiting_complainant(self):
        """Return the twice approved requests that the complainant may still object to."""
        return self.waiting().filter(second_approved_at__isnull=False, objected_at=None)

    def objected(self):
        """Return the requests that the complainant objected to and on which nobody has decided."""
        return self.waiting().filter(objected_at__isnull=False)


class NarrowingRequest(VersionedModel):
    """A request to end exclusions of a complaint.

    `asked`: the event of the request. Its text is the reason, which the complainant reads. `exclusion_ids`: the rows of
    `Exclusion` that it would end; the events of the request and of the end hold them too. `naming`: the name that is
    withdrawn if the request is granted. `is_unannounced`: the complainant gets no messages, or cannot read them. Then
    nothing ends before they have read of it on their page or heard of it in a call (`seen_at`). `is_granted`: whether
    the exclusions ended.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="narrowings", db_index=False)
    asked = models.OneToOneField("complaints.Event", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    exclusion_ids = ArrayField(models.BigIntegerField())
    naming = models.ForeignKey("complaints.Naming", models.PROTECT, null=True, related_name="+", db_index=False)
    first_approver = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    first_approved_at = models.DateTimeField(null=True)
    second_approver = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    second_approved_at = models.DateTimeField(null=True)
    is_unannounced = models.BooleanField(default=False, db_default=False)
    seen_at = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)

    objects = NarrowingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to end an exclusion")
        constraints = [
            UniqueConstraint(name="narrowing_one_waiting", fields=["complaint"], condition=Q(ended_at=None)),
            CheckConstraint(
                name="narrowing_approved_by_two",
                condition=Q(second_approved_at=None, second_approver=None)
                | (
                    Q(first_approver__isnull=False, first_approved_at__isnull=False, second_approver__isnull=False)
                    & Q(second_approved_at__gte=F("first_approved_at"))
                    & ~Q(first_approver=F("second_approver"))
                ),
            ),
            CheckConstraint(
                name="narrowing_granted_only_after_two_approvals",
                condition=Q(ended_at=None, is_granted=None)
                | Q(ended_at__isnull=False, is_granted=False)
                | Q(ended_at__isnull=False, is_granted=True, second_approved_at__isnull=False),
            ),
        ]
        indexes = [
            # For the pages that list what waits, and for the job that ends exclusions. Nearly always small.
            Index(name="narrowing_waiting", fields=["second_approved_at"], condition=Q(ended_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="what_was_asked_stays", exclude=FIXED_COLUMNS_EXCEPT),
            pgtrigger.Protect(
                name="ended_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]

    @property
    def state(self) -> NarrowingState:
        return narrowing_state(
            approved_at=self.second_approved_at, objected_at=self.objected_at, ended_at=self.ended_at
        )

    @property
    def takes_effect_at(self) -> datetime | None:
        """Return until when the complainant may object.

        None before the second approval, and before they have read or heard of an unannounced narrowing.
        """
        if self.second_approved_at is None:
            return None
        return takes_effect_at(self.second_approved_at, is_unannounced=self.is_unannounced, seen_at=self.seen_at)

    @property
    def approver_ids(self) -> list[int]:
        """Return the officers who approved it. The approvers should be loaded."""
        return [posting.officer_id for posting in (self.first_approver, self.second_approver) if posting]
