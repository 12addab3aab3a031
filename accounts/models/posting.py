"""A posting: one officer at one office in one role, from a moment to a moment."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Index, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.choices import HEADS, ROLES
from accounts.models.former_name import FormerOfficeName, FormerOfficerName
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import HEAD_ROLE, Role

ROLE_WORDS, HEAD_WORDS = dict(ROLES), dict(HEADS)


class Tenure(Func):
    """The time a posting lasts: from its start up to, and without, its end; open when there is none."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PostingQuerySet(models.QuerySet):
    def current(self, at):
        """Postings that are held at a moment."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def not_over(self, at):
        """Postings that are held at a moment, or are still to begin."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exclude(ends_at=F("starts_at"))

    def heads(self):
        return self.filter(is_head=True)

    def appeals_desk(self):
        """Supervisors at the Central Police Office who do not head it: appeals at the top go to them."""
        return self.filter(role=Role.SUPERVISOR.value, is_head=False, office__kind=OfficeKind.CENTRAL.value)

    def of(self, officer):
        return self.filter(officer=officer)

    def at_office(self, office):
        return self.filter(office=office)

    def within(self, office):
        """Postings at an office or anywhere below it."""
        return self.filter(office__path__startswith=office.path)

    def with_people(self):
        """Fetched together with officer and office: what an Actor or an address is made of."""
        return self.select_related("officer", "office")

    def with_former_names(self):
        """The same for a history: officer and office are named as they were then (`as_of`)."""
        return self.with_people().annotate(
            officer_names=FormerOfficerName.of(officer=OuterRef("officer")),
            office_names=FormerOfficeName.of(office=OuterRef("office")),
        )


def post_of(held) -> str:
    """The name of a post, held (a Posting) or asked for (a RoleGrant): its office's head's, or the role's."""
    if held.is_head:
        return str(HEAD_WORDS.get(held.office.head_title, ""))
    if held.role == Role.SUPERVISOR and held.office.kind == OfficeKind.CENTRAL:
        return gettext("Appeals desk")
    return str(ROLE_WORDS.get(held.role, held.role))


class Posting(models.Model):
    """Who held which post, and when. A row is never re-used: a transfer ends one and starts another.

    Called off before it began, `ends_at` is `starts_at`, and it was held in no second.
    """

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="postings", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="postings", db_index=False)
    role = models.CharField(_("role"), max_length=24, choices=ROLES)
    is_head = models.BooleanField(_("head of the office"), default=False)
    acting = models.BooleanField(_("acting"), default=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    started_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")
    ended_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, editable=False, related_name="+")

    objects = PostingQuerySet.as_manager()

    covers: Sequence[int] = ()
    """Ids of the postings on leave that this one acts for; known where it was fetched for acting (queries.postings)."""

    covers_heads: Sequence[int] = ()
    """Of these, the ones that head an office."""

    officer_names: Sequence[dict] = ()
    office_names: Sequence[dict] = ()
    """Former names of both; known where it was fetched for a history (`with_former_names`)."""

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
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.officer}, {self.post}, {self.office}"

    def as_of(self, at: datetime) -> "Posting":
        """Return it with the officer's rank and name and the office's names of a moment; only to be shown."""
        then = copy(self)
        then.officer = self.officer.as_of(at, self.officer_names)
        then.office = self.office.as_of(at, self.office_names)
        return then

    @property
    def post(self) -> str:
        return post_of(self)

    @property
    def choice(self) -> int:
        """What names it where an officer chooses as whom they act."""
        return self.pk

    def is_current(self, at) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def is_to_begin(self, at) -> bool:
        """Whether it begins after a moment; one that was called off never does."""
        return self.starts_at > at and self.ends_at != self.starts_at
