"""Complaints, with the facts that lists need, and the queryset that limits them to what an officer may see.

Each change of a complaint's row is written in the same transaction as the event that explains it.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.fetch_modes import FETCH_PEERS, FETCH_RAISE
from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import READING_ROLES, Role
from complaints.models.database.complaint_indexes import INDEXES, OPEN_STATUSES
from complaints.models.database.full_text_search import search_vector
from complaints.models.database.scoped_manager import ScopedManager
from complaints.models.display.complaint_labels import (
    CHANNELS,
    CONTACTS,
    DESK_STATUSES,
    ENDINGS,
    OUTCOMES,
    STATUSES,
    VERDICTS,
)
from complaints.models.exclusion import Exclusion, excluded_condition
from complaints.models.open_words import STATEMENT_TRIGGERS, STATUS_TRIGGERS
from complaints.rules import etag
from complaints.rules.clock_obligations import awaits_verification
from complaints.rules.exclusion.stated_posts import YesNoUnknown
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Ending, Status
from ledger.encrypted_fields import SealedTextField

NO_DEADLINE = datetime(9999, 12, 31, tzinfo=UTC)
"""The deadline of complaints in categories without time limits. It sorts last in every queue."""

YES_NO_UNKNOWN = [(str(answer), str(answer)) for answer in YesNoUnknown]
DESK_STATUS = dict(DESK_STATUSES)
SCOPE_COLUMN = {
    OfficeKind.REGION: "region_id",
    OfficeKind.DISTRICT: "district_id",
    OfficeKind.DIVISION: "division_id",
    OfficeKind.CIRCLE: "circle_id",
    OfficeKind.STATION: "station_id",
    OfficeKind.UNIT: "office_id",
}


class ForeignComplainant(Exception):
    """A complaint's row names the complainant of another complaint: somebody has changed the database."""


def visible_condition(actor, *, at: datetime | None = None, prefix: str = "") -> Q | None:
    """Return the condition that a posting may see a complaint (`ComplaintQuerySet.visible_to`); None if it sees none.

    `prefix`: the way to the complaint in a query of another table, such as "complaint__".
    """
    if actor is None or actor.role not in READING_ROLES:
        return None
    condition = ~excluded_condition(actor, at=at, complaint=f"{prefix}pk")
    if actor.office_kind != OfficeKind.CENTRAL:
        scope = Q(**{f"{prefix}{SCOPE_COLUMN[OfficeKind(actor.office_kind)]}": actor.office_id})
        condition = (scope | Q(**{f"{prefix}holder__in": actor.covers}) if actor.covers else scope) & condition
    if actor.role == Role.CLERK:
        condition = Q(**{f"{prefix}confidential": False}) & condition
    return Q(condition)


class ComplaintQuerySet(models.QuerySet):
    """Queries on complaints. Every query begins with the scope of an actor."""

    # --- scopes --------------------------------------------------------------------------------------------

    def visible_to(self, actor, *, at: datetime | None = None):
        """Return the complaints that this posting may see at a moment, by default now (docs/rules.md, *Visibility*).

        Without an actor the result is empty. Hidden are complaints with an exclusion of the posting's officer, of an
        office at or above any of their postings, or of the head of such an office (complaints.models.exclusion). Clerks
        see no confidential complaints. An acting officer also sees the complaints that the posting on leave holds.
        """
        condition = visible_condition(actor, at=at)
        return self.none() if condition is None else self.filter(condition)

    def ids_hidden_from(self, actor, *, at: datetime | None = None):
        """Return the ids of the complaints that `visible_to` hides, at any office: usually few, found by an index."""
        hidden = Exclusion.objects.hiding_from(actor, at=at).order_by().values_list("complaint")
        if actor.role != Role.CLERK:
            return hidden
        confidential = Complaint.objects.unscoped("the scope itself is computed here").filter(confidential=True)
        return hidden.union(confidential.order_by().values_list("pk"))

    def hidden_from_since(self, actor, *, at: datetime | None = None):
        """Return rows of (id, since) for `ids_hidden_from`: since when, None for always. An id may come twice."""
        hidden = Exclusion.objects.hiding_from(actor, at=at).order_by().values_list("complaint", "since")
        if actor.role != Role.CLERK:
            return hidden
        confidential = Complaint.objects.unscoped("the scope itself is computed here").filter(confidential=True)
        always = models.Value(None, models.DateTimeField())
        return hidden.union(confidential.order_by().values_list("pk", always), all=True)

    # --- filters ---------------------------------------------------------------------------------------------

    def open(self):
        return self.filter(status__in=OPEN_STATUSES)

    def within(self, office):
        """Return the complaints that this office, or an office below it, has."""
        return (
            self
            if office.kind == OfficeKind.CENTRAL
            else self.filter(**{SCOPE_COLUMN[OfficeKind(office.kind)]: office.pk})
        )

    def held_by(self, posting_id):
        return self.filter(holder_id=posting_id)

    def for_screen(self):
        """Set the fetch mode of read screens: an unfetched relation raises in tests and is batched in production."""
        return self.fetch_mode({"raise": FETCH_RAISE, "peers": FETCH_PEERS}[settings.SCREEN_FETCH_MODE])


class ComplaintManager(ScopedManager):
    """The manager of complaints. It offers `visible_to(actor)` and `unscoped(reason)`."""

    queryset_class = ComplaintQuerySet

    def visible_to(self, actor, *, at: datetime | None = None) -> ComplaintQuerySet:
        """Return the complaints that this posting may see (`ComplaintQuerySet.visible_to`)."""
        return self.unscoped("the scope itself is computed here").visible_to(actor, at=at)


class Complaint(models.Model):
    """One matter that a citizen brings. It is not an FIR.

    `office`: the office that has the complaint; visibility follows it. `place`: the office where the matter happened.
    `holder`: the posting that has the complaint now, None while a complaint cell has it. `region` to `station` repeat
    the offices above `office`.

    `due_at`: the earliest deadline; after the report was accepted, the deadline of its verification. While the
    complaint waits for the complainant's answer, `due_at` is the deadline if no answer comes, and `pause_ends_at` is
    when the clock continues without one. `contact_ran_out`: a contact clock of this round stopped after its deadline.

    `verdict`: what the complainant said about the current report when called. `objected_at`: when the complainant last
    objected or appealed. `reopened_line`: the office whose report the complainant did not accept, and the offices above
    it (rules.reopening_responsibility). The figures charge that office, wherever the complaint is now.
    `reopened_reporter` and `reopened_acceptor`: the postings that submitted and accepted that report. `left_at`: since
    when an inquiry goes on without the complainant (torture, children, sexual violence). `withdrawal_asked_at`: since
    when a request to withdraw waits for the cell's call. `asked_after`: how many of the two aftercare questions (30 and
    90 days after the closure) were sent.

    `held_at`: since when there is a legal hold. `anonymised_at`: when the personal data were destroyed
    (docs/decisions/0006).
    """

    etag = models.CharField(_("E-tag number"), max_length=12)
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
    contact = models.CharField(max_length=12, choices=CONTACTS, default=ContactState.OPEN)
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
            # Not `unique=True`, which makes a second index for LIKE: an E-tag is only looked up as a whole.
            UniqueConstraint(name="complaint_etag_once", fields=["etag"]),
            CheckConstraint(name="complaint_has_its_own_complainant", condition=Q(complainant=F("id"))),
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
        triggers = STATUS_TRIGGERS

    def __str__(self):
        return etag.format_etag(self.etag)

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        """Load a row. Raises ForeignComplainant if it names another complaint's complainant.

        The constraint of the table forbids that, but the owner of the table could remove it.
        """
        complaint = super().from_db(db, field_names, values, **kwargs)
        if complaint.__dict__.get("complainant_id", complaint.pk) != complaint.pk:
            raise ForeignComplainant(f"Complaint {complaint.pk} names the complainant of another one.")
        return complaint

    @property
    def spaced_etag(self) -> str:
        return etag.format_etag(self.etag)

    @property
    def desk_status(self) -> str:
        """Return the label of the status at the desk."""
        return DESK_STATUS[self.status]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def awaits_verification(self) -> bool:
        return awaits_verification(self.status, accepted_at=self.accepted_at, verified_at=self.verified_at)

    @property
    def is_sensitive(self) -> bool:
        """Return whether this is a conduct or confidential complaint.

        Its E-tag shows only whether it is open or closed, and the CPO's cell verifies its report.
        """
        return self.about_police or self.confidential

    @property
    def identity_is_protected(self) -> bool:
        return self.confidential or self.protected

    @property
    def is_quiet(self) -> bool:
        """Return whether the complainant gets only messages that they requested (docs/decisions/0007).

        That is so for confidential complaints, with a secret word, and for children, because an adult may have their
        phone. `complainant.messages_wanted` overrides it.
        """
        return self.confidential or self.complainant.has_secret or self.complainant.under_18

    @property
    def gets_no_messages(self) -> bool:
        """Return whether no message reaches the complainant: a quiet complaint, an anonymous one, or no address."""
        person = self.complainant
        has_address = bool(person.phone_index or person.email_index)
        return person.anonymous or not has_address or (self.is_quiet and not person.messages_wanted)


class Statement(models.Model):
    """What the complainant reported. It is a separate row, so that the complaint's row stays narrow.

    `concerns`: the person complained against, as text for readers. `concerned`: the parts of that text if the person is
    an officer (name, rank, post, station, belt, more; rank, post and station as codes). `keep_from`: whether an
    officer or office should be kept from the complaint. `senior_possible`: whether an officer of unknown rank could be
    an SP or the head of the district. `happened_about`: the time in words, if no
    day is known. `position`: a phone's location as "latitude,longitude,metres", encrypted, because a location to the
    metre can identify a home. `folded`: the normalised words of text, landmark and concerns, which the desk's search
    reads (rules.search.search_words). `salt`: for the digests of statement and complainant in the history
    (ledger.commitment).
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="statement")
    text = models.TextField(_("what happened"))
    landmark = models.CharField(_("landmark"), max_length=200, blank=True)
    position = SealedTextField(_("location"), blank=True, db_default="")
    concerns = models.CharField(_("complaint against"), max_length=300, blank=True)
    concerned = models.JSONField(_("officer complained against"), blank=True, default=dict, db_default={})
    keep_from = models.CharField(
        _("keep officers out"), max_length=8, choices=YES_NO_UNKNOWN, blank=True, default="", db_default=""
    )
    senior_possible = models.CharField(
        _("perhaps an SP"), max_length=8, choices=YES_NO_UNKNOWN, blank=True, default="", db_default=""
    )
    happened_on = models.DateField(_("when it happened"), null=True, blank=True)
    happened_about = models.CharField(_("when it happened, in words"), max_length=120, blank=True, db_default="")
    folded = models.TextField(blank=True, default="", db_default="")
    salt = SealedTextField(blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("statement")
        indexes = [GinIndex(search_vector("folded"), name="statement_by_lexemes")]
        triggers = STATEMENT_TRIGGERS
