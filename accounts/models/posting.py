"""A posting: one officer's role at one office, from a date to a date."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Index, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import HEAD_TITLE_CHOICES, ROLE_CHOICES
from accounts.models.former_name import FormerOfficeName, FormerOfficerName
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import HEAD_ROLE, Role
from ledger.append_only_triggers import fixed_except

ROLE_LABELS, HEAD_LABELS = dict(ROLE_CHOICES), dict(HEAD_TITLE_CHOICES)


class Tenure(Func):
    """The time range of a posting: includes the start, excludes the end, and is open if there is no end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PostingQuerySet(VersionedQuerySet):
    def current(self, at):
        """Return postings that have begun and not ended at a moment."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def not_over(self, at):
        """Return current and future postings, without cancelled ones."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exclude(ends_at=F("starts_at"))

    def heads(self):
        return self.filter(is_head=True)

    def appeals_desk(self):
        """Return supervisors at the Central Police Office who do not head it. They receive appeals at the top level."""
        return self.filter(role=Role.SUPERVISOR.value, is_head=False, office__kind=OfficeKind.CENTRAL.value)

    def held_by(self, officer):
        return self.filter(officer=officer)

    def at_office(self, office):
        return self.filter(office=office)

    def within(self, office):
        """Return postings at an office or at any office below it."""
        return self.filter(office__path__startswith=office.path)

    def with_people(self):
        """Load officer and office too, from which an Actor or an address is made."""
        return self.select_related("officer", "office")

    def with_former_names(self):
        """Load officer and office with former names, so that a history can show the names of that time (`as_of`)."""
        return self.with_people().annotate(
            officer_names=FormerOfficerName.as_subquery(officer=OuterRef("officer")),
            office_names=FormerOfficeName.as_subquery(office=OuterRef("office")),
        )


def post_title(posting) -> str:
    """Return the title of the post of a Posting or RoleGrant: the office head's title or the name of the role."""
    if posting.is_head:
        return str(HEAD_LABELS.get(posting.office.head_title, ""))
    if posting.role == Role.SUPERVISOR and posting.office.kind == OfficeKind.CENTRAL:
        return gettext("Appeals desk")
    return str(ROLE_LABELS.get(posting.role, posting.role))


class Posting(VersionedModel):
    """One officer's time in one post. Rows are not reused: a transfer ends one posting and starts another.

    If a posting is cancelled before it begins, `ends_at` equals `starts_at`.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="postings", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="postings", db_index=False)
    role = models.CharField(_("role"), max_length=24, choices=ROLE_CHOICES)
    is_head = models.BooleanField(_("head of the office"), default=False)
    acting = models.BooleanField(_("acting"), default=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    started_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")
    ended_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")

    objects = PostingQuerySet.as_manager()

    covers: Sequence[int] = ()
    """Ids of the postings on leave that this one acts for. Filled by queries.officer_postings only."""

    covers_heads: Sequence[int] = ()
    """The ids in `covers` of postings that head an office."""

    line_offices: Sequence[int] | None = None
    line_heads: Sequence[int] | None = None
    """The officer's reporting line. Filled by queries.reporting_lines only."""

    officer_names: Sequence[dict] = ()
    office_names: Sequence[dict] = ()
    """Former names of officer and office. Filled by `with_former_names` only."""

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            CheckConstraint(
                name="posting_does_not_end_before_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            CheckConstraint(
                name="posting_role_is_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
            CheckConstraint(
                name="posting_head_is_supervisor",
                condition=Q(is_head=False) | Q(role=HEAD_ROLE.value),
            ),
            ExclusionConstraint(
                name="posting_one_head_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    (Tenure("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_head=True),
            ),
            ExclusionConstraint(
                name="posting_not_held_twice_by_one_officer",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Tenure("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            Index(name="posting_of_officer", fields=["officer", "starts_at"]),
            Index(name="posting_at_office", fields=["office", "starts_at"]),
            Index(
                name="posting_head_of_office",
                fields=["office", "starts_at"],
                condition=Q(is_head=True),
            ),
        ]
        triggers = fixed_except("ends_at", "ended_by_id")

    def __str__(self):
        return f"{self.officer}, {self.post}, {self.office}"

    def as_of(self, at: datetime) -> "Posting":
        """Return a copy with the names and the rank that were valid at a moment. It is for display only."""
        posting = copy(self)
        posting.officer = self.officer.as_of(at, self.officer_names)
        posting.office = self.office.as_of(at, self.office_names)
        return posting

    @property
    def post(self) -> str:
        return post_title(self)

    @property
    def choice(self) -> int:
        """Return the id by which an officer chooses the posting to act under."""
        return self.pk

    def is_current(self, at) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def begins_after(self, at) -> bool:
        """Return whether the posting begins after a moment. A cancelled one never begins."""
        return self.starts_at > at and self.ends_at != self.starts_at
