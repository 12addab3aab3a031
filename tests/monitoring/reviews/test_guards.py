"""The conditions of a review's moves besides stage and capacity."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.explanation_deadlines import KARACHI, last_weekly_request
from reviews.rules.review_guards import MoveInput, ReviewFacts, refusal_of_move
from reviews.rules.review_moves import REVIEW_MOVES
from reviews.rules.review_stages import Stage

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = AT.date()
DUE = AT + timedelta(days=1)
HELD = frozenset({Ground.TIME_HELD})
EXPLAINED = ReviewFacts(Stage.EXPLAINED, Authority.DISTRICT, due_at=DUE, supported_grounds=HELD | {Ground.NO_LEAVE})
DECIDED = ReviewFacts(Stage.DECIDED, Authority.DISTRICT, Decision.WARNING, TODAY - timedelta(days=3), DUE)
REFERRED = replace(DECIDED, decision=Decision.REFERRED)
TO_THE_GOVERNMENT = replace(DECIDED, stage=Stage.APPEALED, authority=Authority.GOVERNMENT)
ORDER = MoveInput(order_number="DO-114/2026", order_date=TODAY)


def refused(name, now, given=None, at=AT):
    return refusal_of_move(REVIEW_MOVES[name], now, given or MoveInput(words="Why."), at=at, today=TODAY)


@pytest.mark.parametrize("name", [name for name, move in REVIEW_MOVES.items() if move.needs_words])
def test_reasons_are_required_in_writing(name):
    assert refused(name, EXPLAINED, MoveInput()) == "words_missing"
    assert refused(name, EXPLAINED, MoveInput(words="w" * 10_001)) == "words_too_long"
    assert {name for name, move in REVIEW_MOVES.items() if move.needs_words} == {
        "explain",
        "decide",
        "appeal",
        "decide_finally",
    }


@pytest.mark.parametrize("decision", [one for one in Decision if one is not Decision.NOT_DELIBERATE])
def test_deliberate_needs_a_ground_that_the_dossier_shows(decision):
    given = MoveInput(words="Why.", decision=decision)
    assert refused("decide", EXPLAINED, given) == "ground_missing"
    assert refused("decide", EXPLAINED, replace(given, grounds=frozenset({Ground.PAUSES}))) == "ground_not_shown"
    assert refused("decide", EXPLAINED, replace(given, grounds=HELD)) is None


def test_exoneration_needs_reasons_and_no_ground():
    given = MoveInput(words="Why.", decision=Decision.NOT_DELIBERATE)
    assert refused("decide", EXPLAINED, given) is None
    assert refused("decide", EXPLAINED, replace(given, grounds=HELD)) == "no_ground_needed"
    assert refused("decide", EXPLAINED) == "decision_missing"


def test_an_appeal_never_makes_it_worse():
    appealed = replace(DECIDED, stage=Stage.APPEALED, supported_grounds=HELD, gravest=Decision.WARNING)
    assert refused("decide_finally", appealed, MoveInput("Why.", Decision.CENSURE, HELD)) == "never_graver"
    assert refused("decide_finally", appealed, MoveInput("Why.", Decision.WARNING, HELD)) is None
    assert refused("decide_finally", appealed, MoveInput("Why.", Decision.NOT_DELIBERATE)) is None


def test_an_appeal_is_possible_for_thirty_days_against_an_adverse_decision_made_here():
    assert refused("appeal", DECIDED) is None
    assert refused("appeal", DECIDED, at=DUE + timedelta(seconds=1)) == "too_late"
    assert refused("appeal", replace(DECIDED, decision=Decision.NOT_DELIBERATE)) == "exonerated"
    assert refused("appeal", replace(REFERRED, authority=Authority.GOVERNMENT)) == "outside"


def test_a_referral_closes_only_with_number_and_date_of_an_order():
    after = DUE + timedelta(days=1)
    assert refused("close", REFERRED, at=after) == "order_missing"
    assert refused("record_order", REFERRED, ORDER) == "too_early"  # an appeal is still possible
    assert refused("record_order", REFERRED, ORDER, at=after) is None
    assert refused("record_order", replace(REFERRED, authority=Authority.GOVERNMENT), ORDER) is None
    assert refused("record_order", replace(REFERRED, stage=Stage.DECIDED_FINALLY), ORDER) is None
    assert refused("record_order", REFERRED, replace(ORDER, order_number=""), at=after) == "order_missing"
    assert refused("record_order", REFERRED, replace(ORDER, order_date=None), at=after) == "order_date"
    for wrong in (TODAY + timedelta(days=1), TODAY - timedelta(days=4)):
        assert refused("record_order", REFERRED, replace(ORDER, order_date=wrong), at=after) == "order_date"


def test_an_order_ends_only_a_referral_or_an_appeal_to_the_government():
    assert refused("record_order", DECIDED, ORDER) == "not_referred"
    appealed = replace(REFERRED, stage=Stage.APPEALED)
    assert refused("record_order", appealed, ORDER) == "not_referred"
    upheld = replace(ORDER, outcome=OrderOutcome.UPHELD)
    assert refused("record_order", TO_THE_GOVERNMENT, upheld) is None


def test_an_order_on_an_appeal_states_its_outcome():
    assert refused("record_order", TO_THE_GOVERNMENT, ORDER) == "outcome_missing"
    modified = replace(ORDER, outcome=OrderOutcome.MODIFIED)
    assert refused("record_order", TO_THE_GOVERNMENT, modified) == "milder_missing"
    for decision, reason in (
        (Decision.NOT_DELIBERATE, "milder_missing"),
        (Decision.DISPLEASURE, None),
        (Decision.WARNING, "milder_missing"),
        (Decision.CENSURE, "milder_missing"),
    ):
        assert refused("record_order", TO_THE_GOVERNMENT, replace(modified, decision=decision)) == reason
    set_aside = replace(ORDER, outcome=OrderOutcome.SET_ASIDE)
    assert refused("record_order", TO_THE_GOVERNMENT, set_aside) is None


def test_a_remand_is_the_only_order_that_says_so_and_the_new_decision_is_not_graver():
    remanded = replace(ORDER, outcome=OrderOutcome.REMANDED)
    assert refused("remand", TO_THE_GOVERNMENT, remanded) is None
    assert refused("record_order", TO_THE_GOVERNMENT, remanded) == "outcome_missing"
    for outcome in (OrderOutcome.UPHELD, OrderOutcome.SET_ASIDE):
        assert refused("remand", TO_THE_GOVERNMENT, replace(ORDER, outcome=outcome)) == "outcome_missing"
    assert refused("remand", replace(TO_THE_GOVERNMENT, authority=Authority.PROVINCE), remanded) == "not_referred"
    again = replace(EXPLAINED, stage=Stage.REMANDED, gravest=Decision.WARNING)
    assert refused("decide", again, MoveInput("Why.", Decision.CENSURE, HELD)) == "never_graver"
    assert refused("decide", again, MoveInput("Why.", Decision.WARNING, HELD)) is None


def test_a_review_closes_when_nothing_can_change_it():
    assert refused("close", DECIDED) == "too_early"
    assert refused("close", DECIDED, at=DUE + timedelta(seconds=1)) is None
    assert refused("close", replace(DECIDED, decision=Decision.NOT_DELIBERATE)) is None
    assert refused("close", replace(DECIDED, stage=Stage.DECIDED_FINALLY)) is None


def test_jobs_make_moves_when_due_and_refer_only_cases_of_the_government():
    for name in ("fall_silent", "escalate"):
        assert refused(name, EXPLAINED) == "too_early"
        assert refused(name, EXPLAINED, at=DUE) is None
    assert refused("refer_up", EXPLAINED) == "too_early"
    assert refused("refer_up", replace(EXPLAINED, authority=Authority.GOVERNMENT)) is None


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=KARACHI), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 8, 59, tzinfo=KARACHI), date(2026, 11, 16)),
        (datetime(2026, 11, 29, 23, 59, tzinfo=KARACHI), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 20, tzinfo=UTC), date(2026, 11, 23)),  # already Monday in Lahore, before nine
    ],
)
def test_explanations_are_requested_on_mondays_at_nine_in_lahore(at, monday):
    assert last_weekly_request(at) == datetime(monday.year, monday.month, monday.day, 9, tzinfo=KARACHI)
