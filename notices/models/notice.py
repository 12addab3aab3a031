"""Public notices: about a missing child, a wanted person or another matter."""

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from complaints.models.exclusion import Exclusion
from notices.models.labels import ENDINGS, KINDS
from notices.models.triggers import ONLY_AN_END_IS_ADDED
from notices.rules import notice_permissions
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_kinds import NoticeKind
from notices.rules.victim_protection import HARASSMENT_GROUP, MISSING_CHILD_CATEGORIES


class NoticeQuerySet(models.QuerySet):
    """Queries of notices: the public ones, and those on an officer's desk."""

    def public(self, at):
        """Return the notices that are public now: approved, not ended, and without a protected complaint.

        Every page, picture and feed makes this query, so a notice disappears without any job.
        """
        protected = Q(complaint__category__group=HARASSMENT_GROUP) | Q(complaint__category__confidential=True)
        publishable = Q(complaint=None) | Q(complaint__category__code__in=MISSING_CHILD_CATEGORIES) | ~protected
        return self.filter(publishable, ended_at=None, current__expires_at__gt=at)

    def on_desk_of(self, actor, *, at):
        """Return the notices on a posting's desk: of its offices, without those whose complaint is hidden."""
        if actor is None or not notice_permissions.has_notices_desk(actor):
            return self.none()
        excluded = Exclusion.objects.hiding_from(actor, at=at).filter(complaint=OuterRef("complaint"))
        return self.under_path(actor.office_path).exclude(Exists(excluded))

    def under_path(self, path):
        """Return the notices for which the office at that path, or one below it, is responsible."""
        return self.alias(line_path=Coalesce("office__routes_to__path", "office__path")).filter(
            line_path__startswith=path
        )

    def with_related_rows(self):
        """Load the related rows that a page shows, and those that determine the responsible office."""
        return self.select_related("office__routes_to", "current__picture")


class Notice(models.Model):
    """A public notice. It can end only once.

    `current`: the edition that is or was published; none before the first approval. `office`: the district, or a higher
    office, that it concerns. `complaint`: never shown to the public. A sample is marked SAMPLE.
    """

    code = models.SlugField(_("code"), max_length=16, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("office"))
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+")
    current = models.OneToOneField("notices.Edition", models.PROTECT, null=True, related_name="+")
    is_sample = models.BooleanField(_("sample"), default=False)
    opened_at = models.DateTimeField(_("proposed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=ENDINGS, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        constraints = [
            CheckConstraint(name="notice_kind_is_known", condition=Q(kind__in=[kind.value for kind in NoticeKind])),
            CheckConstraint(
                name="notice_end_has_a_way",
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__isnull=False, ending__in=[ending.value for ending in NoticeEnding]),
            ),
        ]
        indexes = [Index(name="notice_not_over", fields=["kind", "-opened_at"], condition=Q(ended_at=None))]
        triggers = ONLY_AN_END_IS_ADDED

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"

    @property
    def line(self) -> str:
        """The path of the responsible office."""
        return self.office.handling_office().path

    def is_public(self, at) -> bool:
        """Return whether this notice is public, like the query `public`, but without checking the complaint."""
        return self.ended_at is None and self.current is not None and self.current.expires_at > at
