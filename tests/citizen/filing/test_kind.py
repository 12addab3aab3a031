"""Page 1: the category, found by a search or by group and chosen with one tap."""

import re
import threading
import uuid
from html import unescape

import pytest
from django.db import connections
from django.test import Client

from citizen.filing.draft_addresses import draft_address, draft_id_at
from complaints.models import Category, Draft
from complaints.models.display.complaint_labels import GROUPS
from complaints.services import drafts as writing
from tests.citizen.conftest import TOLD, Visitor, path_of, registered, words
from tests.citizen.filing.conftest import (
    CONFIDENTIAL,
    NOBODY_KEPT_OUT,
    answers_of,
    at_the_last_page,
    begins,
    draft_of,
    tells,
)
from tests.world import build

SEARCHES = {
    "bribe_demand": ["bribe", "rishwat", "rishvat", "RISHWATT", "رشوت", "رِشوت", "پیسے مانگ"],
    "property_crime": ["theft", "chori", "choree", "چوری", "چورى", "mobile cheena", "tala toota"],
    "threats": ["threat", "dhamki", "dhamkee", "دھمکی", "دهمكي"],
    "fir_not_registered": ["FIR not registered", "fir darj nahi", "parcha nahi", "ایف آئی آر درج نہیں", "the fir"],
    "domestic_violence": ["husband beats", "shohar marta", "گھریلو تشدد", "شوہر"],
    "vehicle_theft": ["motorcycle", "gaari", "gari chori", "گاڑی", "bike"],
    "land_grab": ["qabza", "kabza", "قبضہ", "قبضه", "plot qabza"],
    "licence_service": ["driving licence", "driving license", "laisans", "لائسنس"],
    "missing_adult": ["lapata", "laapata", "لاپتہ", "missing adult"],
}


@pytest.mark.parametrize(
    ("typed", "code"), [(typed, code) for code, searches in SEARCHES.items() for typed in searches]
)
def test_a_kind_is_found_in_english_urdu_and_roman_urdu(world, ayesha, typed, code):
    found = [kind.category.code for kind in ayesha.get("/complain/list/", q=typed).context["found"]]
    assert code in found[:4]


def test_a_search_leaves_no_word_in_an_address_or_a_title(world, ayesha):
    """Addresses and titles stay in the history of a shared phone."""
    form = re.search(r'<form class="categories".*?</form>', ayesha.get("/complain/list/").content.decode(), re.DOTALL)
    assert 'method="post"' in form.group()
    button = re.search(r'<button[^>]* name="(find)" value="(1)"', form.group()).groups()
    for path in ("/complain/list/", f"/complain/{begins(ayesha)}/kind/"):
        answer = ayesha.posts(path, **dict([button]), q="shohar marta")
        assert answer.status_code == 200
        assert "domestic_violence" in [kind.category.code for kind in answer.context["found"]]
        assert "<title>Information</title>" in answer.content.decode()
    assert "<title>Information</title>" in ayesha.get("/complain/list/", q="shohar marta").content.decode()
    assert Draft.objects.count() == 1


def test_a_word_of_the_name_comes_before_a_word_that_only_belongs_to_it(world, ayesha):
    found = [kind.category.code for kind in ayesha.get("/complain/list/", q="bribe").context["found"]]
    assert found[0] == "bribe_demand"


@pytest.mark.parametrize(("visitor", "said"), [("ayesha", "0 categories for"), ("bashir", "xyzzy")])
def test_who_finds_nothing_is_told_so_and_sees_all_kinds(world, request, visitor, said):
    answer = request.getfixturevalue(visitor).get("/complain/list/", q="xyzzy")
    assert said in words(answer)
    assert answer.content.decode().count('name="category"') == Category.objects.filter(is_active=True).count()


@pytest.mark.parametrize("typed", ["\x00", "  ", "<script>alert(1)</script>", "x" * 5_000, "%_\\'\"", "۱۵", "\u202e"])
def test_no_word_breaks_the_search(world, ayesha, typed):
    answer = ayesha.get("/complain/list/", q=typed)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert len(answer.context["typed"]) <= 100


def test_every_kind_that_is_offered_stands_once_in_its_group(world, ayesha):
    groups = ayesha.get("/complain/list/").context["groups"]
    shown = [(group.code, kind.category.code) for group in groups for kind in group.kinds]
    assert sorted(shown) == sorted(Category.objects.filter(is_active=True).values_list("group", "code"))
    assert [group.code for group in groups] == [code for code, _ in GROUPS]


def test_every_kind_is_explained_in_plain_words_in_both_languages(world, ayesha, bashir):
    for visitor in (ayesha, bashir):
        page = unescape(visitor.get("/complain/list/").content.decode())
        for category in Category.objects.filter(is_active=True):
            explained = category.help_ur if visitor.language == "ur" else category.help_en
            assert explained
            assert explained in page


def test_a_kind_that_is_offered_no_more_is_neither_shown_nor_found_nor_taken(world, ayesha):
    Category.objects.filter(code="traffic").update(is_active=False)
    assert 'value="traffic"' not in ayesha.get("/complain/list/", q="challan").content.decode()
    assert ayesha.posts("/complain/", key=draft_address(uuid.uuid4()), category="traffic").status_code == 422


@pytest.mark.parametrize(
    ("asked", "opened"), [("harassment", ["harassment"]), ("", []), ("nonsense", []), ("\x00", [])]
)
def test_an_address_can_open_a_group(world, ayesha, asked, opened):
    groups = ayesha.get("/complain/list/", group=asked).context["groups"]
    assert [group.code for group in groups if group.is_open] == opened


@pytest.mark.parametrize("number", ["1043", "1121"])
def test_who_looks_at_violence_sees_the_helplines(world, ayesha, number):
    page = ayesha.get("/complain/list/", group="harassment").content.decode()
    assert f'href="tel:{number}"' in page


def test_the_page_asks_for_the_district_too(world, ayesha):
    key = draft_address(uuid.uuid4())
    answer = ayesha.posts("/complain/", key=key, category="threats", district="multan")
    assert path_of(answer) == f"/complain/{key}/what/"
    assert answers_of(key) == {"category": "threats", "district": "multan"}


def test_a_search_keeps_the_district(world, ayesha):
    answer = ayesha.posts("/complain/list/", find="1", q="rishwat", district="multan")
    assert '<option value="multan" selected>' in answer.content.decode()


def test_a_change_of_the_list_s_district_asks_for_the_station_again(world, ayesha):
    key = begins(ayesha, "threats")
    writing.add_answers(draft_id_at(key), step="where", answers={"district": "lahore", "station": "gulberg"})
    assert '<option value="lahore" selected>' in ayesha.get(f"/complain/{key}/kind/").content.decode()
    ayesha.posts(f"/complain/{key}/kind/", category="traffic", district="lahore")
    assert answers_of(key)["station"] == "gulberg"
    ayesha.posts(f"/complain/{key}/kind/", category="traffic", district="multan")
    assert (answers_of(key)["district"], answers_of(key)["station"]) == ("multan", "")


def test_so_does_another_district_on_the_first_page_when_it_is_sent_again(world, ayesha):
    key = begins(ayesha, "threats")
    writing.add_answers(draft_id_at(key), step="where", answers={"district": "lahore", "station": "gulberg"})
    ayesha.posts("/complain/", key=key, category="threats", district="multan")
    assert (answers_of(key)["district"], answers_of(key)["station"]) == ("multan", "")


def test_who_leaves_the_district_open_is_asked_for_it_next(world, ayesha):
    key = draft_address(uuid.uuid4())
    answer = ayesha.posts("/complain/", key=key, category="threats")
    assert path_of(answer) == f"/complain/{key}/where/"
    assert answers_of(key) == {"category": "threats"}


@pytest.mark.parametrize("chosen", ["", "flying", "\x00", "Threats", "x" * 5_000])
@pytest.mark.parametrize(("language", "said"), [("en", "not one of the choices"), ("ur", "دوبارہ")])
def test_what_is_not_offered_is_refused_and_every_kind_is_there_again(world, language, said, chosen):
    answer = Visitor(language).posts("/complain/", key=draft_address(uuid.uuid4()), category=chosen)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="threats"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_refused_choice_says_error_in_the_title_and_takes_the_focus(world, ayesha):
    page = ayesha.posts("/complain/", key=draft_address(uuid.uuid4()), category="flying").content.decode()
    assert "<title>Error: " in page
    assert "data-error-summary" in page


@pytest.mark.parametrize("key", ["", "not-a-key", "\x00", "1" * 500])
def test_a_spoilt_key_is_replaced(world, ayesha, key):
    answer = ayesha.posts("/complain/", key=key, category="threats")
    assert answer.status_code == 302
    assert Draft.objects.count() == 1


def test_the_same_page_sent_twice_begins_one_draft(world, ayesha):
    key = begins(ayesha)
    begins(ayesha, key=key)
    assert Draft.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("category", ["threats", CONFIDENTIAL])
def test_a_double_tap_at_once_begins_one_draft_and_neither_is_refused(own_database, category):
    build()
    told = {"key": draft_address(uuid.uuid4()), "category": category}
    start, answers = threading.Barrier(2), []

    def taps():
        start.wait()
        answers.append(Client().post("/complain/", told))
        connections.close_all()

    both = [threading.Thread(target=taps) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [path_of(answer) for answer in answers] == [f"/complain/{told['key']}/where/"] * 2
    assert Draft.objects.count() == 1


def test_a_change_of_kind_keeps_the_rest_and_returns_to_where_one_was(world, ayesha):
    key = at_the_last_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/kind/", category="threats")
    assert path_of(answer) == f"/complain/{key}/reach/"
    assert answers_of(key) == {
        "category": "threats",
        "district": TOLD["district"],
        "text": TOLD["text"],
        "spoken": False,
        **NOBODY_KEPT_OUT,
    }


def test_the_kind_that_was_chosen_is_marked_and_its_group_is_open(world, ayesha):
    key = begins(ayesha, "threats")
    answer = ayesha.get(f"/complain/{key}/kind/")
    assert [group.code for group in answer.context["groups"] if group.is_open] == ["crime"]
    assert answer.content.decode().count('aria-current="true"') == 1


def test_a_refused_change_changes_nothing(world, ayesha):
    key = begins(ayesha, "threats")
    assert ayesha.posts(f"/complain/{key}/kind/", category="flying").status_code == 422
    assert answers_of(key) == {"category": "threats"}


def test_an_old_page_sent_when_all_is_done_leads_to_the_receipt_and_says_that_nothing_changed(world, ayesha):
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key)
    answer = ayesha.posts("/complain/", key=key, category="threats")
    assert path_of(answer) == f"/complaint/{key}/receipt/"
    assert "It does not include your later changes." in words(ayesha.get(path_of(answer)))
    assert [complaint.category.code for complaint in registered()] == [TOLD["category"]]


def test_who_goes_back_to_the_first_page_and_chooses_a_confidential_kind_keeps_the_draft(world, ayesha):
    """When going back, a browser may show the old first page with its key."""
    key = at_the_last_page(ayesha)
    begins(ayesha, CONFIDENTIAL, key=key)
    assert ayesha.get(f"/complain/{key}/reach/").status_code == 200
    assert Visitor().get(f"/complain/{key}/reach/").status_code == 410
    assert answers_of(key)["text"] == TOLD["text"]


@pytest.mark.parametrize("sent", [CONFIDENTIAL, "threats"])
def test_a_confidential_draft_s_key_opens_it_for_nobody_else(world, ayesha, sent):
    """The address is in the history of a shared phone. Sent to the first page, its key must not open the draft."""
    key = begins(ayesha, CONFIDENTIAL)
    tells(ayesha, key, district="lahore")
    him = Visitor()
    answer = him.posts("/complain/", key=key, category=sent)
    assert answer.status_code == 422
    assert "This page had expired. Choose again." in words(answer)
    assert him.get(f"/complain/{key}/what/").status_code == 410
    assert draft_of(key).answers["category"] == CONFIDENTIAL


def test_nor_when_nothing_but_its_kind_is_told_and_a_while_has_passed(world, ayesha):
    key = begins(ayesha, CONFIDENTIAL, "09:00")
    him = Visitor()
    assert him.posts("/complain/", "09:02", key=key, category=CONFIDENTIAL).status_code == 422
    assert him.get(f"/complain/{key}/where/", "09:02").status_code == 410
