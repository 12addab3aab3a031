"""The first page: what happened in one's own words, and the page that proposes what it is about."""

import uuid

import pytest

from accounts.models import Office
from citizen.filing.draft_addresses import draft_address
from complaints.models import Category, Draft
from tests.citizen.conftest import Visitor, mistakes, path_of, registered, words
from tests.citizen.filing.conftest import answers_of, draft_of
from tests.citizen.filing.sentences import ARABIC, EMOJI, PASHTO, REACH, SHOP, says, voice_note


def test_the_first_page_asks_what_happened_and_begins_nothing(world, ayesha):
    page = ayesha.get("/complain/")
    assert "What happened?" in words(page)
    assert 'name="text"' in page.content.decode()
    assert "Show all categories" in words(page)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("query", ["?category=threats", "?group=harassment", "?q=rishwat"])
def test_a_link_that_names_a_category_leads_to_the_list_as_before(world, ayesha, query):
    assert 'name="category"' in ayesha.get(f"/complain/{query}").content.decode()


def test_one_sentence_four_answers_and_an_e_tag(world, ayesha, understands):
    """The sentence told the text and the district, so neither is asked."""
    understands("property_crime", "threats", "financial_crime", district="lahore")
    key, answer = says(ayesha, SHOP)
    assert path_of(answer) == f"/complain/{key}/proposal/"
    page = ayesha.get(f"/complain/{key}/proposal/")
    assert [one.choice.category.code for one in page.context["proposed"]] == [
        "property_crime", "threats", "financial_crime"
    ]  # fmt: skip
    assert page.context["place_name"] in words(page)
    answer = ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="lahore")
    assert path_of(answer) == f"/complain/{key}/whom/"
    assert path_of(ayesha.posts(f"/complain/{key}/whom/", keep_from="no")) == f"/complain/{key}/reach/"
    assert "Check your answers" in words(ayesha.posts(f"/complain/{key}/reach/", **REACH))
    answer = ayesha.posts(f"/complain/{key}/reach/", **REACH, checked="1")
    assert path_of(answer) == f"/complaint/{key}/receipt/"
    (complaint,) = registered()
    assert (complaint.statement.text, complaint.category.code, complaint.place.code) == (
        SHOP, "property_crime", "lahore"
    )  # fmt: skip


def test_a_station_that_the_sentence_names_is_the_place(world, ayesha, understands):
    station = Office.objects.filter(kind="station", path__startswith=Office.objects.get(code="lahore").path).first()
    understands("property_crime", district="lahore", station=station.code)
    key, _ = says(ayesha, SHOP)
    assert station.name in words(ayesha.get(f"/complain/{key}/proposal/"))
    ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="lahore")
    assert answers_of(key)["station"] == station.code
    ayesha.posts(f"/complain/{key}/where/", district="multan")
    assert (answers_of(key)["district"], answers_of(key)["station"]) == ("multan", "")


def test_in_a_complaint_about_the_police_the_station_is_filled_in_where_it_is_asked(world, ayesha, understands):
    understands("bribe_demand", district="lahore", station="gulberg")
    key, _ = says(ayesha, "The SHO of Gulberg asked me for money.")
    ayesha.posts(f"/complain/{key}/proposal/", category="bribe_demand", district="lahore")
    form = ayesha.get(f"/complain/{key}/whom/").context["form"]
    assert form["officer_station"].value() == "gulberg"


def test_another_place_is_asked_and_the_proposal_comes_again(world, ayesha, understands):
    understands("property_crime", district="lahore")
    key, _ = says(ayesha, SHOP)
    assert path_of(ayesha.posts(f"/complain/{key}/proposal/", other_place="1")) == f"/complain/{key}/where/"
    answer = ayesha.posts(f"/complain/{key}/where/", district="multan")
    assert path_of(answer) == f"/complain/{key}/proposal/"
    page = ayesha.get(f"/complain/{key}/proposal/")
    assert page.context["district"] == "multan"
    ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="multan")
    assert answers_of(key)["district"] == "multan"


def test_the_station_is_stored_only_with_its_district(world, ayesha, understands):
    understands("property_crime", district="lahore", station="gulberg")
    key, _ = says(ayesha, SHOP)
    ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="multan")
    assert answers_of(key)["district"] == "multan"
    assert not answers_of(key).get("station")


@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_a_district_that_the_sentence_does_not_name_is_asked_on_the_same_page(world, request, visitor, understands):
    understands("property_crime")
    visitor = request.getfixturevalue(visitor)
    key, _ = says(visitor, SHOP)
    page = visitor.get(f"/complain/{key}/proposal/")
    assert len(page.context["districts"]) == Office.objects.districts().count()
    assert 'name="district"' in page.content.decode()
    answer = visitor.posts(f"/complain/{key}/proposal/", category="property_crime", district="multan")
    assert path_of(answer) == visitor.here(f"/complain/{key}/whom/")
    assert answers_of(key)["district"] == "multan"


def test_a_district_that_the_sentence_names_is_not_asked(world, ayesha, understands):
    understands("property_crime", district="lahore")
    key, _ = says(ayesha, SHOP)
    assert "<select" not in ayesha.get(f"/complain/{key}/proposal/").content.decode()


@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_every_category_can_be_chosen_on_the_page_of_the_proposal(world, request, visitor, understands):
    understands("property_crime")
    visitor = request.getfixturevalue(visitor)
    key, _ = says(visitor, SHOP)
    page = visitor.get(f"/complain/{key}/proposal/")
    for category in Category.objects.filter(is_active=True):
        assert f'value="{category.code}"' in page.content.decode()
    answer = visitor.posts(f"/complain/{key}/proposal/", category="threats", district="multan")
    assert path_of(answer) == visitor.here(f"/complain/{key}/whom/")


@pytest.mark.parametrize("district", ["", "delhi", "gulberg", "\x00"])
def test_without_a_district_it_is_asked_next(world, ayesha, understands, district):
    understands("property_crime")
    key, _ = says(ayesha, SHOP)
    answer = ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district=district)
    assert path_of(answer) == f"/complain/{key}/where/"
    assert "district" not in answers_of(key)
    assert "Step 2 of 5" in words(ayesha.get(f"/complain/{key}/where/"))
    assert path_of(ayesha.posts(f"/complain/{key}/where/", district="lahore")) == f"/complain/{key}/whom/"


@pytest.mark.parametrize("text", [PASHTO, ARABIC, EMOJI, "aaaaa bbbbb ccccc ddddd"])
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_what_fits_nothing_goes_to_something_else(world, request, visitor, text, understands):
    understands()
    visitor = request.getfixturevalue(visitor)
    key, answer = says(visitor, text)
    page = visitor.get(path_of(answer).removeprefix("/ur"))
    assert page.status_code == 200
    assert page.context["proposed"] == []
    answer = visitor.posts(f"/complain/{key}/proposal/", category="other")
    assert answers_of(key)["category"] == "other"
    assert answers_of(key)["text"] == text


@pytest.mark.parametrize("text", [PASHTO, ARABIC, EMOJI, "shop " * 1_999, "؟؟؟؟؟؟؟؟؟؟؟؟"])
def test_the_engine_itself_takes_any_language(world, ayesha, text):
    _, answer = says(ayesha, text)
    page = ayesha.get(path_of(answer))
    assert page.status_code == 200
    assert len(page.context["proposed"]) <= 3


def test_twenty_thousand_characters_are_refused_with_the_limit_and_stay_in_the_field(world, ayesha):
    long = "shop " * 4_000
    key, answer = says(ayesha, long)
    assert answer.status_code == 422
    assert "you wrote 19999 characters and the limit is 10000" in words(answer)
    assert long.strip() in answer.content.decode()
    assert long.strip() in ayesha.get(f"/complain/{key}/what/").content.decode()


@pytest.mark.parametrize("text", ["", "Help", "\u200b\u200c", "They \x00 came at night"])
def test_what_cannot_be_taken_is_shown_again_also_in_the_other_language(world, ayesha, text):
    key, answer = says(ayesha, text)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["text"]
    switch = answer.context["other_language"]["url"]
    assert switch == f"/ur/complain/{key}/what/"
    if text.isascii() and "\x00" not in text:
        assert f">\n{text}</textarea>" in ayesha.get(switch).content.decode()


def test_the_page_sent_twice_begins_one_draft(world, ayesha):
    key, first = says(ayesha, SHOP)
    _, second = says(ayesha, SHOP, key=key)
    assert path_of(first) == path_of(second)
    assert Draft.objects.count() == 1


def test_who_prefers_the_list_takes_what_was_typed_along(world, ayesha):
    assert path_of(ayesha.posts("/complain/", key=draft_address(uuid.uuid4()), text="", list="1")) == "/complain/list/"
    key, answer = says(ayesha, SHOP, list="1")
    assert path_of(answer) == f"/complain/{key}/kind/"
    assert path_of(ayesha.posts(f"/complain/{key}/kind/", category="threats")) == f"/complain/{key}/where/"
    assert answers_of(key)["text"] == SHOP


def test_a_voice_note_goes_along_to_the_list(world, ayesha):
    key = draft_address(uuid.uuid4())
    answer = ayesha.posts("/complain/", key=key, text="", list="1", evidence=voice_note())
    assert path_of(answer) == f"/complain/{key}/kind/"
    ayesha.posts(f"/complain/{key}/kind/", category="threats")
    assert answers_of(key)["spoken"] is True


def test_the_sentence_about_a_missing_child_is_completed_and_not_asked_again(world, ayesha, understands):
    understands("missing_child", district="lahore")
    text = "My daughter of seven has not come home from school."
    key, _ = says(ayesha, text)
    answer = ayesha.posts(f"/complain/{key}/proposal/", category="missing_child", district="lahore")
    assert path_of(answer) == f"/complain/{key}/what/"
    page = ayesha.get(f"/complain/{key}/what/")
    assert "Who is missing?" in words(page)
    assert text in page.content.decode()
    assert page.context["back"] == "proposal"
    assert "Step 3 of 5" in words(page)
    answer = ayesha.posts(f"/complain/{key}/what/", text=text, child_age="7")
    assert path_of(answer) == f"/complain/{key}/reach/"


@pytest.mark.parametrize(
    ("page", "back"), [("proposal", "what"), ("kind", "proposal"), ("where", "proposal"), ("whom", "proposal")]
)
def test_the_way_back(world, ayesha, understands, page, back):
    understands("property_crime", district="lahore")
    key, _ = says(ayesha, SHOP)
    if page == "whom":
        ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="lahore")
    assert ayesha.get(f"/complain/{key}/{page}/").context["back"] == back


def test_a_choice_that_is_not_offered_is_refused(world, ayesha):
    key, _ = says(ayesha, SHOP)
    answer = ayesha.posts(f"/complain/{key}/proposal/", category="flying")
    assert answer.status_code == 422
    assert "not one of the choices" in words(answer)
    assert "category" not in answers_of(key)


def test_a_category_that_is_no_longer_offered_is_not_proposed(world, ayesha, understands):
    understands("property_crime", "threats")
    key, _ = says(ayesha, SHOP)
    Category.objects.filter(code="property_crime").update(is_active=False)
    page = ayesha.get(f"/complain/{key}/proposal/")
    assert [one.choice.category.code for one in page.context["proposed"]] == ["threats"]


# --- a voice note ---


def test_a_voice_note_alone_goes_on_as_something_else(world, ayesha):
    key = draft_address(uuid.uuid4())
    answer = ayesha.posts("/complain/", key=key, text="", evidence=voice_note())
    assert path_of(answer) == f"/complain/{key}/proposal/"
    page = ayesha.get(f"/complain/{key}/proposal/")
    assert "within 15 minutes" in words(page)
    answer = ayesha.posts(f"/complain/{key}/proposal/", category="other")
    assert path_of(answer) == f"/complain/{key}/where/"
    assert (answers_of(key)["category"], answers_of(key)["spoken"]) == ("other", True)


def test_a_script_begins_the_draft_with_its_voice_note(world, ayesha):
    key, told = draft_address(uuid.uuid4()), {"name": "note.webm", "size": "5000", "type": "audio/webm"}
    assert ayesha.posts(f"/complain/{key}/voice/", **told).status_code == 201
    assert ayesha.posts(f"/complain/{key}/voice/", **told).status_code == 201
    assert Draft.objects.count() == 1
    assert draft_of(key).evidence.count() == 2
    assert Visitor().posts(f"/complain/{key}/voice/", **told).status_code == 404
    assert path_of(says(ayesha, SHOP, key=key)[1]) == f"/complain/{key}/proposal/"


def test_a_script_cannot_add_a_voice_note_to_a_registered_complaint(world, ayesha):
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key)
    assert ayesha.posts(f"/complain/{key}/voice/", name="a.webm", size="5000", type="audio/webm").status_code == 404
