"""The search by complainant's name, and the lists that a search offers for officers and places."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complainant, LookUp
from complaints.rules.search import search_words
from complaints.rules.search.search_words import name_tokens
from complaints.services.exclusion import officer_naming
from complaints.services.retention.row_erasure import erase_personal_rows
from desk.queries import complaint_search
from desk.queue.search_page import name_marks
from ledger.field_encryption import blind_index
from tests.desk.conftest import etags
from tests.plans import as_in_production
from tests.world import clock

SEARCH = "/desk/search/"


@pytest.fixture
def named(world):
    """Register a complaint of a person with this name."""

    def register(name, category="property_crime", **more):
        complaint = world.complaint(category, "09:00", **more)
        person = complaint.complainant
        person.name = name
        person.set_indexes()
        person.save()
        return complaint

    return register


@pytest.fixture
def asks(seat):
    def ask(person, name, at="12:00"):
        return seat(person).sends(SEARCH, at, q=name, by="name")

    return ask


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("Rukhsana Bibi", "rukhsana bibi"),
        ("Rukhsana Bibi", "Bibi"),
        ("Rukhsana Bibi", "BIBI Rukhsana"),
        ("Muhammad Yousaf", "yusaf"),
        ("رخسانہ بی بی", "رخسانہ"),
        ("رخسانہ بی بی", "Rukhsana"),
        ("Rukhsana Bibi", "رخسانہ"),
    ],
)
def test_people_are_found_by_words_of_their_name_in_either_script(named, asks, world, registered, typed):
    complaint = named(registered)
    named("Somebody Else")
    answer = asks(world.salma, typed)
    assert (answer.status_code, etags(answer)) == (200, [complaint.etag])


@pytest.mark.parametrize("typed", ["Rukhsana Khan", "Rukh", "Ruk%", "x' OR 1=1", "\u200f"])
def test_other_names_and_parts_of_words_are_not_found(named, asks, world, typed):
    named("Rukhsana Bibi")
    assert etags(asks(world.salma, typed)) == []


def test_the_name_is_in_no_address_and_the_search_is_recorded(named, asks, world):
    named("Rukhsana Bibi")
    answer = asks(world.bilal, "Rukhsana Bibi")
    assert answer.status_code == 200  # answered at once, without a redirect to an address with the name
    log = LookUp.objects.get()
    assert (log.kind, log.posting_id, log.found) == ("name", world.bilal.posting.pk, len(etags(answer)))
    assert bytes(log.mark) == bytes(blind_index("name", search_words.parse_search("Rukhsana")[0].folded))


def test_an_address_does_not_search_for_a_name(named, seat, world):
    complaint = named("Rukhsana Bibi")
    answer = seat(world.salma).get(f"{SEARCH}?q=Rukhsana&by=name", "12:00")
    assert etags(answer) == []
    assert complaint.etag not in answer.content.decode()
    assert not LookUp.objects.exists()


@pytest.mark.parametrize("typed", ["", "...", "0300 1234567", "--"])
def test_without_a_word_there_is_nothing_to_search(asks, world, typed):
    answer = asks(world.salma, typed)
    assert answer.status_code == 422
    assert "Type at least one word of the complainant's name." in answer.content.decode()
    assert not LookUp.objects.exists()


@pytest.mark.slow
def test_a_protected_complainant_is_found_by_the_cell_alone(named, asks, world):
    complaint = named("Rukhsana Bibi", protected=True)
    assert etags(asks(world.salma, "Rukhsana")) == [complaint.etag]
    for reader in (world.usman, world.bilal, world.imran, world.zara):
        answer = asks(reader, "Rukhsana")
        assert etags(answer) == []
        assert "There is no complaint with this name whose complainant you may see." in answer.content.decode()


def test_the_accused_finds_nothing_as_if_there_were_no_such_person(named, asks, world):
    complaint = named("Rukhsana Bibi")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert etags(asks(world.bilal, "Rukhsana")) == [complaint.etag]
    named_now = {"officer_id": world.bilal.officer.pk, "why": "She says so.", "by": world.nadia.actor}
    officer_naming.name_officer(complaint_id=complaint.pk, **named_now, at=clock("10:00"))
    excluded, missing = asks(world.bilal, "Rukhsana"), asks(world.bilal, "Nobodysname")
    same = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().split("<main", 1)[1])
        for answer in (excluded, missing)
    ]
    assert same[0].replace("Rukhsana", "") == same[1].replace("Nobodysname", "")


def test_another_office_does_not_find_it(named, asks, world):
    named("Rukhsana Bibi")
    assert etags(asks(world.sana, "Rukhsana")) == []


def test_a_corrected_name_is_found_and_the_old_one_is_not(named, asks, world):
    complaint = named("Rukhsana Bibi")
    person = Complainant.objects.get(pk=complaint.complainant_id)
    person.name = "Shazia Bibi"
    person.set_indexes()
    person.save()
    assert etags(asks(world.salma, "Rukhsana")) == []
    assert etags(asks(world.salma, "Shazia")) == [complaint.etag]


def test_erasure_leaves_neither_the_index_nor_the_marks_of_searches(named, asks, world):
    complaint = named("Rukhsana Bibi")
    asks(world.salma, "Rukhsana")
    erase_personal_rows(complaint, at=clock("13:00"))
    assert Complainant.objects.get(pk=complaint.complainant_id).name_index == []
    assert bytes(LookUp.objects.get().mark) == b""


def test_the_mark_stays_while_another_complaint_has_the_word(named, asks, world):
    complaint, _other = named("Rukhsana Bibi"), named("Rukhsana Khan")
    asks(world.salma, "Rukhsana")
    erase_personal_rows(complaint, at=clock("13:00"))
    assert bytes(LookUp.objects.get().mark) != b""


def test_names_are_found_by_their_index(world):
    as_in_production()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    people = Complainant.objects.all()
    for word in search_words.parse_search("Rukhsana Bibi"):
        people = people.filter(name_index__overlap=name_marks(word))
    assert "complainant_by_name" in people.explain()


def test_the_number_of_statements_does_not_depend_on_the_rows(named, world):
    counts = []
    marks = [name_marks(word) for word in search_words.parse_search("Rukhsana")]
    for _ in range(2):
        for _ in range(3):
            named("Rukhsana Bibi")
        with CaptureQueriesContext(connection) as queries:
            complaint_search.search_by_complainant_name(marks, actor=world.salma.actor)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_long_name_has_a_bounded_index():
    assert len(name_tokens("word " * 5000)) <= 8
    assert len(name_tokens(" ".join(f"naam{n}" for n in range(200)))) <= 8 * 6
    assert name_tokens("") == []


def test_a_search_offers_the_lists_of_officers_and_places_with_that_name(world, seat):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    usman = seat(world.usman)
    html = usman.get(f"{SEARCH}?q=bilal", "12:00").content.decode()
    assert f'href="/desk/office/?holder={world.bilal.posting.pk}"' in html
    assert etags(usman.get(f"/desk/office/?holder={world.bilal.posting.pk}", "12:00")) == [complaint.etag]
    html = usman.get(f"{SEARCH}?q=gulberg+police", "12:00").content.decode()
    assert 'href="/desk/office/?place=gulberg"' in html
    assert "Nothing found in the statements" in html, "the lists above are a result too"
    assert etags(usman.get("/desk/office/?place=gulberg", "12:00")) == [complaint.etag]


def test_a_search_leads_those_who_may_open_the_board_to_a_stations_sheet(world, seat):
    for name, expected in (("usman", True), ("salma", False)):
        html = seat(world.people[name]).get(f"{SEARCH}?q=gulberg", "12:00").content.decode()
        assert ('href="/desk/stations/gulberg/"' in html) is expected, name
        assert "/desk/stations/gulberg_circle/" not in html


def test_officers_and_places_outside_the_readers_offices_are_not_offered(world, seat):
    for query in ("bilal", "gulberg"):
        html = seat(world.rashid).get(f"{SEARCH}?q={query}", "12:00").content.decode()
        assert "/desk/office/?" not in html.split("<main", 1)[1]


def test_the_place_of_a_complaint_that_an_officer_holds_is_offered_wherever_it_is(world, seat):
    complaint, latif = world.complaint(station="garden_town"), seat(world.latif)
    search, listed = f"{SEARCH}?q=garden", "/desk/office/?place=garden_town"
    assert listed not in latif.get(search, "09:05").content.decode(), "a station that is not his"
    world.salma.marks(complaint, to=world.latif, at="09:10")
    assert listed in latif.get(search, "12:00").content.decode()
    assert etags(latif.get(listed, "12:00")) == [complaint.etag]
    named = {"officer_id": world.latif.officer.pk, "why": "She says so.", "by": world.nadia.actor}
    officer_naming.name_officer(complaint_id=complaint.pk, **named, at=clock("12:10"))
    assert listed not in latif.get(search, "12:20").content.decode(), "nor one whose complaint is hidden from him"
    assert etags(latif.get(listed, "12:20")) == []


@pytest.mark.parametrize("typed", ["b", "%", "_" * 3, "\\", "a " * 50])
def test_what_would_be_in_every_name_offers_no_lists(world, seat, typed):
    answer = seat(world.usman).get(SEARCH, "12:00", q=typed)
    assert answer.status_code == 200
    assert "search-lists" not in answer.content.decode()
