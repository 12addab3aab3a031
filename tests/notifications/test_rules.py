"""Pure rules: the cost of an SMS, the delays between attempts, and references to recipients."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules import retry_delays
from notifications.rules.recipient_references import parse_reference
from notifications.rules.sms_segments import count_segments, is_gsm_7


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # 152 letters leave room for one septet. A euro sign needs two, so it moves to the next part whole.
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ش" * 70, 1),
        ("ش" * 71, 2),
        ("ش" * 134, 2),
        ("ش" * 135, 3),
        ("a" * 69 + "ی", 1),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        # 33 pairs fill 66 of 67 units; the next pair is not cut in two.
        ("🙂" * 66, 2),
        ("🙂" * 67, 3),
    ],
)
def test_an_sms_costs_what_the_standard_says(text, parts):
    assert count_segments(text) == parts


def test_one_urdu_letter_makes_the_whole_message_ucs_2():
    assert is_gsm_7("E-Tag 2648 1907 3555 @ Lahore")
    assert not is_gsm_7("E-Tag 2648 1907 3555 لاہور")


@given(st.text(), st.text())
def test_more_words_never_cost_less(text, more):
    assert count_segments(text + more) >= count_segments(text)


def test_the_first_waits_are_short_and_the_last_try_is_within_a_day():
    minutes = [wait / timedelta(minutes=1) for wait in retry_delays.RETRY_DELAYS]
    assert minutes[:4] == [1, 5, 15, 60]
    assert timedelta(hours=23) < sum(retry_delays.RETRY_DELAYS, timedelta()) <= timedelta(hours=24)
    assert retry_delays.retry_delay_after(retry_delays.MAX_ATTEMPTS - 1) == timedelta(hours=1)
    assert retry_delays.retry_delay_after(retry_delays.MAX_ATTEMPTS) is None


def test_a_worker_stops_beginning_well_before_its_claim_runs_out():
    slack = retry_delays.CLAIM_DURATION - retry_delays.RUN_DURATION
    assert slack >= timedelta(minutes=2)


def test_a_reference_names_a_kind_and_an_id():
    assert parse_reference("complainant:12") == ("complainant", 12)


@pytest.mark.parametrize("text", ["", "12", "complainant:", "complainant:0", "complainant:x", "a b:1", "posting:1\n"])
def test_anything_else_is_no_reference(text):
    with pytest.raises(ValueError, match="reference"):
        parse_reference(text)
