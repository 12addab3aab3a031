"""The parts of a structured report: what is too little, which are required, and how they are joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.models.display.report_texts import joined_parts, labelled_parts
from complaints.rules.inquiry import report_parts as rule
from complaints.rules.statuses import Outcome
from ledger import chain

TEXTS = st.dictionaries(st.sampled_from(rule.PARTS_BESIDE_FINDING), st.text(min_size=1))


@pytest.mark.parametrize("text", ["", ".", "...", "ok", "Done.", "- - - -", "a b c", "یہ ہے۔", "see above"])
def test_what_says_nothing_is_too_short_for_a_finding(text):
    assert rule.is_finding_too_short(text)


@pytest.mark.parametrize("text", ["It was paid back.", "رقم واپس کر دی گئی", "I heard both sides."])
def test_a_short_sentence_is_enough(text):
    assert not rule.is_finding_too_short(text)


@given(st.text(st.characters(categories=["P", "S", "Z", "C"])))
def test_no_amount_of_signs_is_a_finding_or_a_part(text):
    assert rule.is_finding_too_short(text)
    assert rule.is_part_too_short(text) == bool(text.strip())


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("is_sensitive", [True, False])
def test_who_was_heard_and_what_was_seen_is_required_where_somebody_is_not_believed(outcome, is_sensitive):
    is_required = is_sensitive or outcome in {Outcome.NOT_PROVED, Outcome.PROVED_FALSE}
    details = {"outcome": outcome, "relief": "Nothing."}
    expected = ("persons_heard", "evidence_seen") if is_required else ()
    assert rule.missing_parts(details, is_sensitive=is_sensitive) == expected
    told = {"persons_heard": "Both sides.", "evidence_seen": "The receipt."}
    assert rule.missing_parts(details | told, is_sensitive=is_sensitive) == ()


@given(TEXTS)
def test_all_parts_stand_in_their_order_and_nothing_is_lost(parts):
    shown = labelled_parts("The finding.", parts)
    assert [part.text for part in shown] == [({"finding": "The finding."} | parts)[name] for name in rule.REPORT_PARTS
                                             if name in parts or name == "finding"] * bool(parts)  # fmt: skip
    assert joined_parts("The finding.", parts).count("The finding.") >= 1
    assert joined_parts("The finding.", {}) == "The finding."


@given(
    st.text(st.characters(exclude_characters="\x00")), TEXTS, st.text(st.characters(exclude_characters="\x00")), TEXTS
)
def test_two_reports_have_the_same_digest_only_if_they_are_the_same(text, parts, other, other_parts):
    is_same = (text, parts) == (other, other_parts)
    assert (chain.text_with_parts(text, parts) == chain.text_with_parts(other, other_parts)) == is_same
