"""Questions to the complainant during the inquiry, the urgent action, and the referral."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import PAUSABLE_ABOVE, PAUSES_A_CYCLE, Clock, pause_time_left
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.workflow.declaration import (
    VOICE_NOTE,
    AnnouncementContext,
    CitizenMovePage,
    CitizensEvent,
    Effect,
    MessageChoice,
    Move,
    MovePage,
    NewsEvent,
    NoMessage,
    OfficersEvent,
    Sentences,
    Text,
    TextReaders,
)


def guard_ask_citizen(facts: Facts) -> Refusal | None:
    """Refuse if the report limit is too short to be paused, or if the pauses of this round are used up."""
    if facts.report_limit is None or facts.report_limit <= PAUSABLE_ABOVE:
        return Refusal.LIMIT_TOO_SHORT_TO_PAUSE
    if facts.pauses >= PAUSES_A_CYCLE:
        return Refusal.PAUSED_TWICE
    return None if pause_time_left(facts.report_limit, facts.paused, facts.pause_share) else Refusal.PAUSE_USED_UP


ASK_CITIZEN = Move(
    "ask_citizen",
    sources={Status.IN_INQUIRY},
    target=Status.AWAITING_CITIZEN,
    by={Capacity.HOLDER},
    guard=guard_ask_citizen,
    report=Effect.PAUSES,
    needs_words=True,
    skips_repeats=True,
    sentences=Sentences(
        officer=_("{who} asked the complainant a question. The report deadline is paused until they answer."),
        citizen=_("The officer asked you a question."),
        petition=_("The officer asked the applicant a question."),
        review=_("Question to the complainant"),
    ),
    to_citizen="question",
    call_purposes={Purpose.NEWS},
    conversation_actors={"officer"},
    page=MovePage(
        title=_("Ask the complainant"),
        button=_("Send the question"),
        done=_("The question is sent. The report deadline is paused."),
        is_secondary=True,
    ),
    can_be_prepared=True,
    has_replies=True,
)


def guard_resume(facts: Facts) -> Refusal | None:
    """Allow people to resume at any time, and the system once the permitted pause is used up."""
    has_pause_left = (
        Capacity.SYSTEM in facts.capacities
        and facts.report_limit
        and pause_time_left(facts.report_limit, facts.paused, facts.pause_share)
    )
    return Refusal.TOO_EARLY if has_pause_left else None


def describe_resumption(event: OfficersEvent) -> Text:
    match event.actor_kind:
        case _ if event.facts.get("already"):
            return _("The complainant says they have already answered. The report deadline is no longer paused.")
        case "officer":
            return _("{who} resumed the inquiry. The report deadline is no longer paused.")
        case "citizen":
            return _("The complainant answered. The report deadline is no longer paused.")
    return _("No answer came in time. The report deadline is no longer paused.")


def describe_resumption_to_citizen(event: CitizensEvent) -> Text:
    match event.actor_kind:
        case "citizen" if event.facts.get("already"):
            return _("You said that you have already told the officer. The officer is continuing with your complaint.")
        case "citizen":
            return _("You answered. The officer is continuing with your complaint.")
        case "system":
            return _("The time for your answer ran out. The officer is continuing without it.")
    return _("The question is settled. The officer is continuing with your complaint.")


def message_template_on_resume(after: AnnouncementContext) -> str | None:
    """Return the message if the question was withdrawn or stayed unanswered, not if it was answered."""
    if after.by_system:
        return "question_unanswered"
    return "question_withdrawn" if after.by_holder else None


def is_resumed_without_answer(event: NewsEvent) -> bool:
    """Return whether the question was withdrawn or stayed unanswered, so that the complainant had a message."""
    is_by_holder = event.posting_id is not None and event.posting_id == event.facts["state"]["holder"]
    return event.actor_kind == "system" or is_by_holder


def message_template_to_holder_on_resume(after: AnnouncementContext) -> str | None:
    """Return the message to the holder, unless the holder resumed the inquiry."""
    if after.by_system:
        return "pause_ended"
    return None if after.by_holder else "citizen_answered"


RESUME = Move(
    "resume",
    sources={Status.AWAITING_CITIZEN},
    target=Status.IN_INQUIRY,
    by={Capacity.CITIZEN, Capacity.CELL, Capacity.HOLDER, Capacity.SYSTEM},
    guard=guard_resume,
    report=Effect.RESUMES,
    records=("already", VOICE_NOTE),
    sentences=Sentences(
        officer=describe_resumption,
        citizen=describe_resumption_to_citizen,
        petition=_("The inquiry continued after the question."),
        review=_("Deadline resumed"),
    ),
    to_citizen=MessageChoice(("question_withdrawn", "question_unanswered"), message_template_on_resume),
    to_holder=MessageChoice(("citizen_answered", "pause_ended"), message_template_to_holder_on_resume),
    call_purposes={Purpose.NEWS},
    is_news=is_resumed_without_answer,
    conversation_actors={"citizen"},
    page=MovePage(
        title=_("Resume inquiry"),
        button=_("Resume"),
        done=_("The inquiry is resumed. The report deadline is no longer paused."),
    ),
    citizens_page=CitizenMovePage(
        done=_("Your answer was sent to the officer."),
    ),
)


def guard_urgent_act(facts: Facts) -> Refusal | None:
    return None if facts.urgent_owed else Refusal.NOTHING_URGENT


def describe_urgent_act(event: OfficersEvent) -> Text:
    """Return the sentence; for a missing child with the notice to ZARRA and the FIR."""
    if event.facts.get("zarra_at") and event.facts.get("fir_number"):
        return _(
            "{who} recorded that ZARRA was notified on {zarra_at} and that FIR {fir_number} was registered on {fir_at}."
        )
    if event.facts.get("zarra_at"):
        return _("{who} recorded that ZARRA was notified on {zarra_at}.")
    return _("{who} recorded that the urgent action has been taken.")


def describe_urgent_act_to_citizen(event: CitizensEvent) -> Text:
    if not event.facts.get("zarra_at"):
        return _("The officer recorded that the urgent action has been taken.")
    notified = _("The police told ZARRA about the child on %(when)s.") % {"when": event.moment("zarra_at")}
    if not event.facts.get("fir_number"):
        return notified
    fir = {"number": event.facts["fir_number"], "when": event.moment("fir_at")}
    return " ".join([notified, _("FIR %(number)s was registered on %(when)s.") % fir])


URGENT_ACT = Move(
    "urgent_act",
    sources={Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED},
    target=None,
    by={Capacity.HOLDER},
    guard=guard_urgent_act,
    needs_words=True,
    records=("zarra_at", "fir_number", "fir_at"),
    sentences=Sentences(
        officer=describe_urgent_act,
        citizen=describe_urgent_act_to_citizen,
        petition=_("The officer recorded that the urgent action was taken."),
        review=_("Urgent action recorded as done"),
    ),
    to_citizen=NoMessage("it is on their page; in these matters the wrong person could read a message"),
    text_readers=TextReaders.OFFICERS,
    is_claim=True,
    ends={Clock.URGENT},
    is_counted_in_all_cycles=True,
    page=MovePage(
        title=_("Urgent action"),
        button=_("Record as done"),
        done=_("Recorded: the urgent action has been taken."),
    ),
)


def guard_refer_outside(facts: Facts) -> Refusal | None:
    """Allow only the Central Police Office to refer, and only once."""
    if not facts.referral_owed:
        return Refusal.NOT_TO_BE_REFERRED
    return None if facts.officer_at is OfficeKind.CENTRAL else Refusal.CPO_CELL_ONLY


REFER_OUTSIDE = Move(
    "refer_outside",
    sources=OPEN,
    target=None,
    by={Capacity.CELL, Capacity.MONITOR},
    guard=guard_refer_outside,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} referred it to the FIA and the NCHR."),
        citizen=_(
            "The Central Police Office referred your complaint to the Federal Investigation Agency (FIA) and the "
            "National Commission for Human Rights (NCHR)."
        ),
        review=_("Referred to the FIA and NCHR"),
    ),
    to_citizen=NoMessage("it is on their page; in these matters the wrong person could read a message"),
    text_readers=TextReaders.OFFICERS,
    ends={Clock.REFERRAL},
    is_counted_in_all_cycles=True,
    page=MovePage(
        title=_("Refer to the FIA and NCHR"),
        button=_("Record the referral"),
        done=_("Recorded: the complaint has been referred."),
    ),
)

KINDS = (
    ASK_CITIZEN,
    RESUME,
    URGENT_ACT,
    REFER_OUTSIDE,
)
