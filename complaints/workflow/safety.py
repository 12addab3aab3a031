"""Reports of pressure on the complainant, and the question after the end whether anybody troubles them."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.aftercare_dates import count_marks_passed
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow.declaration import CitizenMovePage, Move, NoMessage, OfficersEvent, Sentences, Text, Visibility


def describe_pressure(event: OfficersEvent) -> Text:
    if event.facts.get("silent"):
        return _(
            "The complainant used the duress word to report pressure. Do not call or write. Only the Central Police "
            "Office can read this."
        )
    return _("The complainant reported pressure. Only the Central Police Office can read this.")


REPORT_PRESSURE = Move(
    "report_pressure",
    sources=set(Status),
    target=None,
    by={Capacity.CITIZEN},
    records=("silent",),
    sentences=Sentences(
        officer=describe_pressure,
    ),
    to_citizen=NoMessage("the person who puts pressure on them may have their telephone"),
    visibility=Visibility.CPO_ALONE,
    tone="late",
    begins={Clock.PRESSURE},
    is_counted_in_all_cycles=True,
    citizens_page=CitizenMovePage(
        done=_("This was sent only to the Central Police Office. If you are in danger, call 15."),
    ),
)


def guard_ask_after(facts: Facts) -> Refusal | None:
    """Allow one question at each mark. A question that is so late that both marks have passed counts for both."""
    if not facts.is_sensitive or not facts.has_limits or facts.left:
        return Refusal.NOT_ASKED
    return None if count_marks_passed(facts.ended_at, facts.at) > facts.times_asked_after else Refusal.TOO_EARLY


ASK_AFTER = Move(
    "ask_after",
    sources={Status.CLOSED},
    target=None,
    by={Capacity.SYSTEM},
    guard=guard_ask_after,
    sentences=Sentences(
        officer=_("The complainant was asked whether anyone is troubling them."),
    ),
    to_citizen="aftercare",
    one_tap_question=OneTapQuestionKind.AFTERCARE,
    call_purposes={Purpose.NEWS},
    visibility=Visibility.CPO_ALONE,
    is_counted_in_cycle=True,
)


def guard_all_well(facts: Facts) -> Refusal | None:
    """Allow one answer each time the question was asked."""
    if facts.asked_after_at is None:
        return Refusal.NOT_ASKED
    return Refusal.ALREADY_DONE if facts.well_at and facts.well_at >= facts.asked_after_at else None


ALL_WELL = Move(
    "all_well",
    sources={Status.CLOSED},
    target=None,
    by={Capacity.CITIZEN},
    guard=guard_all_well,
    sentences=Sentences(
        officer=_("Asked about their safety: nobody is troubling the complainant."),
    ),
    to_citizen=NoMessage("they have just said so themselves"),
    visibility=Visibility.CPO_ALONE,
    is_counted_in_cycle=True,
    needs_proof=True,
    citizens_page=CitizenMovePage(
        done=_("Thank you. If anything changes, say so here."),
    ),
)

KINDS = (
    REPORT_PRESSURE,
    ASK_AFTER,
    ALL_WELL,
)
