"""Marking, forwarding and handing over a complaint; its category; the beginning of the inquiry."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import SETTLED_CONTACT, Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.rules.thresholds import FORWARDINGS_BEFORE_CPO, MARKING_MESSAGES_WAIT, UNDO_MARKING_WITHIN
from complaints.workflow.declaration import (
    AnnouncementContext,
    Custody,
    Effect,
    Kind,
    MessageChoice,
    Move,
    MovePage,
    NoMessage,
    Sentences,
    TextReaders,
)

MARK = Move(
    "mark",
    sources={Status.RECEIVED},
    target=Status.MARKED,
    by={Capacity.CELL, Capacity.SUPERIOR},
    custody=Custody.TO_POSTING,
    sentences=Sentences(
        officer=_("{who} marked it to {to}."),
        citizen=_("Assigned to: %(who)s."),
        names_holder=True,
        petition=_("The complaint was marked to an officer."),
        review=_("Marked to an officer"),
    ),
    to_citizen="marked",
    to_holder="marked_to_you",
    messages_wait=MARKING_MESSAGES_WAIT,
    call_purposes={Purpose.NEWS},
    text_readers=TextReaders.OFFICERS,
    page=MovePage(
        title=_("Mark to an officer"),
        button=_("Mark the complaint"),
        done=_("The complaint is marked."),
    ),
    has_replies=True,
    ends={Clock.LISTENING},
)

AUTO_MARK = Move(
    "auto_mark",
    sources={Status.RECEIVED},
    target=Status.MARKED,
    by={Capacity.SYSTEM},
    custody=Custody.TO_POSTING,
    sentences=Sentences(
        officer=_("Nobody marked it in time, so the system marked it to {to}."),
        citizen=_("Assigned to: %(who)s."),
        names_holder=True,
        petition=_("The complaint was marked to an officer."),
        review=_("Marked by the system"),
    ),
    to_citizen="marked",
    to_holder="marked_to_you",
    call_purposes={Purpose.NEWS},
    ends={Clock.LISTENING},
)


def guard_forward(facts: Facts) -> Refusal | None:
    """Refuse a third forwarding from the CPO: its cell decides then (docs/rules.md, *Marking*)."""
    decides = facts.office_kind is OfficeKind.CENTRAL and facts.bounces >= FORWARDINGS_BEFORE_CPO
    return Refusal.CPO_MUST_DECIDE if decides else None


FORWARD = Move(
    "forward",
    sources={Status.RECEIVED},
    target=None,
    by={Capacity.CELL},
    guard=guard_forward,
    custody=Custody.TO_CELL,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} forwarded it to {to}."),
        citizen=_("Assigned to: %(who)s."),
        names_holder=True,
        petition=_("The complaint was forwarded to another office."),
        review=_("Forwarded"),
    ),
    to_citizen="forwarded",
    call_purposes={Purpose.NEWS},
    text_readers=TextReaders.OFFICERS,
    is_counted_in_cycle=True,
    page=MovePage(
        title=_("Forward it to another complaint cell"),
        button=_("Forward the complaint"),
        done=_("The complaint is forwarded."),
        is_secondary=True,
    ),
)


def message_template_on_recategorise(after: AnnouncementContext) -> str:
    """Return the message about a new category. A change to a feedback category closes the complaint."""
    return "closed_as_feedback" if after.complaint.status == Status.CLOSED else "recategorised"


def message_template_to_new_holder(after: AnnouncementContext) -> str | None:
    """Return the message to the holder if the new category moved the complaint to another officer."""
    return "marked_to_you" if after.is_passed_on else None


def check_recategorise(details: Mapping) -> Refusal | None:
    return None if details.get("category") else Refusal.CATEGORY_MISSING


RECATEGORISE = Move(
    "recategorise",
    sources={Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY},
    target=None,
    by={Capacity.CELL},
    needs_words=True,
    custody=Custody.STAYS_IF_FIT,
    records=("category",),
    check=check_recategorise,
    sentences=Sentences(
        officer=_("{who} changed its category from “{before}” to “{after}”."),
        citizen=_("The complaint's category was corrected from “%(before)s” to “%(after)s”."),
        petition=_("The category of the complaint was changed from “%(before)s” to “%(after)s”."),
        review=_("Category changed"),
    ),
    to_citizen=MessageChoice(("recategorised", "closed_as_feedback"), message_template_on_recategorise),
    to_holder=MessageChoice(("marked_to_you",), message_template_to_new_holder),
    call_purposes={Purpose.NEWS},
    begins={Clock.REFERRAL},
    ends={Clock.LISTENING},
    page=MovePage(
        title=_("Change category"),
        button=_("Change category"),
        done=_("The category is changed. The complainant is notified."),
        is_secondary=True,
    ),
)


def guard_close_as_feedback(facts: Facts) -> Refusal | None:
    """Refuse for categories with time limits: they are complaints, not feedback."""
    return Refusal.HAS_LIMITS if facts.has_limits else None


CLOSE_AS_FEEDBACK = Move(
    "close_as_feedback",
    sources={Status.RECEIVED},
    target=Status.CLOSED,
    by={Capacity.CELL},
    guard=guard_close_as_feedback,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} closed it as feedback."),
        citizen=_("Your feedback was read and filed. Thank you."),
    ),
    to_citizen="feedback_closed",
    call_purposes={Purpose.NEWS},
    page=MovePage(
        title=_("Close as feedback"),
        button=_("Close as feedback"),
        done=_("The complaint is closed as feedback. The complainant is notified."),
    ),
)

RE_MARK = Move(
    "re_mark",
    sources=OPEN - {Status.RECEIVED},
    target=Status.MARKED,
    by={Capacity.HEAD},
    custody=Custody.TO_ANOTHER_POSTING,
    report=Effect.RESUMES,
    decision=Effect.STOPS,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} reassigned it to {to}."),
        citizen=_("Assigned to: %(who)s."),
        names_holder=True,
        petition=_("The complaint was marked to another officer."),
        review=_("Reassigned"),
    ),
    to_citizen="passed_on",
    to_holder="marked_to_you",
    messages_wait=MARKING_MESSAGES_WAIT,
    call_purposes={Purpose.NEWS},
    text_readers=TextReaders.OFFICERS,
    ends={Clock.VERIFY},
    page=MovePage(
        title=_("Reassign to another officer"),
        button=_("Reassign"),
        done=_("The complaint is reassigned."),
        is_secondary=True,
    ),
    has_replies=True,
)

STATUSES_WITH_UNCHANGED_CLOCKS = frozenset({Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY})
"""A marking from these statuses changes no clock. From the others it ends a pause or takes the report back."""


def guard_undo_mark(facts: Facts) -> Refusal | None:
    """Allow only the officer who marked, within the minute, while nobody has acted on the marking."""
    marking = facts.reversed_event
    if marking is None or not marking.is_last or marking.is_opened:
        return Refusal.CHANGED_SINCE_MARKING
    if marking.officer_id != facts.officer_id:
        return Refusal.NOT_YOUR_MARKING
    if facts.at >= marking.at + UNDO_MARKING_WITHIN:
        return Refusal.TOO_LATE_TO_UNDO
    is_harmless = marking.status_before in STATUSES_WITH_UNCHANGED_CLOCKS
    return None if is_harmless else Refusal.UNDO_WOULD_CHANGE_CLOCKS


UNDO_MARK = Move(
    "undo_mark",
    sources={Status.MARKED},
    target=None,
    by={Capacity.CELL, Capacity.SUPERIOR, Capacity.HEAD},
    reverses={MARK.name, RE_MARK.name},
    guard=guard_undo_mark,
    custody=Custody.TO_FORMER,
    sentences=Sentences(
        officer=_("{who} undid the marking. It is back with {to}."),
        citizen=_("The last assignment was undone. It is now with: %(who)s."),
        names_holder=True,
        petition=_("The last marking was undone."),
        review=_("Marking undone"),
    ),
    to_citizen=NoMessage("the message about the marking was recalled before it was sent"),
)

KEEP_AWAY = Move(
    "keep_away",
    sources=OPEN - {Status.RECEIVED},
    target=Status.MARKED,
    by={Capacity.SYSTEM},
    custody=Custody.FIT_HEAD,
    report=Effect.RESUMES,
    decision=Effect.STOPS,
    sentences=Sentences(
        officer=_("Moved to {to}: new information showed a conflict of interest."),
        citizen=_(
            "What you told us showed a conflict of interest, so your complaint was taken from the officer who had"
            " it. It is now with: %(who)s."
        ),
        names_holder=True,
        petition=_("The complaint was marked to another officer."),
    ),
    to_citizen="passed_on",
    to_holder="marked_to_you",
    call_purposes={Purpose.NEWS},
    ends={Clock.VERIFY},
)

PASS_BY = Move(
    "pass_by",
    sources={Status.RECEIVED},
    target=None,
    by={Capacity.SYSTEM},
    custody=Custody.FIT_CELL,
    sentences=Sentences(
        officer=_("Moved to {to}: the complaint concerns someone at the office that had it."),
        citizen=_("Assigned to: %(who)s."),
        names_holder=True,
        petition=_("The complaint was forwarded to another office."),
    ),
    to_citizen="forwarded",
    call_purposes={Purpose.NEWS},
)


def guard_begin(facts: Facts) -> Refusal | None:
    """Refuse until the contact is confirmed, unconfirmed, waived or not required."""
    return None if facts.contact in SETTLED_CONTACT else Refusal.CONTACT_NOT_SETTLED


BEGIN = Move(
    "begin",
    sources={Status.MARKED},
    target=Status.IN_INQUIRY,
    by={Capacity.HOLDER},
    guard=guard_begin,
    sentences=Sentences(
        officer=_("{who} began the inquiry."),
        citizen=_("The inquiry began."),
        petition=_("The inquiry began."),
        review=_("Inquiry started"),
    ),
    to_citizen=NoMessage("the message about the marking has already named the officer"),
    page=MovePage(
        title=_("Begin the inquiry"),
        button=_("Begin the inquiry"),
        done=_("The inquiry has begun."),
    ),
)

POSTING_ENDED = Kind(
    "posting_ended",
    custody=Custody.TO_POSTING,
    sentences=Sentences(
        officer=_("The posting ended. {to} has it now."),
        citizen=_("The officer who had it was posted elsewhere. It is now with: %(who)s."),
        names_holder=True,
        petition=_("The complaint was marked to another officer."),
        review=_("The holder's posting ended"),
    ),
    to_citizen="passed_on",
    to_holder="marked_to_you",
)

HANDED_OVER = Kind(
    "handed_over",
    custody=Custody.TO_POSTING,
    sentences=Sentences(
        officer=_("{who} handed it over to {to}, with all complaints of the posting."),
        citizen=_("The officer who had it was posted elsewhere. It is now with: %(who)s."),
        names_holder=True,
        petition=_("The complaint was marked to another officer."),
        review=_("Handed over"),
    ),
    to_citizen="passed_on",
)

KINDS = (
    MARK,
    AUTO_MARK,
    FORWARD,
    RECATEGORISE,
    CLOSE_AS_FEEDBACK,
    RE_MARK,
    UNDO_MARK,
    KEEP_AWAY,
    PASS_BY,
    BEGIN,
    POSTING_ENDED,
    HANDED_OVER,
)
