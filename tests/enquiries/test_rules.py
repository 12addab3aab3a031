"""Numbers of enquiries, and the tables of moves."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.rules import etag
from enquiries.rules import feedback, numbers, school_visits, verification
from enquiries.rules.numbers import Letter
from enquiries.rules.verification import Status, VerificationAnswer, told_from_afar


def number(of: int = 481907) -> str:
    return numbers.draw(2026, lambda below: of)


def test_a_number_is_shown_with_its_letter_and_parsed_in_any_format():
    digits = number()
    shown = numbers.spaced(digits, Letter.VERIFICATION)
    assert shown.startswith("V26 0481 907")
    for typed in (shown, shown.lower(), shown.replace(" ", ""), digits, f"v{digits[:2]}-{digits[2:]}"):
        assert numbers.parse(typed, Letter.VERIFICATION) == digits
    urdu = shown.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert numbers.parse(urdu, Letter.VERIFICATION) == digits


def test_a_number_of_the_other_register_and_an_e_tag_are_mistyped():
    shown = numbers.spaced(number(), Letter.FEEDBACK)
    for wrong in (shown, etag.compose(2026, 5), "", "V", "V26 0481"):
        with pytest.raises(numbers.Mistyped):
            numbers.parse(wrong, Letter.VERIFICATION)


@given(st.integers(0, 10**7 - 1), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_detected(of, place, digit):
    digits = number(of)
    wrong = f"{digits[:place]}{digit}{digits[place + 1 :]}"
    if wrong != digits:
        with pytest.raises(numbers.Mistyped):
            numbers.parse(wrong, Letter.FEEDBACK)


@pytest.mark.parametrize(
    ("answer", "told"), [("", ""), ("clear", "clear"), ("record_found", "in_person"), ("cannot_say", "in_person")]
)
def test_a_record_and_a_doubt_have_the_same_public_answer(answer, told):
    assert told_from_afar(answer) == VerificationAnswer(told)


def test_every_status_of_a_verification_except_the_last_has_a_move():
    stuck = [status for status in Status if not any(status in move.sources for move in verification.MOVES.values())]
    assert stuck == [Status.CLOSED]
    assert verification.offered(Status.CLOSED) == []


def test_closing_after_an_answer_in_person_requires_a_note():
    for status in verification.TOLD_IN_PERSON:
        closing = [move for move in verification.offered(status) if move.target is Status.CLOSED]
        assert [move.words for move in closing] == [True]


@pytest.mark.parametrize("status", feedback.Status)
def test_answering_feedback_requires_an_answer(status):
    for move in feedback.offered(status):
        assert move.answer == (move.target in feedback.ANSWERED)


def test_only_monitors_and_administrators_of_the_cpo_answer_feedback():
    may = {(role, kind) for role, kind in product(Role, OfficeKind) if feedback.may_answer(role, kind)}
    assert may == {(Role.MONITOR, OfficeKind.CENTRAL), (Role.ADMINISTRATOR, OfficeKind.CENTRAL)}


def test_months_are_counted_back_over_the_new_year():
    assert school_visits.last_months(date(2026, 2, 28), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
