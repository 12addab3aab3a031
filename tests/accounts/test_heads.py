"""The head of an office, and the heads above it."""

from datetime import timedelta

import pytest

from accounts.queries.office_heads import head_posting_of, head_postings_above, responsible_head_posting
from accounts.services.postings import end_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(lahore, officer, heads):
    """Every head from the station to the Central Police Office; the CCPO heads both Lahore's region and district."""
    farah = officer("Farah")
    people = {
        "t_station": officer("Bilal"),
        "t_circle": officer("Sadia"),
        "t_city": officer("Imran"),
        "lahore": farah,
        "region_lahore": farah,
        "punjab": officer("Tariq"),
        "multan": officer("Nadia"),
    }
    return {code: heads(code, who) for code, who in people.items()}


def names(postings):
    return [f"{posting.officer.name_en} at {posting.office.code}" for posting in postings]


def test_the_line_above_a_station_names_each_head_once_the_nearest_first(line, lahore, morning):
    assert names(head_postings_above(lahore("t_station"), at=morning)) == [
        "Sadia at t_circle",
        "Imran at t_city",
        "Farah at lahore",
        "Tariq at punjab",
    ]


def test_nobody_is_their_own_superior_above_lahore_district_stands_the_central_office(line, lahore, morning):
    assert names(head_postings_above(lahore("lahore"), at=morning)) == ["Tariq at punjab"]


def test_nothing_stands_above_the_central_office(line, lahore, morning):
    assert head_postings_above(lahore("punjab"), at=morning) == []


def test_a_vacant_post_is_passed_over_and_the_next_above_is_responsible(line, lahore, morning):
    later = morning + timedelta(days=1)
    end_posting(posting=line["t_circle"], by=None, at=later)
    assert head_posting_of(lahore("t_circle"), at=later) is None
    assert head_posting_of(lahore("t_circle"), at=morning) == line["t_circle"]
    assert names(head_postings_above(lahore("t_station"), at=later))[0] == "Imran at t_city"
    assert responsible_head_posting(lahore("t_circle"), at=later) == line["t_city"]


@pytest.mark.parametrize("code", ["punjab", "t_station"])
def test_one_query_tells_heads_names_and_offices_however_deep_the_tree(
    line, lahore, morning, django_assert_num_queries, code
):
    place = lahore(code)
    with django_assert_num_queries(3):
        names(head_postings_above(place, at=morning))
        names([head_posting_of(place, at=morning)])
        names([responsible_head_posting(place, at=morning)])
