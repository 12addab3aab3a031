"""Models of chats that a human operator of a complaint cell takes over: the hand-over, its log and the cell's hours."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.queries.reporting_lines import reporting_line_of
from complaints.models import Complainant, Complaint, Exclusion
from ledger.append_only_triggers import append_only_triggers_except
from ledger.encrypted_fields import RowIdField, SealedTextField
from whatsapp.models.own_complaint import OwnComplaint
from whatsapp.rules.handover.handover_rules import DEFAULT_WEEK, InboxReader, inbox_reader_of


class HandoverQuerySet(models.QuerySet):
    def open(self):
        """Return the hand-overs that have not ended."""
        return self.filter(ended_at=None)

    def visible_to(self, actor, *, at: datetime | None = None):
        """Return the hand-overs that this posting may read at a moment, by default now.

        Complaint operators and the head of their office see those of that office, without those that are hidden from
        them (`not_hidden_from`), and without those about a complaint that they may not see. An ended chat is read
        only by the operator who ended it: one that the person left looks like one that is hidden now.
        """
        reader = inbox_reader_of(actor.role, actor.office_kind, is_head=actor.is_head) if actor else InboxReader.NOBODY
        if reader is InboxReader.NOBODY:
            return self.none()
        # EXISTS looks each complaint up by its id; IN beside OR would read all complaints that the actor may see.
        seen = Exists(Complaint.objects.visible_to(actor, at=at).order_by().filter(pk=OuterRef("complaint")))
        ended_it = Exists(
            HandoverLine.objects.filter(
                handover=OuterRef("pk"), kind=HandoverLine.Kind.ENDED, posting=actor.posting_id
            ).order_by()
        )
        rows = self.filter(Q(complaint=None) | seen, Q(ended_at=None) | ended_it, office=actor.office_id)
        return rows.not_hidden_from(actor, at=at)

    def not_hidden_from(self, actor, *, at: datetime | None = None):
        """Return the hand-overs without those that an exclusion hides from this actor.

        Hidden are chats with any complaint that is hidden from the actor (docs/decisions/0015), and chats in which the
        person mentioned the actor, an office at or above one of the actor's postings, or the head of such an office.
        """
        line = reporting_line_of(actor, at=at)
        hidden = list(
            Exclusion.objects.hiding_from_line(line).order_by().values_list("complaint", flat=True).distinct()
        )
        offices, heads = line.office_ids, line.head_ids
        if isinstance(offices, models.QuerySet):
            offices, heads = offices.values_list("pk", flat=True), heads.values_list("officer", flat=True)
        rows = self.exclude(hidden_offices__overlap=list(offices))
        rows = rows.exclude(hidden_officers__overlap=[*heads, *line.officer_ids])
        if not hidden:
            return rows
        # A complaint that was filed after the chat came here counts too.
        filed = Exists(OwnComplaint.objects.filter(chat=OuterRef("chat"), complaint__in=hidden))
        people = Complainant.objects.filter(pk__in=hidden).exclude(phone_index=b"")
        of_number = Exists(people.filter(phone_index=OuterRef("chat__phone_index")))
        return rows.exclude(about__overlap=hidden).exclude(filed).exclude(of_number)

    def about_protected_identity(self, complaint_ids: Collection[int]):
        """Return the hand-overs of chats with a complaint whose complainant's identity is protected.

        `complaint_ids`: those of `complaint` and `about` of these hand-overs. A complaint that was filed since, from
        the chat or from its number, counts too.
        """
        protected = Complaint.objects.unscoped("whose identity a chat reveals").order_by()
        protected = protected.filter(Q(confidential=True) | Q(protected=True))
        known = ArraySubquery(protected.filter(pk__in=complaint_ids).values("pk"))
        filed = OwnComplaint.objects.filter(chat=OuterRef("chat"), complaint__in=protected)
        of_number = Complainant.objects.exclude(phone_index=b"").filter(
            phone_index=OuterRef("chat__phone_index"), complaint__in=protected
        )
        return self.filter(Q(about__overlap=known) | Exists(filed) | Exists(of_number))

    def waiting(self):
        """Return the open chats in which the person waits for an answer here."""
        return self.open().filter(is_live=True, waiting_since__isnull=False)


class Handover(models.Model):
    """One time that a chat is with the operators of a complaint cell. A chat has one open hand-over at most.

    `office`: whose cell has it. `complaint`: the complaint that the chat is about, None for none. `about`: the ids of
    all complaints of this chat when it came here. `hidden_offices` and `hidden_officers`: ids of those whom the person
    mentioned.
    `is_live`: messages of the person come here; False while only a call is due, until an operator writes.
    `waiting_since`: since when the person waits for an answer; None if nothing of theirs is unanswered. `holder`: the
    operator who has the chat, and `holder_active_at` their last act. `call_back_at`: from when the person is called.
    `wants_call`: their answer to the question whether to be called, None without one. `in_danger`: they wrote words of
    danger. `texts_erased_at`: since when the log has no texts. `chat` is empty once the chat was erased.
    """

    class Reason(models.TextChoices):
        REQUESTED = "requested", _("Asked for an operator")
        MISUNDERSTOOD = "misunderstood", _("Was not understood twice")

    class Ending(models.TextChoices):
        HANDED_BACK = "handed_back", _("Handed back")
        LEFT = "left", _("The person went on without an operator")
        CALLED = "called", _("Called")
        NOT_REACHED = "not_reached", _("Not reached by telephone")
        DECLINED = "declined", _("The person did not want a call")
        EXPIRED = "expired", _("Nobody wrote any more")
        ERASED = "erased", _("The chat was erased")

    chat = models.ForeignKey("whatsapp.Chat", models.SET_NULL, null=True, related_name="handovers")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+", db_index=False)
    about = ArrayField(models.BigIntegerField(), default=list)
    hidden_offices = ArrayField(models.BigIntegerField(), default=list)
    hidden_officers = ArrayField(models.BigIntegerField(), default=list)
    reason = models.CharField(max_length=14, choices=Reason)
    in_danger = models.BooleanField(default=False)
    is_live = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    holder = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    holder_active_at = models.DateTimeField(null=True)
    call_back_at = models.DateTimeField(null=True)
    wants_call = models.BooleanField(null=True)
    failed_calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=Ending, blank=True, default="")
    texts_erased_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat with an operator")
        constraints = [
            models.UniqueConstraint(name="wa_handover_one_open", fields=["chat"], condition=Q(ended_at=None)),
            models.CheckConstraint(name="wa_handover_end", condition=Q(ended_at=None) | ~Q(ended_why="")),
            models.CheckConstraint(name="wa_handover_held_is_open", condition=Q(holder=None) | Q(ended_at=None)),
        ]
        indexes = [
            models.Index(name="wa_handover_inbox", fields=["office"], condition=Q(ended_at=None)),
            models.Index(name="wa_handover_texts", fields=["ended_at"], condition=Q(texts_erased_at=None)),
        ]


class HandoverLine(models.Model):
    """One entry of a hand-over's log: a message of the person or the operator, or what happened to the chat.

    Append-only: only the text is emptied, when the chat is erased. `media`: the kind of a message that is not text.
    `posting`: who did it, None for the person and the portal. `sending`: the id of the message that went out.
    `evidence`: the id of the file that was sent, once it is downloaded.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Message of the person")
        OPERATOR = "operator", _("Message of the operator")
        BEGAN = "began", _("Waits for an operator")
        TAKEN = "taken", _("Taken")
        RELEASED = "released", _("Put back into the waiting list")
        RETURNED = "returned", _("Returned to the waiting list: the operator was away")
        MOVED = "moved", _("Passed to another complaint cell")
        DANGER = "danger", _("Words of danger: the helplines were sent")
        OFFERED = "offered", _("Nobody was on duty: a call was offered")
        CALL_AGREED = "call_agreed", _("Wants to be called")
        CALL_FAILED = "call_failed", _("Called, not reached")
        CALLED = "called", _("Called and spoken to")
        ENDED = "ended", _("Ended")
        READ = "read", _("Opened")

    id = RowIdField(primary_key=True)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    media = models.CharField(max_length=8, blank=True, default="")
    text = SealedTextField(blank=True, default="")
    sending = models.BigIntegerField(null=True)
    evidence = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("entry of a chat with an operator")
        triggers = append_only_triggers_except("text")


def default_week() -> list[str]:
    """Return the hours of a cell that has set none."""
    return list(DEFAULT_WEEK)


class InboxHours(models.Model):
    """The hours in which a complaint cell answers chats. The cell's operators who are not on leave are on duty.

    `week`: the text of each day, Monday first (complaints.rules.time_limits.working_week). `calendar`: its holidays
    are days without hours.
    """

    office = models.OneToOneField("accounts.Office", models.PROTECT, related_name="+")
    week = ArrayField(models.TextField(blank=True), default=default_week)
    calendar = models.ForeignKey("complaints.WorkingCalendar", models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hours of a complaint cell's inbox")
        constraints = [models.CheckConstraint(name="wa_inbox_hours_seven_days", condition=Q(week__len=7))]
