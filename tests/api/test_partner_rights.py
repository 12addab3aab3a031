"""Which changes of a partner's rights one administrator makes alone: those that give it nothing more."""

import pytest

from api.rules.partner_rights import Rights, gives_more

BEFORE = Rights(["complaints:state", "events"], ["lahore", "multan"], ["theft", "bribe_demand"], 60)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"scopes": ["events"]},
        {"offices": ["lahore"]},
        {"categories": ["theft"]},
        {"requests_per_minute": 6000},
    ],
)
def test_less_or_another_rate_needs_one_administrator(change):
    assert not gives_more(BEFORE, BEFORE._replace(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": ["events", "complaints:register"]},
        {"offices": ["lahore", "multan", "attock"]},
        {"offices": ["attock"]},
        {"offices": []},
        {"categories": ["theft", "torture"]},
        {"categories": []},
        {"scopes": ["events"], "offices": []},
    ],
)
def test_more_than_before_needs_two(change):
    assert gives_more(BEFORE, BEFORE._replace(**change))


def test_a_list_of_offices_in_place_of_none_is_less_and_one_of_categories_may_name_confidential_ones():
    everywhere = BEFORE._replace(offices=[], categories=[])
    assert not gives_more(everywhere, everywhere._replace(offices=["lahore"]))
    assert gives_more(everywhere, everywhere._replace(categories=["torture"]))
