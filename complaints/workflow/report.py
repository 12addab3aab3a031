"""The report and its two approvals: the cell verifies it with the complainant, and a senior officer accepts it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose, have_enough_calls_failed
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.guard_facts import ContactState, Facts
from complaints.rules.hearing_rules import ADVERSE_OUTCOMES
from complaints.rules.inquiry.report_parts import PARTS_BESIDE_FINDING, is_finding_too_short, missing_parts, short_parts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Outcome, Status, Verdict
from complaints.workflow.declaration import (
    AnnouncementContext,
    Custody,
    Effect,
    MessageChoice,
    Move,
    MovePage,
    NewsEvent,
    OfficersEvent,
    PrecedingCall,
    Sentences,
    Text,
    TextReaders,
)


def is_complainant_heard(facts: Facts) -> bool:
    """Return whether the complainant had a say in the inquiry.

    They confirmed the contact. Where no contact is required, they were asked a question or added details.
    """
    if facts.contact is ContactState.NOT_NEEDED:
        return facts.pauses > 0 or facts.additions > 0
    return facts.contact is ContactState.CONFIRMED


def guard_submit_report(facts: Facts) -> Refusal | None:
    """Refuse an outcome without its conditions: an FIR number, a hearing of the accused, a say of the complainant.

    Refuse a finding that says nothing, and a report that does not say who was heard and what was seen where it must.
    """
    outcome = facts.details.get("outcome")
    if outcome not in set(Outcome):
        return Refusal.OUTCOME_MISSING
    if outcome == Outcome.FIR_REGISTERED and not (facts.details.get("fir_number") and facts.details.get("fir_station")):
        return Refusal.FIR_MISSING
    if facts.is_accused_unheard and outcome in ADVERSE_OUTCOMES:
        return Refusal.NOT_HEARD
    if outcome == Outcome.PROVED_FALSE and not is_complainant_heard(facts):
        return Refusal.COMPLAINANT_NOT_HEARD
    if outcome == Outcome.RECONCILED and facts.is_grave:
        return Refusal.NEVER_RECONCILED
    if facts.words and is_finding_too_short(facts.words):
        return Refusal.REPORT_TOO_SHORT
    is_incomplete = facts.words and missing_parts(facts.details, is_sensitive=facts.is_sensitive)
    return Refusal.REPORT_PARTS_MISSING if is_incomplete else None


LONGEST_FIR_NUMBER, LONGEST_FIR_STATION = 40, 120


def check_submit_report(details: Mapping) -> Refusal | None:
    """Refuse an FIR number or a station name that is too long to store, and a part of the report that says nothing."""
    too_long = len(str(details.get("fir_number", ""))) > LONGEST_FIR_NUMBER
    if too_long or len(str(details.get("fir_station", ""))) > LONGEST_FIR_STATION:
        return Refusal.FIR_MISSING
    return Refusal.REPORT_PART_TOO_SHORT if short_parts(details) else None


SUBMIT_REPORT = Move(
    "submit_report",
    sources={Status.IN_INQUIRY},
    target=Status.REPORTED,
    by={Capacity.HOLDER},
    guard=guard_submit_report,
    report=Effect.STOPS,
    decision=Effect.STARTS,
    needs_words=True,
    records=("outcome", "fir_number"),
    text_parts=PARTS_BESIDE_FINDING,
    check=check_submit_report,
    sentences=Sentences(
        officer=_("{who} submitted the report: {outcome}."),
        citizen=_("The officer submitted a report. Result: %(outcome)s."),
        petition=_("The officer submitted a report. Result: %(outcome)s."),
        review=_("Report submitted"),
    ),
    to_citizen="reported",
    call_purposes={Purpose.VERIFY, Purpose.NEWS},
    is_claim=True,
    fulfils=Clock.REPORT,
    page=MovePage(
        title=_("Submit the report"),
        button=_("Submit the report"),
        done=_("The report is submitted."),
        is_previewed=True,
    ),
    can_be_prepared=True,
    has_replies=True,
)


def guard_return_report(facts: Facts) -> Refusal | None:
    """Refuse to return one's own report."""
    is_own = facts.officer_id is not None and facts.officer_id == facts.reporting_officer_id
    return Refusal.OWN_REPORT if is_own else None


def describe_return(event: OfficersEvent) -> Text:
    """Return the sentence. A second return in the same round moves the complaint one office up."""
    if not event.is_passed_on:
        return _("{who} returned the report to {to}.")
    if event.holder_id == event.posting_id:
        return _("{who} returned the report again and now has the complaint.")
    return _("{who} returned the report again, so the complaint went one office up, to {to}.")


RETURN_REPORT = Move(
    "return_report",
    sources={Status.REPORTED},
    target=Status.IN_INQUIRY,
    by={Capacity.SUPERIOR},
    guard=guard_return_report,
    stale_after={SUBMIT_REPORT.name},
    report=Effect.RETURNS,
    decision=Effect.STOPS,
    needs_words=True,
    custody=Custody.UP_IF_AGAIN,
    sentences=Sentences(
        officer=describe_return,
        citizen=_("A senior officer sent the report back: it needs more work."),
        petition=_("A senior officer sent the report back."),
        review=_("Report returned"),
    ),
    to_citizen="report_sent_back",
    to_holder="report_returned",
    text_readers=TextReaders.OFFICERS,
    fulfils=Clock.DECISION,
    ends={Clock.VERIFY},
    is_counted_in_cycle=True,
    to_former_holder="report_went_up",
    to_new_holder="report_came_up",
    call_purposes={Purpose.NEWS},
    page=MovePage(
        title=_("Return the report"),
        button=_("Return the report"),
        done=_("The report is returned."),
    ),
    has_replies=True,
)


def guard_second_approval(facts: Facts) -> Refusal | None:
    """Refuse the second approval by the same officer, under any posting they hold or cover (docs/decisions/0012)."""
    return Refusal.SAME_APPROVER if facts.officer_id in facts.approver_ids else guard_return_report(facts)


def guard_verify(facts: Facts) -> Refusal | None:
    """Refuse a verification that is premature, or that the CPO's cell has to make.

    For the outcome *reconciled*, the CPO's cell always asks the complainant in private (docs/rules.md, *Outcomes*). It
    does so last, after the report was accepted. A report of pressure then stops the verification at the CPO, and no
    refusal or withdrawn approval reveals to the district that there was such a report.
    """
    if facts.verified:
        return Refusal.ALREADY_DONE
    is_unreachable = facts.details.get("verdict") == Verdict.UNREACHABLE
    if is_unreachable and facts.has_phone and not have_enough_calls_failed(facts.verify_calls):
        return Refusal.TOO_FEW_CALLS
    is_reconciled = facts.outcome == Outcome.RECONCILED
    if (facts.is_sensitive or is_reconciled) and facts.officer_at is not OfficeKind.CENTRAL:
        return Refusal.CPO_CELL_ONLY
    if is_reconciled and facts.is_under_pressure:
        return Refusal.UNDER_PRESSURE
    return Refusal.ACCEPTED_FIRST if is_reconciled and not facts.accepted else guard_second_approval(facts)


_VERDICTS = {
    Verdict.SATISFIED: _("{who} asked: the complainant is satisfied."),
    Verdict.NOT_SATISFIED: _("{who} asked: the complainant is not satisfied."),
    Verdict.UNREACHABLE: _("{who} could not reach the complainant in three calls."),
}


def describe_verdict(event: OfficersEvent) -> Text:
    return _VERDICTS.get(event.facts.get("verdict"), _VERDICTS[Verdict.SATISFIED])


def check_verify(details: Mapping) -> Refusal | None:
    return None if details.get("verdict") in set(Verdict) else Refusal.VERDICT_MISSING


def message_template_on_approval(after: AnnouncementContext) -> str | None:
    """Return the message for the complainant once both approvals are given."""
    return "resolved" if after.complaint.status == Status.RESOLVED else None


def is_second_approval(event: NewsEvent) -> bool:
    """Return whether both approvals are given since this event, so that it had the message for the complainant."""
    return event.facts["state"]["status"] == Status.RESOLVED


VERIFY = Move(
    "verify",
    sources={Status.REPORTED},
    target=None,
    by={Capacity.CELL},
    guard=guard_verify,
    stale_after={SUBMIT_REPORT.name},
    other_approval="accept",
    status_when_approved=Status.RESOLVED,
    approval_column="verified_at",
    records=("verdict",),
    check=check_verify,
    sentences=Sentences(
        officer=describe_verdict,
        citizen=_("The complaint cell asked you about the result."),
        review=_("The complainant was asked about the report"),
    ),
    to_citizen=MessageChoice(("resolved",), message_template_on_approval),
    one_tap_question=OneTapQuestionKind.CLOSE,
    call_purposes={Purpose.NEWS},
    is_news=is_second_approval,
    text_readers=TextReaders.CELLS,
    ends={Clock.VERIFY},
    page=MovePage(
        title=_("Complainant's response to the report"),
        button=_("Record the response"),
        done=_("The complainant's response is recorded."),
    ),
    call=PrecedingCall(Purpose.VERIFY),
)


def offices_for_proved_false(facts: Facts) -> set[OfficeKind]:
    """Return the offices that may accept *proved false*: the region or the CPO; only the CPO if confidential."""
    return {OfficeKind.CENTRAL} if facts.confidential else {OfficeKind.REGION, OfficeKind.CENTRAL}


def guard_accept(facts: Facts) -> Refusal | None:
    """Refuse a second acceptance, one by the officer who reported or verified, and outcomes for a higher office."""
    if facts.accepted:
        return Refusal.ALREADY_DONE
    if reason := guard_second_approval(facts):
        return reason
    if facts.is_crime and not facts.fir_number and not facts.words:
        return Refusal.SIGNED_REASON_MISSING
    if facts.outcome == Outcome.PROVED_FALSE and facts.officer_at not in offices_for_proved_false(facts):
        return Refusal.HIGHER_APPROVER_NEEDED
    return None


ACCEPT = Move(
    "accept",
    sources={Status.REPORTED},
    target=None,
    by={Capacity.SUPERIOR},
    guard=guard_accept,
    stale_after={SUBMIT_REPORT.name},
    decision=Effect.STOPS,
    other_approval="verify",
    status_when_approved=Status.RESOLVED,
    approval_column="accepted_at",
    suffices_after_withdrawal=True,
    sentences=Sentences(
        officer=_("{who} accepted the report."),
        citizen=_("A senior officer accepted the report: %(who)s."),
        petition=_("A senior officer accepted the report."),
        review=_("Report accepted"),
    ),
    to_citizen=MessageChoice(("resolved",), message_template_on_approval),
    one_tap_question=OneTapQuestionKind.CLOSE,
    call_purposes={Purpose.NEWS},
    is_news=is_second_approval,
    tone="good",
    fulfils=Clock.DECISION,
    begins={Clock.VERIFY},
    page=MovePage(
        title=_("Accept the report"),
        button=_("Accept the report"),
        done=_("The report is accepted."),
    ),
    has_replies=True,
)

KINDS = (
    SUBMIT_REPORT,
    RETURN_REPORT,
    VERIFY,
    ACCEPT,
)
