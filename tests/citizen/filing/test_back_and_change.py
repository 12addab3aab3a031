"""Going back: the page shows again what was typed there, also without JavaScript."""

import pytest

from complaints.models import Draft
from tests.citizen.conftest import path_of, registered, words
from tests.citizen.filing.conftest import WORD, at_the_last_page


@pytest.mark.parametrize("to", ["kind", "where", "what", "whom"])
def test_change_on_the_last_page_keeps_the_typed_phone(world, ayesha, to):
    key = at_the_last_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/reach/", change=to, reach="phone", phone="0300 11122", language="ur")
    assert path_of(answer) == f"/complain/{key}/{to}/"
    page = ayesha.get(f"/complain/{key}/reach/").content.decode()
    assert 'value="0300 11122"' in page
    assert registered() == []


def test_the_secret_word_is_not_kept_and_the_page_says_so(world, ayesha):
    key = at_the_last_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/reach/", change="what", reach="secret", secret=WORD, language="en")
    assert "we did not keep the secret word" in words(ayesha.get(path_of(answer)))
    assert WORD not in str(Draft.objects.get().answers)


def test_back_from_the_story_keeps_the_story(world, ayesha):
    key = at_the_last_page(ayesha)
    for text in ("He took my savings, and my watch.", "Short"):
        answer = ayesha.posts(f"/complain/{key}/what/", change="where", text=text)
        assert path_of(answer) == f"/complain/{key}/where/"
        assert text in words(ayesha.get(f"/complain/{key}/what/"))
    ayesha.posts(f"/complain/{key}/where/", district="lahore")
    assert Draft.objects.get().answers["text"] == "He took my savings, and my watch."


@pytest.mark.parametrize("to", ["reach", "receipt", "nonsense", "\x00"])
def test_a_made_up_place_leads_nowhere_else(world, ayesha, to):
    key = at_the_last_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/what/", change=to, text="He took my savings for a plot.")
    assert path_of(answer) == f"/complain/{key}/reach/"
