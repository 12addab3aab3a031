"""The guards of the moves, each at its limit: just refused, and just allowed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.office_tree import OfficeKind
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import ContactState, FactNotLoaded, Facts, MissingFact
from complaints.rules.refusals import Refusal
from complaints.workflow.table import refusal_of_details, refusal_of_move

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
REGION = OfficeKind.REGION
CELL, CITIZEN, SYSTEM = (frozenset({c}) for c in (Capacity.CELL, Capacity.CITIZEN, Capacity.SYSTEM))
FIR = {"outcome": "fir_registered", "fir_number": "12/26"}
DISTRICT, REGION, CENTRAL = (
    {"officer_at": OfficeKind.DISTRICT},
    {"officer_at": OfficeKind.REGION},
    {"officer_at": OfficeKind.CENTRAL},
)
FALSE, UNPROVED = {"outcome": "proved_false"}, {"outcome": "not_proved"}
ASKED = {"withdrawal_asked_at": NOW - 48 * HOUR, "capacities": CELL, "officer_at": OfficeKind.CENTRAL}
PRESSED, NO_LONGER = {"pressure_at": NOW - 7 * DAY + MOMENT}, {"pressure_at": NOW - 7 * DAY}
CLOSED = {"confidential": True, "ended_at": NOW - 30 * DAY}
YES = {"ended_at": NOW, "ending": "confirmed", "details": {"changes": "yes"}}
CALLS = (NOW - 2 * DAY, NOW - 2 * DAY + 4 * HOUR, NOW - DAY)
ONE_DAY = (NOW - 10 * MOMENT, NOW - 5 * MOMENT, NOW)
SAID = {"contact": ContactState.CLAIMED, "claimed_at": NOW - 4 * DAY}
GIVES_UP = {"details": {"verdict": "unreachable"}, "verify_calls": ()}

# The move, the reason, the facts that are just refused, and the change with which they are just allowed.
EDGES = [
    ("hold", Refusal.HOLD_IS_THE_DISTRICTS, {"officer_at": OfficeKind.STATION}, {"officer_at": OfficeKind.DISTRICT}),
    ("hold", Refusal.ALREADY_ON_HOLD, {"officer_at": OfficeKind.DISTRICT, "held": True}, {"held": False}),
    ("lift_hold", Refusal.NO_HOLD, {"officer_at": OfficeKind.CENTRAL}, {"held": True}),
    ("lift_hold", Refusal.CPO_LIFTS_IT, {"officer_at": REGION, "held": True}, {"officer_at": OfficeKind.CENTRAL}),
    ("refer_partner", Refusal.ALREADY_AT_PARTNER, {"is_at_partner": True}, {"is_at_partner": False}),
    ("recall_partner", Refusal.NOT_AT_PARTNER, {"is_at_partner": False}, {"is_at_partner": True}),
    ("begin", Refusal.CONTACT_NOT_SETTLED, {"contact": ContactState.CLAIMED}, {"contact": ContactState.UNCONFIRMED}),
    ("record_contact", Refusal.CONTACT_NOT_OPEN, {"contact": ContactState.CLAIMED}, {"contact": ContactState.OPEN}),
    ("confirm_contact", Refusal.NO_CLAIM, {"contact": ContactState.OPEN}, {"contact": ContactState.CLAIMED}),
    ("deny_contact", Refusal.NO_CLAIM, {"contact": ContactState.CONFIRMED}, {"contact": ContactState.CLAIMED}),
    ("leave_unconfirmed", Refusal.NO_CLAIM, {"contact_calls": CALLS}, SAID),
    (
        "leave_unconfirmed", Refusal.ANSWER_ON_THEIR_PAGE,
        {"contact": ContactState.CLAIMED, "claimed_at": NOW - 3 * DAY + MOMENT, "has_phone": False},
        {"claimed_at": NOW - 3 * DAY},
    ),
    ("leave_unconfirmed", Refusal.ANSWER_STILL_POSSIBLE, SAID | {"contact_calls": CALLS[:2]}, {"contact_calls": CALLS}),
    ("leave_unconfirmed", Refusal.ANSWER_STILL_POSSIBLE, SAID | {"contact_calls": ONE_DAY}, {"contact_calls": CALLS}),
    ("verify", Refusal.TOO_FEW_CALLS, GIVES_UP | {"verify_calls": CALLS[:2]}, {"verify_calls": CALLS}),
    ("verify", Refusal.TOO_FEW_CALLS, GIVES_UP | {"verify_calls": ONE_DAY}, {"verify_calls": CALLS}),
    ("verify", Refusal.TOO_FEW_CALLS, GIVES_UP, {"has_phone": False}),
    ("verify", Refusal.TOO_FEW_CALLS, GIVES_UP, {"details": {"verdict": "not"}}),
    ("urgent_act", Refusal.NOTHING_URGENT, {"urgent_owed": False}, {"urgent_owed": True}),
    (
        "refer_outside", Refusal.NOT_TO_BE_REFERRED,
        {"officer_at": OfficeKind.CENTRAL, "referral_owed": False}, {"referral_owed": True},
    ),
    (
        "refer_outside", Refusal.CPO_CELL_ONLY,
        {"officer_at": OfficeKind.DISTRICT, "referral_owed": True}, {"officer_at": OfficeKind.CENTRAL},
    ),
    ("try_contact", Refusal.TRIED_RECENTLY, {"last_try_at": NOW - 2 * HOUR + MOMENT}, {"last_try_at": NOW - 2 * HOUR}),
    ("try_contact", Refusal.CONTACT_NOT_OPEN, {"contact": ContactState.EXCUSED}, {"contact": ContactState.OPEN}),
    ("excuse_contact", Refusal.TOO_FEW_TRIES, {"tries": 2}, {"tries": 3}),
    (
        "excuse_contact",
        Refusal.REACHED_BY_CELL,
        {"tries": 3, "last_try_at": NOW - HOUR, "excuse_call_reached_at": NOW - HOUR},
        {"tries": 3, "last_try_at": NOW - HOUR, "excuse_call_reached_at": NOW - HOUR - MOMENT},
    ),
    (
        "excuse_contact", Refusal.CPO_CELL_ONLY,
        DISTRICT | {"capacities": CELL, "confidential": True, "tries": 3}, CENTRAL,
    ),
    (
        "excuse_contact", Refusal.CONTACT_NOT_OPEN,
        {"tries": 3, "contact": ContactState.CLAIMED}, {"contact": ContactState.OPEN},
    ),
    ("ask_citizen", Refusal.LIMIT_TOO_SHORT_TO_PAUSE, {"report_limit": DAY}, {"report_limit": DAY + MOMENT}),
    ("ask_citizen", Refusal.PAUSED_TWICE, {"report_limit": 5 * DAY, "pauses": 2}, {"pauses": 1}),
    (
        "ask_citizen", Refusal.PAUSE_USED_UP,
        {"report_limit": 8 * DAY, "paused": 2 * DAY}, {"paused": 2 * DAY - MOMENT},
    ),
    (
        "resume", Refusal.TOO_EARLY,
        {"report_limit": 8 * DAY, "paused": 2 * DAY - MOMENT, "capacities": SYSTEM}, {"paused": 2 * DAY},
    ),
    ("resume", Refusal.TOO_EARLY, {"report_limit": 8 * DAY, "capacities": SYSTEM}, {"capacities": CITIZEN}),
    (
        "submit_report", Refusal.NOT_HEARD,
        {"is_accused_unheard": True, "details": {"outcome": "relief_granted"}},
        {"is_accused_unheard": True, "details": {"outcome": "not_proved"}},
    ),
    ("hear", Refusal.NOT_CONDUCT, {}, {"about_police": True}),
    ("submit_report", Refusal.OUTCOME_MISSING, {"details": {"outcome": "nothing"}}, {"details": UNPROVED}),
    (
        "submit_report", Refusal.COMPLAINANT_NOT_HEARD,
        {"details": FALSE, "contact": ContactState.UNCONFIRMED}, {"contact": ContactState.CONFIRMED},
    ),
    (
        "submit_report", Refusal.COMPLAINANT_NOT_HEARD,
        {"details": FALSE, "contact": ContactState.EXCUSED, "pauses": 1}, {"details": UNPROVED},
    ),
    *(
        ("submit_report", Refusal.COMPLAINANT_NOT_HEARD, {"details": FALSE, "contact": ContactState.NOT_NEEDED}, heard)
        for heard in ({"pauses": 1}, {"additions": 1})
    ),
    ("reject", Refusal.ABOVE_THE_ACCUSED, {"about_police": True, "above_place": False}, {"above_place": True}),
    ("reject", Refusal.ABOVE_THE_ACCUSED, {"about_police": True, "above_place": False}, {"about_police": False}),
    ("submit_report", Refusal.FIR_MISSING, {"details": FIR}, {"details": FIR | {"fir_station": "Gulberg"}}),
    (
        "submit_report", Refusal.NEVER_RECONCILED,
        {"details": {"outcome": "reconciled"}, "is_grave": True}, {"is_grave": False},
    ),
    (
        "submit_report", Refusal.REPORT_TOO_SHORT,
        {"details": {"outcome": "relief_granted"}, "words": "Paid."}, {"words": "It was paid back."},
    ),
    (
        "submit_report", Refusal.REPORT_PARTS_MISSING,
        {"details": UNPROVED, "words": "Nothing of it is true.", "contact": ContactState.CONFIRMED},
        {"details": {"outcome": "relief_granted"}},
    ),
    (
        "submit_report", Refusal.REPORT_PARTS_MISSING,
        {"details": {"outcome": "relief_granted"}, "words": "It was paid back.", "about_police": True},
        {"details": {"outcome": "relief_granted", "persons_heard": "Both sides.", "evidence_seen": "A receipt."}},
    ),
    ("invite", Refusal.NOBODY_TO_INVITE, {"may_be_invited": False}, {"may_be_invited": True}),
    ("invite", Refusal.INVITATION_REFUSED, {"invitation_answer": "refuses"}, {"invitation_answer": "another_time"}),
    *(
        ("invite", Refusal.ALREADY_INVITED, {"invited_for": NOW + HOUR, "invitation_answer": said}, other)
        for said in ("", "comes")
        for other in ({"invited_for": NOW}, {"invitation_answer": "another_time"})
    ),
    ("answer_invitation", Refusal.NOT_ASKED, {"invited_for": NOW}, {"invited_for": NOW + HOUR}),
    ("ask_call", Refusal.CALL_DIRECTLY, {"is_shielded": False}, {"is_shielded": True}),
    ("ask_call", Refusal.NO_NUMBER, {"is_shielded": True, "has_phone": False}, {"has_phone": True}),
    ("ask_call", Refusal.CALL_WAITS, {"is_shielded": True, "has_waiting_call": True}, {"has_waiting_call": False}),
    ("put_through", Refusal.CONTACT_NOT_OPEN, {"contact": ContactState.CLAIMED}, {"contact": ContactState.OPEN}),
    (
        "put_through", Refusal.CPO_CELL_ONLY,
        DISTRICT | {"capacities": CELL, "confidential": True, "contact": ContactState.OPEN}, CENTRAL,
    ),
    ("accept", Refusal.OWN_REPORT, {"officer_id": 7, "reporting_officer_id": 7}, {"officer_id": 8}),
    *(
        (key, Refusal.SAME_APPROVER, {"officer_id": 7, "approver_ids": frozenset({7})}, {"officer_id": 8})
        for key in ("accept", "verify")
    ),
    ("accept", Refusal.ALREADY_DONE, {"accepted": True}, {"accepted": False}),
    ("accept", Refusal.SIGNED_REASON_MISSING, {"is_crime": True}, {"words": "The matter was a civil one."}),
    ("accept", Refusal.SIGNED_REASON_MISSING, {"is_crime": True}, {"fir_number": "12/26"}),
    ("accept", Refusal.HIGHER_APPROVER_NEEDED, FALSE | DISTRICT, REGION),
    ("accept", Refusal.HIGHER_APPROVER_NEEDED, FALSE | REGION | {"confidential": True}, CENTRAL),
    ("verify", Refusal.ALREADY_DONE, {"verified": True}, {"verified": False}),
    ("verify", Refusal.OWN_REPORT, {"officer_id": 7, "reporting_officer_id": 7}, {"officer_id": 8}),
    ("verify", Refusal.CPO_CELL_ONLY, DISTRICT | {"about_police": True}, CENTRAL),
    *(
        (
            move, Refusal.CPO_CELL_ONLY,
            DISTRICT | SAID | {"capacities": CELL, "confidential": True, "contact_calls": CALLS},
            CENTRAL,
        )
        for move in ("confirm_contact", "deny_contact", "leave_unconfirmed")
    ),
    (
        "confirm_contact", Refusal.CITIZEN_FIRST,
        {"capacities": CELL, "contact": ContactState.CLAIMED, "claimed_at": NOW - DAY + MOMENT},
        {"claimed_at": NOW - DAY},
    ),
    ("verify", Refusal.CPO_CELL_ONLY, DISTRICT | {"confidential": True}, CENTRAL),
    ("verify", Refusal.CPO_CELL_ONLY, DISTRICT | {"outcome": "reconciled", "accepted": True}, CENTRAL),
    (
        "verify", Refusal.UNDER_PRESSURE,
        CENTRAL | PRESSED | {"outcome": "reconciled", "accepted": True}, NO_LONGER,
    ),
    ("verify", Refusal.ACCEPTED_FIRST, CENTRAL | {"outcome": "reconciled"}, {"accepted": True}),
    ("verify", Refusal.CPO_CELL_ONLY, DISTRICT | PRESSED | {"outcome": "reconciled"}, {"outcome": "not_proved"}),
    ("return_report", Refusal.OWN_REPORT, {"officer_id": 7, "reporting_officer_id": 7}, {"officer_id": 8}),
    (
        "close", Refusal.TOO_EARLY,
        PRESSED | {"capacities": SYSTEM, "resolved_at": NOW - 7 * DAY + MOMENT}, {"resolved_at": NOW - 7 * DAY},
    ),
    (
        "close", Refusal.UNDER_PRESSURE,
        {"capacities": CITIZEN, "pressure_at": NOW - 7 * DAY + MOMENT}, {"pressure_at": NOW - 7 * DAY},
    ),
    ("object", Refusal.FINAL_ORDER, {"cycle": 3}, {"cycle": 2}),
    ("object", Refusal.FINAL_ORDER, {"office_kind": OfficeKind.CENTRAL}, {"office_kind": OfficeKind.REGION}),
    ("object", Refusal.NOT_ASKED, YES | {"ending": "unanswered"}, YES),
    ("object", Refusal.TOO_LATE, YES | {"ended_at": NOW - 72 * HOUR}, {"ended_at": NOW - 72 * HOUR + MOMENT}),
    ("object", Refusal.ANSWERED_ALREADY, YES | {"details": {}}, YES),
    ("object", Refusal.FINAL_ORDER, YES | {"cycle": 3}, YES | {"cycle": 2}),
    ("appeal", Refusal.TOO_LATE, {"ended_at": NOW - 30 * DAY - MOMENT}, {"ended_at": NOW - 30 * DAY}),
    ("appeal", Refusal.FINAL_ORDER, {"ended_at": NOW, "cycle": 3}, {"cycle": 1}),
    ("appeal", Refusal.FEEDBACK_IS_FILED, {"ended_at": NOW, "has_limits": False}, {"has_limits": True}),
    ("reinstate", Refusal.FEEDBACK_IS_FILED, {"ended_at": NOW, "has_limits": False}, {"has_limits": True}),
    ("reinstate", Refusal.TOO_LATE, {"ended_at": NOW - 90 * DAY - MOMENT}, {"ended_at": NOW - 90 * DAY}),
    ("keep", Refusal.NOT_ASKED, {}, {"withdrawal_asked_at": NOW}),
    ("ask_to_withdraw", Refusal.ALREADY_DONE, {"withdrawal_asked_at": NOW}, {"withdrawal_asked_at": None}),
    ("ask_to_withdraw", Refusal.ALREADY_DONE, {"left": True}, {"left": False}),
    ("withdraw", Refusal.ALREADY_DONE, {"capacities": CITIZEN, "left": True}, {"left": False}),
    ("withdraw", Refusal.CELL_AFTER_A_CALL, {"capacities": CITIZEN} | PRESSED, NO_LONGER),
    ("withdraw", Refusal.CELL_AFTER_A_CALL, ASKED | {"about_police": True, "capacities": CITIZEN}, ASKED),
    ("withdraw", Refusal.NOT_ASKED, CENTRAL | {"confidential": True, "capacities": CELL}, ASKED),
    ("withdraw", Refusal.NOT_ASKED, CENTRAL | {"capacities": CELL}, ASKED),
    ("withdraw", Refusal.CPO_CELL_ONLY, DISTRICT | {"capacities": CELL}, ASKED),
    ("keep", Refusal.CPO_CELL_ONLY, DISTRICT | {"capacities": CELL}, ASKED),
    ("keep", Refusal.CPO_CELL_ONLY, ASKED | DISTRICT, {"confidential": True}),
    ("withdraw", Refusal.CPO_CELL_ONLY, ASKED | DISTRICT, CENTRAL),
    ("withdraw", Refusal.CPO_CELL_ONLY, ASKED | DISTRICT | PRESSED, CENTRAL | NO_LONGER),
    ("withdraw", Refusal.UNDER_PRESSURE, ASKED | PRESSED, NO_LONGER),
    (
        "withdraw", Refusal.TOO_EARLY,
        ASKED | {"about_police": True, "withdrawal_asked_at": NOW - 48 * HOUR + MOMENT}, ASKED,
    ),
    ("ask_after", Refusal.TOO_EARLY, CLOSED | {"ended_at": NOW - 30 * DAY + MOMENT}, CLOSED),
    ("ask_after", Refusal.TOO_EARLY, CLOSED | {"times_asked_after": 1}, {"ended_at": NOW - 90 * DAY}),
    (
        "ask_after", Refusal.TOO_EARLY,
        CLOSED | {"times_asked_after": 2, "ended_at": NOW - 900 * DAY}, {"times_asked_after": 1},
    ),
    ("ask_after", Refusal.NOT_ASKED, {"ended_at": NOW - 30 * DAY}, {"about_police": True}),
    ("ask_after", Refusal.NOT_ASKED, CLOSED | {"left": True}, {"left": False}),
    ("ask_after", Refusal.NOT_ASKED, CLOSED | {"has_limits": False}, {"has_limits": True}),
    ("all_well", Refusal.NOT_ASKED, {}, {"asked_after_at": NOW}),
    ("all_well", Refusal.ALREADY_DONE, {"asked_after_at": NOW, "well_at": NOW}, {"well_at": NOW - MOMENT}),
    ("forward", Refusal.CPO_MUST_DECIDE, {"office_kind": OfficeKind.CENTRAL, "bounces": 2}, {"bounces": 1}),
    ("forward", Refusal.CPO_MUST_DECIDE, {"office_kind": OfficeKind.CENTRAL, "bounces": 2}, {"office_kind": REGION}),
    ("close_as_feedback", Refusal.HAS_LIMITS, {"has_limits": True}, {"has_limits": False}),
]  # fmt: skip

TYPED = [
    (
        "refer_partner",
        Refusal.PARTNER_MISSING,
        {"client": "partner-1", "partner": "Agency"},
        {"client": "partner-1", "partner": "Agency", "partner_ur": "ایجنسی"},
    ),
    ("verify", Refusal.VERDICT_MISSING, {"verdict": "perhaps"}, {"verdict": "not"}),
    ("deny_contact", Refusal.ANSWER_MISSING, {"answer": "in_person"}, {"answer": "someone_else"}),
    ("object", Refusal.ANSWER_MISSING, {"answer": "solved"}, {"answer": "partly"}),
    ("recategorise", Refusal.CATEGORY_MISSING, {}, {"category": "traffic"}),
    ("ask_call", Refusal.TELEPHONE_MISSING, {"telephone": "ring me"}, {"telephone": "042 9920 1234"}),
    *(
        ("submit_report", Refusal.REPORT_PART_TOO_SHORT, {part: "..."}, {part: "Ali"})
        for part in ("persons_heard", "evidence_seen", "relief", "next_step")
    ),
    ("submit_report", Refusal.FIR_MISSING, {"fir_number": "1" * 41}, {"fir_number": "1" * 40}),
    ("submit_report", Refusal.FIR_MISSING, {"fir_station": "S" * 121}, {"fir_station": "S" * 120}),
]

# Refusals by services, tested with them (test_other_moves, test_marking).
OF_THE_SERVICES = {
    Refusal.NOT_IN_THEIR_HOURS, Refusal.NOT_TO_BE_RUNG, Refusal.MINUTES_MISSING, Refusal.CALLED_RECENTLY,
    Refusal.NO_SUCH_HOUR, Refusal.NO_SUCH_PLACE,
    Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG, Refusal.RANK_TOO_LOW, Refusal.NOT_ADDRESSABLE,
    Refusal.OUTSIDE_THE_OFFICE, Refusal.SAME_OFFICE, Refusal.FEEDBACK_IS_MARKED, Refusal.CPO_CHANGES_THE_KIND,
    Refusal.NO_SUCH_COMPLAINT,
    Refusal.SUMMARY_REVEALS_COMPLAINANT, Refusal.NO_SUCH_OFFICER, Refusal.MENTIONED_CANNOT_SEE,
    Refusal.ORDER_WAITS, Refusal.NOT_WITHIN_A_MONTH, Refusal.NO_SUCH_DATE,
    Refusal.NOT_THE_SAME_PERSON, Refusal.NOT_EARLIER, Refusal.NOT_THAT_WAY,
    Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY,  # test_opened_by
    Refusal.NARROWING_WAITS,  # test_narrowing
    Refusal.NOTHING_TO_OBJECT_TO,  # desk/calls/test_objections_in_calls
    # marking/test_undo, marking/test_taking_apart
    Refusal.CHANGED_SINCE_MARKING, Refusal.NOT_YOUR_MARKING, Refusal.TOO_LATE_TO_UNDO, Refusal.UNDO_WOULD_CHANGE_CLOCKS,
    Refusal.CANNOT_GO_BACK, Refusal.NOT_LINKED,
}  # fmt: skip


@pytest.mark.parametrize(("move", "reason", "refused", "allowed"), EDGES)
def test_each_condition_at_its_edge(move, reason, refused, allowed):
    facts = replace(Facts(at=NOW, capacities=frozenset()), **refused)
    assert refusal_of_move(move, facts) is reason
    assert refusal_of_move(move, replace(facts, **allowed)) is None


@pytest.mark.parametrize(("move", "reason", "refused", "allowed"), TYPED)
def test_what_is_typed_is_checked_as_well(move, reason, refused, allowed):
    assert refusal_of_details(move, refused) is reason
    assert refusal_of_details(move, allowed) is None


def test_a_fact_that_was_not_loaded_is_an_error_and_no_refusal():
    facts = Facts(at=NOW, capacities=frozenset(), is_shielded=True, has_waiting_call=MissingFact("has_waiting_call"))
    with pytest.raises(FactNotLoaded, match="has_waiting_call"):
        refusal_of_move("ask_call", facts)


def test_every_refusal_has_its_edge_and_its_sentence():
    assert {reason for _, reason, *_ in EDGES + TYPED} | OF_THE_SERVICES == set(Refusal)
    assert set(REFUSALS) == set(Refusal)
