"""A complaint: the facts that a list needs, written beside the event that explains them."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.fetch_modes import FETCH_PEERS, FETCH_RAISE
from django.utils.translation import gettext_lazy as _

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import READING_ROLES, Role
from complaints.models.complaint_indexes import INDEXES, OPEN_STATUSES
from complaints.models.full_text import lexemes
from complaints.models.labels import CHANNELS, CONTACTS, DESK_STATUSES, ENDINGS, OUTCOMES, STATUSES, VERDICTS
from complaints.models.naming import Naming, shut_out, stations_of
from complaints.models.open_words import FOLLOW_THE_STATEMENT, FOLLOW_THE_STATUS
from complaints.models.provisional_exclusion import ProvisionalExclusion, is_excluded
from complaints.models.scoped_manager import ScopedManager
from complaints.rules import etag
from complaints.rules.facts import Contact
from complaints.rules.obligations import awaits_verification
from complaints.rules.statuses import OPEN, Ending, Status
from ledger.fields import SealedTextField

NO_DEADLINE = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands last in every queue: a category without limits promises no date."""

DESK_STATUS = dict(DESK_STATUSES)
SCOPE_COLUMN = {
    OfficeKind.REGION: "region_id",
    OfficeKind.DISTRICT: "district_id",
    OfficeKind.DIVISION: "division_id",
    OfficeKind.CIRCLE: "circle_id",
    OfficeKind.STATION: "station_id",
    OfficeKind.UNIT: "office_id",
}


class ComplaintQuerySet(models.QuerySet):
    """Complaints as the domain speaks of them, each query on somebody's behalf."""

    # --- on whose behalf -----------------------------------------------------------------------------------

    def visible_to(self, actor, *, at: datetime | None = None):
        """What this posting may see at a moment, now unless it is given (domain.md, *Who may see what*).

        Nothing for nobody. Nothing that names its officer, or who heads an office at or above it (the firewall), nor
        what its complainant told of that office's head (complaints.models.provisional_exclusion). A
        conduct complaint is hidden from everyone posted at its station, under any posting of theirs. A clerk sees no
        confidential complaint. What a posting on leave holds, its cover sees too.
        """
        scoped = self
        if actor is None or actor.role not in READING_ROLES:
            return scoped.none()
        if actor.office_kind != OfficeKind.CENTRAL:
            scope = Q(**{SCOPE_COLUMN[OfficeKind(actor.office_kind)]: actor.office_id})
            scoped = scoped.filter(scope | Q(holder__in=actor.covers) if actor.covers else scope)
        scoped = scoped.exclude(about_police=True, place__in=stations_of(actor, at=at))
        if actor.role == Role.CLERK:
            scoped = scoped.exclude(confidential=True)
        return scoped.filter(~shut_out(actor, at=at), ~is_excluded(actor, at=at))

    def ids_hidden_from(self, actor, *, at: datetime | None = None):
        """Of what `visible_to` leaves out though it lies within the posting's office: few, and found by an index each.

        The ids alone, without a look at their complaints: that would be planned anew each time.
        """
        named = Naming.objects.shutting_out(actor, at=at).order_by().values_list("complaint")
        excluded = ProvisionalExclusion.objects.shutting_out(actor, at=at).order_by().values_list("complaint")
        against = Complaint.objects.unscoped("the scope itself is computed here").filter(
            about_police=True, place__in=stations_of(actor, at=at)
        )
        parts = [against]
        if actor.role == Role.CLERK:
            parts.append(Complaint.objects.unscoped("the scope itself is computed here").filter(confidential=True))
        return named.union(excluded, *(part.order_by().values_list("pk") for part in parts))

    # --- what it speaks of -----------------------------------------------------------------------------------

    def open(self):
        return self.filter(status__in=OPEN_STATUSES)

    def within(self, office):
        """Those that an office or one below it has."""
        return (
            self
            if office.kind == OfficeKind.CENTRAL
            else self.filter(**{SCOPE_COLUMN[OfficeKind(office.kind)]: office.pk})
        )

    def held_by(self, posting_id):
        return self.filter(holder_id=posting_id)

    def for_screen(self):
        """For read screens: a relation that was not fetched is an error in tests, a batch in production."""
        return self.fetch_mode({"raise": FETCH_RAISE, "peers": FETCH_PEERS}[settings.SCREEN_FETCH_MODE])


class ComplaintManager(ScopedManager):
    """Complaints on somebody's behalf."""

    queryset_class = ComplaintQuerySet

    def visible_to(self, actor, *, at: datetime | None = None) -> ComplaintQuerySet:
        """Return the complaints that this posting may see (`ComplaintQuerySet.visible_to`)."""
        return self.unscoped("the scope itself is computed here").visible_to(actor, at=at)


class Complaint(models.Model):
    """One matter that a citizen brings. It is not an FIR.

    `office` has it (sight follows it), `place` is where it happened; `holder` is the posting that has it now, none
    while a cell has it. `region` to `station` repeat the office's line. `due_at` is the deadline that comes first (once
    the report is accepted, that of its verification); while an answer is awaited, the deadline as it would be if none
    came, and `pause_ends_at`, when the clock runs on without one. `contact_ran_out`: a contact clock of this round was
    stopped only after its deadline. `verdict`: what the complainant, rung up, said of the report that stands.
    `objected_at`: when they last denied, by objecting or appealing, that they were helped. `reopened_line`: once they
    reopened it, the office whose report they did not accept, with its line (rules.reopening): the measures charge that
    office, wherever the complaint is now. `reopened_reporter` and `reopened_acceptor` are the postings that reported
    and accepted. `left_at`: since when the
    complainant takes no part any more in an inquiry that goes on without them (torture, children, sexual violence).
    `withdrawal_asked_at`: since when a wish to withdraw waits for the cell's call. `asked_after`: how often they have
    been asked, after the closure, whether anyone troubles them (30 and 90 days). `held_at`: since when it stands under
    a legal hold; `anonymised_at`: when what is personal in it was destroyed (docs/decisions/0006).
    """

    etag = models.CharField(_("E-tag number"), max_length=12, unique=True)
    complainant = models.OneToOneField("complaints.Complainant", models.PROTECT, related_name="complaint")
    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="+", db_index=False)
    policy = models.ForeignKey("complaints.Policy", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    status = models.CharField(_("status"), max_length=16, choices=STATUSES)
    cycle = models.PositiveSmallIntegerField(default=1)
    about_police = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    protected = models.BooleanField(_("identity protected on request"), default=False)

    place = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    district = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    division = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    circle = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    station = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    holder = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)

    received_at = models.DateTimeField()
    due_at = models.DateTimeField(default=NO_DEADLINE)
    contact = models.CharField(max_length=12, choices=CONTACTS, default=Contact.OPEN)
    contact_due_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    contact_ran_out = models.BooleanField(default=False, db_default=False)
    report_due_at = models.DateTimeField(null=True)
    pause_ends_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    accepted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, choices=VERDICTS, blank=True, default="", db_default="")
    objected_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    withdrawal_asked_at = models.DateTimeField(null=True)
    asked_after = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=16, choices=OUTCOMES, blank=True)
    ending = models.CharField(max_length=12, choices=ENDINGS, blank=True)
    reopened_line = ArrayField(models.BigIntegerField(null=True), size=6, null=True)
    reopened_reporter = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_acceptor = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False
    )
    held_at = models.DateTimeField(null=True)
    anonymised_at = models.DateTimeField(null=True)
    fir_number = models.CharField(max_length=40, blank=True)
    fir_station = models.CharField(max_length=120, blank=True)

    objects = ComplaintManager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            CheckConstraint(name="complaint_etag_is_twelve_digits", condition=Q(etag__regex=r"^[0-9]{12}$")),
            CheckConstraint(
                name="complaint_received_is_the_cells", condition=~Q(status=Status.RECEIVED) | Q(holder=None)
            ),
            CheckConstraint(
                name="complaint_resolved_has_outcome",
                condition=~Q(status=Status.RESOLVED) | (~Q(outcome="") & Q(resolved_at__isnull=False)),
            ),
            CheckConstraint(
                name="complaint_closed_has_ending",
                condition=~Q(status=Status.CLOSED)
                | (Q(ending__in=[str(e) for e in Ending]) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = INDEXES
        triggers = FOLLOW_THE_STATUS

    def __str__(self):
        return etag.spaced(self.etag)

    @property
    def spaced_etag(self) -> str:
        return etag.spaced(self.etag)

    @property
    def desk_status(self) -> str:
        """The status in the words of the desk."""
        return DESK_STATUS[self.status]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def awaits_verification(self) -> bool:
        return awaits_verification(self.status, accepted_at=self.accepted_at, verified_at=self.verified_at)

    @property
    def is_sensitive(self) -> bool:
        """Conduct and confidential ones: the E-tag alone says only open or closed; the CPO's cell verifies."""
        return self.about_police or self.confidential

    @property
    def identity_is_protected(self) -> bool:
        return self.confidential or self.protected

    @property
    def is_quiet(self) -> bool:
        """Whether only what they ask for goes out, unless they ask for messages (`complainant.messages_wanted`): under
        a secret word, to a child, whose telephone is an adult's, and of a confidential matter (docs/decisions/0007)."""
        return self.confidential or self.complainant.has_secret or self.complainant.under_18


class Statement(models.Model):
    """What the complainant told, in a row of its own so that the complaint's row stays narrow.

    `concerns` says whom it concerns, as people read it; `concerned` holds the same of an officer by its parts (name,
    rank, station, belt, more: rank and station by their codes). `happened_about` says when, where no day is known.
    `position` is a phone's, "latitude,longitude,metres": sealed, because a place to the metre can be somebody's door.
    `folded` is what the desk's search reads: the words of text, landmark and concerns, as rules.full_text stores them.
    `salt` is that of the digests by which the history knows statement and complainant (rules.commitment).
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="statement")
    text = models.TextField(_("what happened"))
    landmark = models.CharField(_("landmark"), max_length=200, blank=True)
    position = SealedTextField(_("location"), blank=True, db_default="")
    concerns = models.CharField(_("complaint against"), max_length=300, blank=True)
    concerned = models.JSONField(_("officer complained against"), blank=True, default=dict, db_default={})
    happened_on = models.DateField(_("when it happened"), null=True, blank=True)
    happened_about = models.CharField(_("when it happened, in words"), max_length=120, blank=True, db_default="")
    folded = models.TextField(blank=True, default="", db_default="")
    salt = SealedTextField(blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("statement")
        indexes = [GinIndex(lexemes("folded"), name="statement_by_lexemes")]
        triggers = FOLLOW_THE_STATEMENT
