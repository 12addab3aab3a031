"""Numbers of enquiries, and the tables of moves."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules import etag
from enquiries.rules import enquiry_numbers, feedback_workflow, school_visit_rules, verification_workflow
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.rules.verification_workflow import RequestStatus, VerificationAnswer, public_answer


def number(of: int = 481907) -> str:
    return enquiry_numbers.draw_number(2026, lambda below: of)


def test_a_number_is_shown_with_its_letter_and_parsed_in_any_format():
    digits = number()
    shown = enquiry_numbers.format_number(digits, RegisterLetter.VERIFICATION)
    assert shown.startswith("V26 0481 907")
    for typed in (shown, shown.lower(), shown.replace(" ", ""), digits, f"v{digits[:2]}-{digits[2:]}"):
        assert enquiry_numbers.parse_number(typed, RegisterLetter.VERIFICATION) == digits
    urdu = shown.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert enquiry_numbers.parse_number(urdu, RegisterLetter.VERIFICATION) == digits


def test_a_number_of_the_other_register_and_an_e_tag_are_mistyped():
    shown = enquiry_numbers.format_number(number(), RegisterLetter.FEEDBACK)
    for wrong in (shown, etag.compose_etag(2026, 5), "", "V", "V26 0481"):
        with pytest.raises(enquiry_numbers.MistypedNumber):
            enquiry_numbers.parse_number(wrong, RegisterLetter.VERIFICATION)


@given(st.integers(0, 10**7 - 1), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_detected(of, place, digit):
    digits = number(of)
    wrong = f"{digits[:place]}{digit}{digits[place + 1 :]}"
    if wrong != digits:
        with pytest.raises(enquiry_numbers.MistypedNumber):
            enquiry_numbers.parse_number(wrong, RegisterLetter.FEEDBACK)


@pytest.mark.parametrize(
    ("answer", "told"), [("", ""), ("clear", "clear"), ("record_found", "in_person"), ("cannot_say", "in_person")]
)
def test_a_record_and_a_doubt_have_the_same_public_answer(answer, told):
    assert public_answer(answer) == VerificationAnswer(told)


def test_every_status_of_a_verification_except_the_last_has_a_move():
    stuck = [
        status
        for status in RequestStatus
        if not any(status in move.sources for move in verification_workflow.VERIFICATION_MOVES.values())
    ]
    assert stuck == [RequestStatus.CLOSED]
    assert verification_workflow.offered_verification_moves(RequestStatus.CLOSED) == []


def test_closing_after_an_answer_in_person_requires_a_note():
    for status in verification_workflow.ANSWERED_IN_PERSON:
        closing = [
            move
            for move in verification_workflow.offered_verification_moves(status)
            if move.target is RequestStatus.CLOSED
        ]
        assert [move.needs_note for move in closing] == [True]


@pytest.mark.parametrize("status", feedback_workflow.FeedbackStatus)
def test_answering_feedback_requires_an_answer(status):
    for move in feedback_workflow.offered_feedback_moves(status):
        assert move.needs_answer == (move.target in feedback_workflow.ANSWERED_FEEDBACK_STATUSES)


def test_only_monitors_and_administrators_of_the_cpo_answer_feedback():
    may = {
        (role, kind) for role, kind in product(Role, OfficeKind) if feedback_workflow.may_answer_feedback(role, kind)
    }
    assert may == {(Role.MONITOR, OfficeKind.CENTRAL), (Role.ADMINISTRATOR, OfficeKind.CENTRAL)}


def test_months_are_counted_back_over_the_new_year():
    assert school_visit_rules.last_month_starts(date(2026, 2, 28), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
