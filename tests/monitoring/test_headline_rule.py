"""The board's first sentence: every case of its facts and its words."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from monitoring.headline_wording import headline_clauses, join_names
from monitoring.rules.board_headline import WeeklyChange, make_headline, whole_percent
from monitoring.rules.worsening import is_getting_worse, offices_getting_worse, order_by_worsening, worsening

DISTRICTS = ("Lahore", "Gujranwala", "Bahawalpur", "Multan", "Kasur")


def sentence(overdue: int, open_now: int, week_ago: int | None, worse=(), *, language: str = "en") -> str:
    facts = make_headline(overdue=overdue, open_now=open_now, week_ago=week_ago, worse=worse)
    with override(language):
        clauses = headline_clauses(facts, open_now)
    share = f" ({clauses['share']})" if clauses["share"] else ""
    return f"{clauses['overdue']}{share}{clauses['change']}{clauses['worse']}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((121, 252, 135, DISTRICTS[:3]),
         "121 complaints are overdue (48 % of 252 open), 14 fewer than last week;"
         " Lahore, Gujranwala and Bahawalpur are getting worse."),
        ((121, 252, 107, ()), "121 complaints are overdue (48 % of 252 open), 14 more than last week."),
        ((121, 252, 121, ()), "121 complaints are overdue (48 % of 252 open), the same as last week."),
        ((121, 252, None, ()), "121 complaints are overdue (48 % of 252 open)."),
        ((1, 1, 0, DISTRICTS[:1]),
         "1 complaint is overdue (100 % of 1 open), 1 more than last week; Lahore is getting worse."),
        ((2, 2000, 3, DISTRICTS[:2]),
         "2 complaints are overdue (1 % of 2,000 open), 1 fewer than last week;"
         " Lahore and Gujranwala are getting worse."),
        ((9, 10, 3, DISTRICTS[:4]),
         "9 complaints are overdue (90 % of 10 open), 6 more than last week;"
         " Lahore, Gujranwala, Bahawalpur and 1 other are getting worse."),
        ((9, 10, 3, DISTRICTS),
         "9 complaints are overdue (90 % of 10 open), 6 more than last week;"
         " Lahore, Gujranwala, Bahawalpur and 2 others are getting worse."),
        ((0, 10, 4, ()), "No complaint is overdue, 4 fewer than last week."),
        ((0, 10, 0, ()), "No complaint is overdue, the same as last week."),
        ((0, 0, None, ()), "No complaint is overdue."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_changed(facts, expected):
    assert sentence(*facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((121, 252, 135, ("لاہور", "گوجرانوالہ", "بہاولپور")),
         "121 شکایات کا مقررہ وقت گزر چکا ہے (252 زیرِ کارروائی شکایات کا 48 فیصد)، پچھلے ہفتے سے 14 کم؛"
         " لاہور، گوجرانوالہ اور بہاولپور میں صورتحال بگڑ رہی ہے۔"),
        ((1, 4, 0, ("لاہور",)),
         "1 شکایت کا مقررہ وقت گزر چکا ہے (4 زیرِ کارروائی شکایات کا 25 فیصد)، پچھلے ہفتے سے 1 زیادہ؛"
         " لاہور میں صورتحال بگڑ رہی ہے۔"),
        ((0, 4, 0, ()), "کسی شکایت کا مقررہ وقت نہیں گزرا، پچھلے ہفتے کے برابر۔"),
    ],
)  # fmt: skip
def test_the_sentence_is_urdu_in_urdu(facts, expected):
    assert sentence(*facts, language="ur") == expected


@given(part=st.integers(0, 10_000), rest=st.integers(0, 10_000))
def test_only_none_is_0_percent_and_only_all_is_100(part, rest):
    percent = whole_percent(part, part + rest)
    assert (percent is None) == (part + rest == 0)
    assert (percent == 0) == (part == 0 and rest > 0)
    assert (percent == 100) == (part > 0 and rest == 0)


@given(now=st.integers(0, 500), before=st.none() | st.integers(0, 500))
def test_the_change_has_the_sign_of_the_difference(now, before):
    facts = make_headline(overdue=now, open_now=now, week_ago=before, worse=())
    expected = {
        WeeklyChange.UNKNOWN: before is None,
        WeeklyChange.SAME: before == now,
        WeeklyChange.MORE: before is not None and now > before,
        WeeklyChange.FEWER: before is not None and now < before,
    }
    assert [change for change, is_true in expected.items() if is_true] == [facts.change]
    assert facts.difference == (0 if before is None else abs(now - before))


@given(now=st.integers(0, 500), before=st.integers(0, 500))
def test_worsening_grows_with_now_and_falls_with_before(now, before):
    assert worsening(now + 1, before) > worsening(now, before) or now == before == 0
    assert worsening(now, before + 1) <= worsening(now, before)
    assert (worsening(now, before) > 0) == (now > before)
    assert worsening(now, before) == -worsening(before, now)


def test_one_more_is_no_trend_and_five_more_of_sixty_neither():
    judged = {pair: is_getting_worse(*pair) for pair in [(1, 0), (2, 0), (3, 1), (6, 4), (65, 60), (72, 60), (4, None)]}
    assert [pair for pair, worse in judged.items() if worse] == [(2, 0), (3, 1), (72, 60)]


def test_the_same_increase_weighs_more_in_a_small_district():
    assert worsening(11, 6) > worsening(65, 60)


@given(st.dictionaries(st.integers(), st.tuples(st.integers(0, 99), st.none() | st.integers(0, 99))))
def test_the_order_is_by_worsening_and_unknown_comes_last(numbers):
    changes = [worsening(*numbers[office]) for office in order_by_worsening(numbers)]
    known = [change for change in changes if change is not None]
    assert known == sorted(known, reverse=True)
    assert changes[len(known) :] == [None] * (len(changes) - len(known))
    assert set(offices_getting_worse(numbers)) == {key for key, pair in numbers.items() if is_getting_worse(*pair)}


def test_names_are_joined_as_in_a_sentence():
    assert [join_names(DISTRICTS[:n]) for n in (1, 2, 3)] == [
        "Lahore",
        "Lahore and Gujranwala",
        "Lahore, Gujranwala and Bahawalpur",
    ]
