"""A public notice: one missing child, one wanted person, one thing to be made known."""

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from complaints.models.naming import Naming, stations_of
from complaints.models.provisional_exclusion import ProvisionalExclusion
from notices.models.labels import ENDINGS, KINDS
from notices.models.triggers import ONLY_AN_END_IS_ADDED
from notices.rules import powers
from notices.rules.acts import Ending
from notices.rules.kinds import NoticeKind
from notices.rules.protection import HARASSMENT, MISSING_CHILDREN


class NoticeQuerySet(models.QuerySet):
    def public(self, at):
        """What everybody may see at this very moment: approved, not over, and of no complaint that may have none.

        Asked anew for every page, picture and feed: nothing has to run for a notice to vanish.
        """
        protected = Q(complaint__category__group=HARASSMENT) | Q(complaint__category__confidential=True)
        lent = Q(complaint=None) | Q(complaint__category__code__in=MISSING_CHILDREN) | ~protected
        return self.filter(lent, ended_at=None, current__expires_at__gt=at)

    def on_desk_of(self, actor, *, at):
        """What exists on this posting's desk: of its line, and of no complaint that the firewall keeps from it."""
        if actor is None or not powers.has_a_desk(actor):
            return self.none()
        of_it = {"complaint": OuterRef("complaint")}
        walled = Exists(Naming.objects.shutting_out(actor, at=at).filter(**of_it))
        excluded = Exists(ProvisionalExclusion.objects.shutting_out(actor, at=at).filter(**of_it))
        return self.in_line_of(actor.office_path).exclude(
            Q(walled) | Q(excluded) | Q(complaint__about_police=True, complaint__place__in=stations_of(actor, at=at))
        )

    def in_line_of(self, path):
        """Those for which the office of that path answers, or one below it."""
        return self.alias(line_path=Coalesce("office__routes_to__path", "office__path")).filter(
            line_path__startswith=path
        )

    def for_screen(self):
        """With what a page shows, and what has to be known to say whose it is."""
        return self.select_related("office__routes_to", "current__picture")


class Notice(models.Model):
    """`current` is the edition that is published, or was; none before the first approval. It ends once, for good.

    `office`: the district (or a higher office) that it is of. `complaint` is never told to anybody outside. A sample is
    shown as SAMPLE.
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
                | Q(ended_at__isnull=False, ending__in=[ending.value for ending in Ending]),
            ),
        ]
        indexes = [Index(name="notice_not_over", fields=["kind", "-opened_at"], condition=Q(ended_at=None))]
        triggers = ONLY_AN_END_IS_ADDED

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"

    @property
    def line(self) -> str:
        """The path of the office that answers for it."""
        return self.office.answers_for().path

    def is_public(self, at) -> bool:
        """The same as `public`, but for the complaint's kind, of a notice in hand."""
        return self.ended_at is None and self.current is not None and self.current.expires_at > at
