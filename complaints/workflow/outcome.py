"""The end of a complaint, and the complainant's objection or appeal."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OBJECTING_ANSWERS, Ending, SolvedAnswer, Status
from complaints.rules.thresholds import APPEAL_WITHIN, CHANGE_ANSWER_WITHIN, LAST_CYCLE, SILENCE_CLOSES_AFTER
from complaints.workflow.declaration import (
    VOICE_NOTE,
    AnnouncementContext,
    CitizenMovePage,
    CitizensEvent,
    Custody,
    Effect,
    MessageChoice,
    Move,
    MovePage,
    OfficersEvent,
    PetitionEvent,
    SentenceByActor,
    Sentences,
    Text,
)


def guard_close(facts: Facts) -> Refusal | None:
    """Refuse the complainant's "yes" while they report pressure, and the system before the silence is long enough.

    Pressure does not stop the closing after silence: the district would notice. That closing is not the complainant's
    decision. It is recorded as unanswered, and they can still appeal.
    """
    if Capacity.SYSTEM in facts.capacities:
        return Refusal.TOO_EARLY if facts.at < facts.resolved_at + SILENCE_CLOSES_AFTER else None
    return Refusal.UNDER_PRESSURE if facts.is_under_pressure else None


def describe_closing_to_citizen(event: CitizensEvent) -> Text:
    if event.actor_kind == "citizen":
        return _("You said that it is solved. The complaint is closed.")
    return _("You did not answer within 7 days. The complaint was closed as “no answer”, not as solved.")


def message_template_on_close(after: AnnouncementContext) -> str:
    """Return the message; silence is recorded as unanswered, not as solved."""
    return "closed_unanswered" if after.by_system else "closed"


CLOSE = Move(
    "close",
    sources={Status.RESOLVED},
    target=Status.CLOSED,
    by={Capacity.CITIZEN, Capacity.SYSTEM},
    guard=guard_close,
    records=("answer",),
    sentences=Sentences(
        officer=SentenceByActor(
            citizen=_("The complainant confirms that it is solved."),
            system=_("No answer for seven days: closed as unanswered."),
        ),
        citizen=describe_closing_to_citizen,
        petition=_("The complaint was closed."),
        review=pgettext_lazy("event of a complaint", "Closed"),
    ),
    to_citizen=MessageChoice(("closed", "closed_unanswered"), message_template_on_close),
    call_purposes={Purpose.NEWS},
    tone="good",
    needs_proof=True,
    citizens_page=CitizenMovePage(
        done=_("Thank you. The complaint is closed as solved. You can change your answer for 72 hours."),
        refusal_texts={
            Refusal.UNDER_PRESSURE: _(
                "It can't be closed as solved for some days. If it is not solved, you can say so now."
            )
        },
    ),
)


def guard_change_of_answer(facts: Facts) -> Refusal | None:
    """Refuse an objection to a closed complaint, unless it explicitly changes a "yes" and is in time.

    If the complainant answers differently in two windows, the second one shows the first answer instead.
    """
    if facts.ended_at is None:
        return None
    if facts.ending != Ending.CONFIRMED:
        return Refusal.NOT_ASKED
    if facts.at >= facts.ended_at + CHANGE_ANSWER_WITHIN:
        return Refusal.TOO_LATE
    return None if facts.details.get("changes") else Refusal.ANSWERED_ALREADY


def guard_final_order(facts: Facts) -> Refusal | None:
    """Refuse another round after the last one, or if the Central Police Office has the complaint."""
    return Refusal.FINAL_ORDER if facts.cycle >= LAST_CYCLE or facts.office_kind is OfficeKind.CENTRAL else None


def guard_object(facts: Facts) -> Refusal | None:
    return guard_change_of_answer(facts) or guard_final_order(facts)


def check_object(details: Mapping) -> Refusal | None:
    return None if details.get("answer", SolvedAnswer.NO) in OBJECTING_ANSWERS else Refusal.ANSWER_MISSING


def describe_objection(event: OfficersEvent) -> Text:
    if event.facts.get("answer") == SolvedAnswer.PARTLY:
        return _("The complainant says it is only partly solved. A new round begins with {to}.")
    return _("The complainant objects. A new round begins with {to}.")


def describe_objection_to_citizen(event: CitizensEvent) -> str:
    is_partly, is_changed = event.facts.get("answer") == SolvedAnswer.PARTLY, bool(event.facts.get("changes"))
    if is_changed and is_partly:
        text = _("You changed your answer: only partly solved. The complaint was sent to %(who)s.")
    elif is_changed:
        text = _("You changed your answer: not solved. The complaint was sent to %(who)s.")
    elif is_partly:
        text = _("You said that the problem is only partly solved. The complaint was sent to %(who)s.")
    else:
        text = _("You said that the problem is not solved. The complaint was sent to %(who)s.")
    return text % {"who": event.holder}


def describe_objection_in_petition(event: PetitionEvent) -> Text:
    if event.facts.get("answer") == SolvedAnswer.PARTLY:
        return _("The applicant objected: the matter is only partly solved.")
    return _("The applicant objected: the matter is not solved.")


OBJECT = Move(
    "object",
    sources={Status.RESOLVED, Status.CLOSED},
    target=Status.MARKED,
    by={Capacity.CITIZEN},
    guard=guard_object,
    contact=Effect.STARTS,
    report=Effect.STARTS,
    custody=Custody.NEXT_HEAD,
    new_cycle=True,
    records=("answer", "changes"),
    check=check_object,
    sentences=Sentences(
        officer=describe_objection,
        citizen=describe_objection_to_citizen,
        names_holder=True,
        petition=describe_objection_in_petition,
        review=_("The complainant objects"),
    ),
    to_citizen="objection_marked",
    to_holder="objection_to_you",
    call_purposes={Purpose.NEWS},
    citizens_page=CitizenMovePage(
        done=_("Your complaint has gone to a higher officer, who will start again."),
        answers=OBJECTING_ANSWERS,
        refusal_texts={
            Refusal.TOO_LATE: _(
                "The 72 hours in which you could change your answer are over. You can still appeal, with a reason, "
                "within 30 days after the complaint was closed."
            ),
            Refusal.NOT_ASKED: _(
                "The 7 days for your answer are over, and the complaint was closed as “no answer”, not as solved. "
                "You can appeal, with a reason, within 30 days after it was closed."
            ),
        },
    ),
)


def guard_appeal(facts: Facts) -> Refusal | None:
    """Refuse after the time limit, for feedback, after the final decision, and if an earlier system decided it."""
    if not facts.has_limits:
        return Refusal.FEEDBACK_IS_FILED
    if facts.ending == Ending.IMPORTED:
        return Refusal.TOO_LATE
    return Refusal.TOO_LATE if facts.at > facts.ended_at + APPEAL_WITHIN else guard_final_order(facts)


APPEAL = Move(
    "appeal",
    sources={Status.CLOSED, Status.REJECTED},
    target=Status.MARKED,
    by={Capacity.CITIZEN},
    guard=guard_appeal,
    contact=Effect.STARTS,
    report=Effect.STARTS,
    custody=Custody.NEXT_HEAD,
    new_cycle=True,
    records=(VOICE_NOTE,),
    needs_words=True,
    sentences=Sentences(
        officer=_("The complainant appeals. A new round begins with {to}."),
        citizen=_("You appealed. The complaint was sent to %(who)s."),
        names_holder=True,
        petition=_("The applicant appealed."),
        review=_("The complainant appeals"),
    ),
    to_citizen="objection_marked",
    to_holder="objection_to_you",
    call_purposes={Purpose.NEWS},
    citizens_page=CitizenMovePage(
        done=_("Your complaint has gone to a higher officer, who will start again."),
        refusal_texts={
            Refusal.TOO_LATE: _(
                "The 30 days for an appeal are over. You can go to the Justice of the Peace (section 22-A CrPC) "
                "or the courts, or call the IGP Complaint Centre on 1787."
            )
        },
        refusal_texts_abroad={
            Refusal.TOO_LATE: _(
                "The 30 days for an appeal are over. You can go to the Justice of the Peace (section 22-A CrPC) or "
                "the courts, or write to Punjab Police on WhatsApp, also from abroad: +92 331 7871787."
            )
        },
    ),
)


def guard_reject(facts: Facts) -> Refusal | None:
    """Refuse to reject a conduct complaint, except by an office above the accused (docs/rules.md, *Outcomes*).

    That is an office above the incident place, also if the station is not known.
    """
    return None if facts.above_place or not facts.about_police else Refusal.ABOVE_THE_ACCUSED


REJECT = Move(
    "reject",
    sources={Status.RECEIVED},
    target=Status.REJECTED,
    by={Capacity.SUPERIOR},
    guard=guard_reject,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} rejected the complaint."),
        citizen=_("The complaint was rejected. Reason:"),
        petition=_("The complaint was not accepted."),
    ),
    to_citizen="rejected",
    call_purposes={Purpose.NEWS},
    page=MovePage(
        title=_("Reject the complaint"),
        button=_("Reject"),
        done=_("The complaint is rejected. The complainant is notified."),
        is_grave=True,
        is_previewed=True,
    ),
    has_replies=True,
)

KINDS = (
    CLOSE,
    OBJECT,
    APPEAL,
    REJECT,
)
