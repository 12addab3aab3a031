"""Page 2: the district, chosen with one tap or found by a search."""

from html import unescape

import pytest

from accounts.models import Office
from citizen.rules.district_aliases import DISTRICT_ALIASES
from complaints.rules.search.category_search import normalised_words
from tests.citizen.conftest import TOLD, Visitor, path_of, words
from tests.citizen.filing.conftest import NOBODY_KEPT_OUT, answers_of, at_the_last_page, begins
from web.text_cleaning import urdu_sort_key


def districts(answer) -> list[str]:
    return [district.code for district in answer.context["districts"]]


@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_every_district_stands_there_once_in_the_order_of_the_reader_s_alphabet(world, request, visitor):
    visitor = request.getfixturevalue(visitor)
    answer = visitor.get(f"/complain/{begins(visitor)}/where/")
    shown = answer.context["districts"]
    assert sorted(district.code for district in shown) == sorted(
        Office.objects.districts().values_list("code", flat=True)
    )
    names = [district.name for district in shown]
    assert names == sorted(names, key=urdu_sort_key)
    page = unescape(answer.content.decode())
    assert all(f'<span class="row-name">{name}</span>' in page for name in names)


def test_urdu_s_order_is_not_that_of_its_code_points(world, bashir):
    """Attock begins with ا and Bahawalnagar with ب. پ comes before ت, although its code point is much higher."""
    names = [d.name for d in bashir.get(f"/complain/{begins(bashir)}/where/").context["districts"]]
    assert names != sorted(names)
    assert names[0].startswith("ا")


@pytest.mark.parametrize("typed", ["lahore", "Lahor", "LAHORE", "laahore", "لاہور", "لاهور", "لاہ"])
def test_a_district_is_found_in_either_writing(world, ayesha, typed):
    assert districts(ayesha.get(f"/complain/{begins(ayesha)}/where/", q=typed)) == ["lahore"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("pindi", "rawalpindi"), ("پنڈی", "rawalpindi"), ("lhr", "lahore"), ("LHR", "lahore"), ("fsd", "faisalabad"),
     ("dg khan", "dg_khan"), ("ryk", "rahim_yar_khan")],
)  # fmt: skip
def test_a_district_is_found_by_what_people_call_it(world, ayesha, typed, code):
    answer = ayesha.get(f"/complain/{begins(ayesha)}/where/", q=typed)
    assert districts(answer) == [code]
    everything = ayesha.get(f"/complain/{begins(ayesha)}/where/").context["districts"]
    assert set(normalised_words(typed)) <= set(next(one for one in everything if one.code == code).words.split())


def test_every_alias_is_of_a_district(world):
    assert set(DISTRICT_ALIASES) <= set(Office.objects.districts().values_list("code", flat=True))


def test_who_finds_no_district_is_told_so_and_can_see_all(world, ayesha):
    key = begins(ayesha)
    answer = ayesha.get(f"/complain/{key}/where/", q="karachi")
    assert districts(answer) == []
    assert "No district found." in words(answer)
    assert f'href="/complain/{key}/where/"' in answer.content.decode()


@pytest.mark.parametrize("typed", ["\x00", "<b>", "x" * 5_000, "%_"])
def test_no_word_breaks_the_search(world, ayesha, typed):
    answer = ayesha.get(f"/complain/{begins(ayesha)}/where/", q=typed)
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_one_tap_leads_to_what_happened(world, ayesha):
    key = begins(ayesha)
    answer = ayesha.posts(f"/complain/{key}/where/", district="multan")
    assert path_of(answer) == f"/complain/{key}/what/"
    assert answers_of(key) == {"category": TOLD["category"], "district": "multan"}


@pytest.mark.parametrize("chosen", ["", "delhi", "gulberg", "region_lahore", "punjab", "\x00", "x" * 5_000])
@pytest.mark.parametrize(("language", "said"), [("en", "not one of the choices"), ("ur", "دوبارہ")])
def test_what_is_no_district_is_refused_and_the_list_is_there_again(world, language, said, chosen):
    visitor = Visitor(language)
    key = begins(visitor)
    answer = visitor.posts(f"/complain/{key}/where/", district=chosen)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="lahore"' in answer.content.decode()
    assert answers_of(key) == {"category": TOLD["category"]}


def test_a_change_of_district_keeps_the_rest_and_returns_to_where_one_was(world, ayesha):
    key = at_the_last_page(ayesha)
    page = ayesha.get(f"/complain/{key}/where/")
    assert page.content.decode().count('aria-current="true"') == 1
    answer = ayesha.posts(f"/complain/{key}/where/", district="multan")
    assert path_of(answer) == f"/complain/{key}/reach/"
    assert answers_of(key) | {"spoken": False} == {
        "category": TOLD["category"], "district": "multan", "text": TOLD["text"], "spoken": False,
        **NOBODY_KEPT_OUT,
    }  # fmt: skip
