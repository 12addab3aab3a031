"""What the table of moves cannot say: conditions on time, number and person. One guard a move, by its name.

A guard is handed the facts and answers None (go ahead) or the reason why not, as a word that the doors put into a
sentence (complaints.models.words.REFUSALS).
"""

from collections.abc import Callable
from datetime import timedelta

from accounts.rules.offices import Kind
from complaints.rules import opened_by
from complaints.rules.aftercare import marks_passed
from complaints.rules.calling import enough_failed
from complaints.rules.capacities import Capacity
from complaints.rules.clock import PAUSABLE_ABOVE, PAUSES_A_CYCLE, pause_left
from complaints.rules.facts import SETTLED, Contact, Facts
from complaints.rules.hearing import ADVERSE
from complaints.rules.inviting import STANDS, Reply
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Ending, Outcome, Verdict

SILENCE_CLOSES_AFTER = timedelta(days=7)
CHANGE_WITHIN = timedelta(hours=72)
"""How long the complainant may change the answer "yes, it is solved" (domain.md, *History and measures*)."""
APPEAL_WITHIN = timedelta(days=30)
REINSTATE_WITHIN = timedelta(days=90)
WITHDRAWAL_WAITS = timedelta(hours=48)
TRIES_BEFORE_EXCUSE = 3
TRIES_APART = timedelta(hours=2)
ANSWER_EXPECTED_WITHIN = timedelta(hours=24)
ANSWER_WITHOUT_PHONE_WITHIN = timedelta(hours=72)
"""Nobody can ring: the answer on the page is waited for as long as the calls would take."""
LAST_CYCLE = 3
HOLDING = frozenset({Kind.DISTRICT, Kind.REGION, Kind.CENTRAL})
BOUNCES_BEFORE_CPO = 2


Guard = Callable[[Facts], Refusal | None]


def _begin(f: Facts) -> Refusal | None:
    return None if f.contact in SETTLED else Refusal.CONTACT_NOT_SETTLED


def _invite(f: Facts) -> Refusal | None:
    """Nobody under 18 alone, nobody whom the officer would thereby learn; and who has refused is not asked again."""
    if not f.may_be_invited:
        return Refusal.NOBODY_TO_INVITE
    if f.invitation_answer == Reply.REFUSES:
        return Refusal.INVITATION_REFUSED
    stands = f.invited_for and f.invited_for > f.at and f.invitation_answer in STANDS
    return Refusal.INVITATION_STANDS if stands else None


def _answer_invitation(f: Facts) -> Refusal | None:
    """Until the hour has come. Where the row was not asked with it, services.inviting looks."""
    return Refusal.NOT_ASKED if f.invited_for and f.invited_for <= f.at else None


def _ask_call(f: Facts) -> Refusal | None:
    if not f.is_shielded:
        return Refusal.RING_YOURSELF
    if not f.has_phone:
        return Refusal.NO_NUMBER
    return Refusal.CALL_WAITS if f.call_waits else None


def _put_through(f: Facts) -> Refusal | None:
    return Refusal.CPO_CELL_ONLY if _asks_for_the_district(f) else _record_contact(f)


def _record_contact(f: Facts) -> Refusal | None:
    return None if f.contact is Contact.OPEN else Refusal.CONTACT_NOT_OPEN


def _answer_contact(f: Facts) -> Refusal | None:
    if f.contact is not Contact.CLAIMED:
        return Refusal.NO_CLAIM
    return Refusal.CPO_CELL_ONLY if _asks_for_the_district(f) else None


def _confirm_contact(f: Facts) -> Refusal | None:
    """The citizen at any time; the cell by its call, when the citizen has had a day to answer (domain.md)."""
    if reason := _answer_contact(f):
        return reason
    waits = Capacity.CELL in f.capacities and f.at < f.claimed_at + ANSWER_EXPECTED_WITHIN
    return Refusal.CITIZEN_FIRST if waits else None


def _asks_for_the_district(f: Facts) -> bool:
    """A district's cell serves its DPO: for conduct and confidential complaints it is the CPO's that rings."""
    return Capacity.CELL in f.capacities and f.is_sensitive and f.officer_at is not Kind.CENTRAL


def _leave_unconfirmed(f: Facts) -> Refusal | None:
    if reason := _answer_contact(f):
        return reason
    if not f.has_phone:
        return None if f.at >= f.claimed_at + ANSWER_WITHOUT_PHONE_WITHIN else Refusal.ANSWER_ON_THEIR_PAGE
    waited = f.at >= f.claimed_at + ANSWER_EXPECTED_WITHIN and enough_failed(f.contact_calls)
    return None if waited else Refusal.ANSWER_STILL_POSSIBLE


def _try_contact(f: Facts) -> Refusal | None:
    if f.contact is not Contact.OPEN:
        return Refusal.CONTACT_NOT_OPEN
    return Refusal.TRIED_RECENTLY if f.last_try_at and f.at < f.last_try_at + TRIES_APART else None


def _excuse_contact(f: Facts) -> Refusal | None:
    if f.contact is not Contact.OPEN:
        return Refusal.CONTACT_NOT_OPEN
    if _asks_for_the_district(f):
        return Refusal.CPO_CELL_ONLY
    return None if f.tries >= TRIES_BEFORE_EXCUSE else Refusal.TOO_FEW_TRIES


def _ask_citizen(f: Facts) -> Refusal | None:
    if f.report_limit is None or f.report_limit <= PAUSABLE_ABOVE:
        return Refusal.LIMIT_TOO_SHORT_TO_PAUSE
    if f.pauses >= PAUSES_A_CYCLE:
        return Refusal.PAUSED_TWICE
    return None if pause_left(f.report_limit, f.paused, f.pause_share) else Refusal.PAUSE_USED_UP


def _resume(f: Facts) -> Refusal | None:
    """Whoever may answer does so at any time; the system waits until the share of pauses is used up."""
    waits = Capacity.SYSTEM in f.capacities and f.report_limit and pause_left(f.report_limit, f.paused, f.pause_share)
    return Refusal.TOO_EARLY if waits else None


def _urgent_act(f: Facts) -> Refusal | None:
    return None if f.urgent_owed else Refusal.NOTHING_URGENT


def _refer_outside(f: Facts) -> Refusal | None:
    if not f.referral_owed:
        return Refusal.NOT_TO_BE_REFERRED
    return None if f.officer_at is Kind.CENTRAL else Refusal.CPO_CELL_ONLY


def _hear(f: Facts) -> Refusal | None:
    return None if f.about_police else Refusal.NOT_CONDUCT


def _submit_report(f: Facts) -> Refusal | None:
    outcome = f.details.get("outcome")
    if outcome not in set(Outcome):
        return Refusal.OUTCOME_MISSING
    if outcome == Outcome.FIR_REGISTERED and not (f.details.get("fir_number") and f.details.get("fir_station")):
        return Refusal.FIR_MISSING
    if f.unheard and outcome in ADVERSE:
        return Refusal.NOT_HEARD
    if outcome == Outcome.PROVED_FALSE and not _complainant_was_heard(f):
        return Refusal.COMPLAINANT_NOT_HEARD
    return Refusal.NEVER_RECONCILED if outcome == Outcome.RECONCILED and f.is_grave else None


def _complainant_was_heard(f: Facts) -> bool:
    """They confirm that an officer spoke to them; or, where nobody contacts them, they were asked or wrote."""
    if f.contact is Contact.NOT_NEEDED:
        return f.pauses > 0 or f.additions > 0
    return f.contact is Contact.CONFIRMED


def _not_own_report(f: Facts) -> Refusal | None:
    return Refusal.OWN_REPORT if f.officer_id is not None and f.officer_id == f.reporting_officer_id else None


def _not_both_keys(f: Facts) -> Refusal | None:
    """Two keys are two people's, whatever posts one of them holds or covers (docs/decisions/0005)."""
    return Refusal.BOTH_KEYS if f.officer_id in f.key_turners else _not_own_report(f)


def _accept(f: Facts) -> Refusal | None:
    if f.accepted:
        return Refusal.KEY_TURNED
    if reason := _not_both_keys(f):
        return reason
    if f.is_crime and not f.fir_number and not f.words:
        return Refusal.SIGNED_REASON_MISSING
    if f.outcome == Outcome.PROVED_FALSE and f.officer_at not in _keys_to_proved_false(f):
        return Refusal.HIGHER_KEY
    return None


def _keys_to_proved_false(f: Facts) -> set[Kind]:
    """That somebody lied is the region's to say; of a confidential complaint, the CPO's."""
    return {Kind.CENTRAL} if f.confidential else {Kind.REGION, Kind.CENTRAL}


def _verify(f: Facts) -> Refusal | None:
    """That the two are reconciled, the CPO's cell always hears from the complainant in private (domain.md, *Outcomes*).

    It does so last, when the report has been accepted: so a report of pressure, whenever it comes, holds it up there,
    and neither a refusal nor a key turned back ever tells the district that there was one.
    """
    if f.verified:
        return Refusal.KEY_TURNED
    gives_up = f.details.get("verdict") == Verdict.UNREACHABLE
    if gives_up and f.has_phone and not enough_failed(f.verify_calls):
        return Refusal.TOO_FEW_CALLS
    reconciled = f.outcome == Outcome.RECONCILED
    if (f.is_sensitive or reconciled) and f.officer_at is not Kind.CENTRAL:
        return Refusal.CPO_CELL_ONLY
    if reconciled and f.is_pressed:
        return Refusal.UNDER_PRESSURE
    return Refusal.ACCEPTED_FIRST if reconciled and not f.accepted else _not_both_keys(f)


def _close(f: Facts) -> Refusal | None:
    """Pressure holds up the complainant's yes. Silence closes as ever, or the district would see that it did not.

    It is no wish of theirs, is recorded as unanswered, and leaves them the appeal.
    """
    if Capacity.SYSTEM in f.capacities:
        return Refusal.TOO_EARLY if f.at < f.resolved_at + SILENCE_CLOSES_AFTER else None
    return Refusal.UNDER_PRESSURE if f.is_pressed else None


def _object(f: Facts) -> Refusal | None:
    return _change_of_answer(f) or _final_order(f)


def _change_of_answer(f: Facts) -> Refusal | None:
    """Refuse an objection to a closed complaint, unless it changes a "yes" in time and says that it does.

    Of two windows that answer differently, the second is told what the first said.
    """
    if f.ended_at is None:
        return None
    if f.ending != Ending.CONFIRMED:
        return Refusal.NOT_ASKED
    if f.at >= f.ended_at + CHANGE_WITHIN:
        return Refusal.TOO_LATE
    return None if f.details.get("changes") else Refusal.ANSWERED_ALREADY


def _final_order(f: Facts) -> Refusal | None:
    return Refusal.FINAL_ORDER if f.cycle >= LAST_CYCLE or f.office_kind is Kind.CENTRAL else None


def _appeal(f: Facts) -> Refusal | None:
    if not f.has_limits:
        return Refusal.FEEDBACK_IS_FILED
    return Refusal.TOO_LATE if f.at > f.ended_at + APPEAL_WITHIN else _final_order(f)


def _reject(f: Facts) -> Refusal | None:
    """Of conduct, an office above the accused (domain.md): above the place, where no station is known as well."""
    return None if f.above_place or not f.about_police else Refusal.ABOVE_THE_ACCUSED


def _reinstate(f: Facts) -> Refusal | None:
    """Feedback has no clock: taken up again, nobody would have to look at it."""
    if not f.has_limits:
        return Refusal.FEEDBACK_IS_FILED
    return Refusal.TOO_LATE if f.at > f.ended_at + REINSTATE_WITHIN else None


def _keep(f: Facts) -> Refusal | None:
    if _is_the_cpos_wish(f):
        return Refusal.CPO_CELL_ONLY
    return None if f.withdrawal_asked_at else Refusal.NOT_ASKED


def _is_the_cpos_wish(f: Facts) -> bool:
    """A wish to withdraw an ordinary complaint, for who is pressed: whether there is one, no district's cell learns."""
    return Capacity.CELL in f.capacities and f.officer_at is not Kind.CENTRAL and not f.is_sensitive


def _ask_to_withdraw(f: Facts) -> Refusal | None:
    return Refusal.KEY_TURNED if f.withdrawal_asked_at or f.left else None


def _withdraw(f: Facts) -> Refusal | None:
    """The complainant themselves; where that is not safe, the CPO's cell after a private call, two days after the wish.

    Whoever looks over the complainant's shoulder, and the district, read the same whether pressure was reported or not.
    """
    if f.left:
        return Refusal.KEY_TURNED
    if Capacity.CELL not in f.capacities:
        return Refusal.CELL_AFTER_A_CALL if f.is_sensitive or f.is_pressed else None
    if _is_the_cpos_wish(f):
        return Refusal.CPO_CELL_ONLY
    if f.withdrawal_asked_at is None:
        return Refusal.NOT_ASKED
    if f.officer_at is not Kind.CENTRAL:
        return Refusal.CPO_CELL_ONLY
    if f.is_pressed:
        return Refusal.UNDER_PRESSURE
    return Refusal.TOO_EARLY if f.at < f.withdrawal_asked_at + WITHDRAWAL_WAITS else None


def _ask_after(f: Facts) -> Refusal | None:
    """Once at each mark, whoever asks; a question that is late for the first mark stands for both."""
    if not f.is_sensitive or not f.has_limits or f.left:
        return Refusal.NOT_ASKED
    return None if marks_passed(f.ended_at, f.at) > f.times_asked_after else Refusal.TOO_EARLY


def _all_well(f: Facts) -> Refusal | None:
    """The answer to that question, once each time that it was asked."""
    if f.asked_after_at is None:
        return Refusal.NOT_ASKED
    return Refusal.KEY_TURNED if f.well_at and f.well_at >= f.asked_after_at else None


def _forward(f: Facts) -> Refusal | None:
    """The third bounce is the CPO's to end (domain.md): its cell sends it no further."""
    decides = f.office_kind is Kind.CENTRAL and f.bounces >= BOUNCES_BEFORE_CPO
    return Refusal.YOURS_TO_DECIDE if decides else None


def _close_as_feedback(f: Facts) -> Refusal | None:
    return Refusal.HAS_LIMITS if f.has_limits else None


def _hold(f: Facts) -> Refusal | None:
    """By the head of a district or of an office above it; the monitors of the Central Police Office may as well."""
    if f.officer_at not in HOLDING:
        return Refusal.HOLD_IS_THE_DISTRICTS
    return Refusal.HOLD_STANDS if f.held else None


def _lift_hold(f: Facts) -> Refusal | None:
    if not f.held:
        return Refusal.NO_HOLD
    return None if f.officer_at is Kind.CENTRAL else Refusal.CPO_LIFTS_IT


GUARDS: dict[str, Guard] = {
    "begin": _begin,
    "invite": _invite,
    "answer_invitation": _answer_invitation,
    "ask_call": _ask_call,
    "put_through": _put_through,
    "record_contact": _record_contact,
    "confirm_contact": _confirm_contact,
    "deny_contact": _answer_contact,
    "leave_unconfirmed": _leave_unconfirmed,
    "try_contact": _try_contact,
    "excuse_contact": _excuse_contact,
    "ask_citizen": _ask_citizen,
    "resume": _resume,
    "hear": _hear,
    "urgent_act": _urgent_act,
    "refer_outside": _refer_outside,
    "submit_report": _submit_report,
    "accept": _accept,
    "verify": _verify,
    "return_report": _not_own_report,
    "close": _close,
    "object": _object,
    "appeal": _appeal,
    "reject": _reject,
    "reinstate": _reinstate,
    "ask_to_withdraw": _ask_to_withdraw,
    "keep": _keep,
    "withdraw": _withdraw,
    "ask_after": _ask_after,
    "all_well": _all_well,
    "close_as_feedback": _close_as_feedback,
    "forward": _forward,
    "hold": _hold,
    "lift_hold": _lift_hold,
}


def refusal(move_name: str, facts: Facts) -> Refusal | None:
    """Why this move cannot be taken now, or None."""
    guard = GUARDS.get(move_name)
    return (guard(facts) if guard else None) or opened_by.refusal(move_name, facts.trust)
