"""The desk's search: by E-tag, by words in any spelling, and by a person's number, which is logged."""

import re

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, LookUp, Naming, OpenWords, Statement
from complaints.models.complainant import Document
from complaints.models.database.full_text_search import search_query, search_vector
from complaints.rules.etag import compose_etag, format_etag
from complaints.rules.search import search_words
from desk.queries import complaint_search
from desk.queries.planner_settings import force_bitmap_scan
from ledger import field_encryption
from tests.desk.conftest import address, etags
from tests.factories import create_naming
from tests.plans import as_in_production
from tests.world import PHONES, clock

SEARCH = "/desk/search/"


@pytest.fixture
def asks(seat):
    """Return a function: `asks(world.salma, "rishwat")` is the response to a search for this text."""

    def ask(person, words, at="12:00", **more):
        sitting = seat(person)
        answer = sitting.sends(SEARCH, at, q=words, **more)
        return sitting.get(answer.url, at) if answer.status_code == 302 else answer

    return ask


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rishwat", "rishvat"),
        ("rishwat", "reshwat"),
        ("chori", "chauri"),
        ("thana", "thaana"),
        ("zameen", "zamin"),
        ("qatal", "katal"),
        ("yousaf", "yusaf"),
        ("چوري", "چوری"),
        ("شكايت", "شکایت"),
        ("رِشْوَت", "رشوت"),
        ("ذمہ", "زمہ"),
        ("۴۷۱۱", "4711"),
        ("٤٧١١", "4711"),
        ("Shop", "SHOP"),
    ],
)
def test_one_word_in_two_spellings_is_one_word(one, other):
    assert search_words.index_words_of(one) == search_words.index_words_of(other)


@pytest.mark.parametrize(("one", "other"), [("chori", "chaku"), ("thana", "khana"), ("چوری", "چوکی")])
def test_two_words_stay_two(one, other):
    assert search_words.index_words_of(one) != search_words.index_words_of(other)


def test_words_that_mean_nothing_alone_and_repeated_ones_are_not_stored():
    assert search_words.index_words_of("The theft of the theft, میں نے چوری") == ["tift", "چوری"]


def test_an_e_tag_leads_to_its_file_at_once_however_it_is_typed(world, seat):
    complaint, salma = world.complaint(), seat(world.salma)
    number = complaint.etag
    urdu = number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (number, format_etag(number), format_etag(number).replace(" ", "-"), urdu):
        answer = salma.sends(SEARCH, "12:00", q=typed)
        assert (answer.status_code, answer.url) == (302, address(complaint))


@pytest.mark.parametrize("category", ["property_crime", "bribe_demand", "gender_harassment"])
def test_an_e_tag_outside_their_sight_shows_what_it_shows_everybody(world, asks, category):
    """It shows the same two facts as the public page: the day of registration, and open or closed."""
    complaint = world.complaint(category)
    answer = asks(world.sana, complaint.etag)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<dd>Open</dd>" in page
    assert "23 November 2026" in page
    assert f"/desk/complaints/{complaint.etag}/" not in page
    assert not {"Received", "Lahore", "Ayesha"} & set(page.split("<main", 1)[1].split())


def test_an_e_tag_that_nobody_has_does_not_exist(world, asks):
    answer = asks(world.sana, compose_etag(26, 123456789))
    assert answer.status_code == 422
    assert "This is not the number of a complaint you can see, a phone number or a CNIC." in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "typed"),
    [
        ("They asked rishwat at the naka.", "reshvat"),
        ("میری دکان میں چوري ہوئی", "چوری"),
        ("My shop was broken into.", "SHOP broken"),
        ("My shop was broken into.", "brok"),
        ("Zameen par qabza", "zamin kabza"),
    ],
)
def test_words_are_found_however_they_are_spelt(world, asks, told, typed):
    complaint = world.complaint(text=told)
    world.complaint(text="Something else happened altogether.")
    assert etags(asks(world.salma, typed)) == [complaint.etag]


def test_every_word_must_be_there(world, asks):
    world.complaint(text="My shop was broken into.")
    assert etags(asks(world.salma, "shop tractor")) == []


def test_what_is_told_later_is_found_as_well(world, asks):
    complaint = world.complaint(landmark="Opposite the Shalimar cinema")
    assert etags(asks(world.salma, "shalimar")) == [complaint.etag]


def test_where_no_word_is_found_open_ones_that_are_spelt_alike_are_shown_and_it_is_said(world, asks):
    complaint = world.complaint(text="The patwari took my tractor.")
    answer = asks(world.salma, "tracktar")
    assert etags(answer) == [complaint.etag]
    assert "words with a similar spelling" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        *(("tracktar patwari", True), ("tracktar shop", False), ("tracktar 4711", True)),
        *(("shop tractor", False), ("tractor 4711", False), ("tractor xyz", False)),
    ],
)
def test_beside_a_misspelt_word_those_that_occur_must_be_there_as_they_are(world, asks, typed, is_found):
    """A number that occurs nowhere is left out, because it resembles none."""
    complaint = world.complaint(text="The patwari took my tractor.")
    world.complaint(text="My shop was broken into.")
    assert etags(asks(world.salma, typed)) == [complaint.etag] * is_found


@pytest.mark.parametrize("typed", ["tracktar", "traktaar patwari"])
def test_a_word_of_a_hidden_complaint_changes_nothing(world, asks, typed):
    """Otherwise the accused could try whether a name occurs in a complaint that is hidden from them."""
    complaint = world.complaint(text="The patwari took my tractor.")
    before = etags(asks(world.usman, typed))
    hidden = world.complaint(text="Tracktar, traktaar.")
    create_naming(
        complaint=hidden,
        officer=world.usman.officer,
        source=Naming.Source.CELL,
        by=world.salma.posting,
        why="Named.",
        named_at=clock("10:00"),
    )
    assert etags(asks(world.usman, typed)) == before == [complaint.etag]


def test_two_numbers_are_one_only_if_all_their_digits_are(world, asks):
    complaint = world.complaint(text="At house 4711 they asked for 50000 rupees.")
    world.complaint(text="At house 471 they asked for 500 rupees.")
    assert etags(asks(world.salma, "house 4711")) == etags(asks(world.salma, "rupees 50000")) == [complaint.etag]


def test_words_of_others_are_not_found_not_even_alike(world, asks):
    world.complaint(text="The patwari took my tractor.")
    assert etags(asks(world.sana, "tractor")) == etags(asks(world.sana, "tracktar")) == []


def test_what_has_ended_is_found_unless_only_open_ones_are_wanted(world, asks):
    complaint = world.complaint(text="The patwari took my tractor.")
    world.usman.does("reject", complaint, "10:00")
    assert etags(asks(world.salma, "tractor")) == [complaint.etag]
    assert etags(asks(world.salma, "tractor", open="1")) == []


@pytest.mark.parametrize("person", ["salma", "zara"])
def test_open_ones_are_found_in_a_district_and_in_the_province(world, asks, person):
    complaint = world.complaint(text="The patwari took my tractor.")
    assert etags(asks(world.people[person], "tractor", open="1")) == [complaint.etag]


def test_the_words_of_open_complaints_go_and_come_with_their_status(world):
    complaint = world.in_inquiry()
    assert OpenWords.objects.filter(complaint=complaint).exists()
    world.bilal.reports(complaint, "11:00")
    world.salma.does("verify", complaint, "12:00", verdict="satisfied")
    world.farah.does("accept", complaint, "13:00")
    assert not OpenWords.objects.filter(complaint=complaint).exists()
    world.ayesha.does("object", complaint, "14:00")
    assert OpenWords.objects.get(complaint=complaint).folded == Statement.objects.get(complaint=complaint).folded


@pytest.mark.parametrize("typed", ["0300 1112233", "+92 300 1112233", "۰۳۰۰۱۱۱۲۲۳۳"])
def test_a_telephone_finds_its_complaints_and_the_search_is_logged_without_the_number(world, asks, typed):
    theirs = world.complaint()
    world.complaint(by="bashir")
    answer = asks(world.salma, typed)
    assert etags(answer) == [theirs.etag]
    (log,) = LookUp.objects.all()
    assert (log.posting_id, log.office_id, log.at, log.kind, log.found) == (
        *(world.salma.posting.pk, world.salma.posting.office_id, clock("12:00"), "phone", 1),
    )
    assert bytes(log.mark) == field_encryption.blind_index("phone", PHONES["ayesha"])


def test_a_cnic_finds_its_complaints(world, asks):
    theirs = world.complaint(document=Document.CNIC, document_number="3520212345671")
    assert etags(asks(world.salma, "35202-1234567-1")) == [theirs.etag]
    assert LookUp.objects.get().kind == "document"


def test_a_protected_number_finds_nothing_for_an_inquiry_officer_and_that_is_logged_too(world, asks):
    complaint = world.complaint("gender_harassment")
    world.nadia.marks(complaint, to=world.dania, at="09:30")
    assert etags(asks(world.dania, PHONES["ayesha"])) == []
    assert LookUp.objects.get().found == 0
    assert etags(asks(world.salma, PHONES["ayesha"])) == [complaint.etag]  # the complaint cell may know the complainant


def test_a_number_in_an_address_is_not_looked_up(world, seat):
    world.complaint()
    answer = seat(world.salma).get(SEARCH, "12:00", q=PHONES["ayesha"])
    assert (answer.status_code, etags(answer)) == (422, [])
    assert not LookUp.objects.exists()


def test_what_cannot_be_searched_is_said_and_logs_nothing(world, asks):
    for typed in ("12", "9999 9999 9999", "\x00", "()", "--- ---"):
        answer = asks(world.salma, typed)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
    assert not LookUp.objects.exists()


@pytest.mark.slow
def test_strange_words_are_words(world, asks):
    world.complaint()
    for typed in ("", "+", "'", "a' | 'b", "<script>", "%", "the of", "x" * 500, "\\"):
        assert asks(world.salma, typed).status_code == 200


def test_the_log_of_searches_is_never_changed(world, asks):
    asks(world.salma, PHONES["ayesha"])
    for change in (lambda: LookUp.objects.update(found=0), lambda: LookUp.objects.all().delete()):
        with (
            pytest.raises((InternalError, IntegrityError, Exception), match=r"Cannot update|permission denied"),
            transaction.atomic(),
        ):
            change()


def test_who_reads_no_complaints_searches_none(world, seat):
    omar = seat(world.omar)
    assert omar.get(SEARCH, "12:00", q="shop").status_code == 403
    assert "desk-search" not in omar.get("/desk/posting/", "12:00").content.decode()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("first_window", [10**15, 1])
@pytest.mark.parametrize(
    ("ask", "typed", "queries", "by_words"),
    [("get", "shop", 10, True), ("get", "tracktar", 16, True), ("sends", PHONES["ayesha"], 12, False)],
)
def test_the_number_of_queries_does_not_depend_on_the_rows(
    world, seat, monkeypatch, ask, typed, queries, by_words, first_window
):
    """The statements: session, officer, postings, bell, candidates, visible ones, rows; officers and places with
    these words in their name; for similar words also the search by words and the words that occur; for a number also
    its log with a signed version, within a transaction.

    Words are searched in three windows of ids at most, in one if the first reaches back to the first complaint.
    """
    monkeypatch.setattr(complaint_search, "FIRST_WINDOW", first_window)
    salma, counts = seat(world.salma), {}
    for wanted in (3, 25):
        for _ in range(wanted - Complaint.objects.unscoped("test").count()):
            world.complaint(text="My shop and my tractor.")
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(salma, ask)(SEARCH, "12:00", q=typed)
        assert len(etags(answer)) == wanted
        counts[wanted] = len(asked)
    assert counts[3] == counts[25] <= queries + (2 * by_words if first_window == 1 else 0), counts


@pytest.mark.parametrize(("table", "index"), [(Statement, "statement_by_lexemes"), (OpenWords, "open_words_by_words")])
def test_words_are_found_by_an_index(db, table, index):
    as_in_production()
    said = table.objects.filter(
        complaint_search.Matches(search_vector("folded"), search_query(search_words.parse_search("tractor")))
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in said.explain()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("first_window", "candidates", "found"),
    [(16, 9, 5), (2, 9, 5), (2, 5, 5), (2, 4, 5), (1, 2, 3), (1, 1, 2), (4, 2, 3), (10, 2, 3)],
)
def test_the_newest_are_found_however_far_back_they_stand(world, monkeypatch, first_window, candidates, found):
    """A page loads at most one candidate more than it checks, to know whether there are others."""
    told = [world.complaint(text="My tractor." if number % 2 else "My shop.") for number in range(10)]
    with_it = [complaint.pk for complaint in reversed(told[1::2])]
    monkeypatch.setattr(complaint_search, "FIRST_WINDOW", first_window)
    monkeypatch.setattr(complaint_search, "CANDIDATES", candidates)
    said = Statement.objects.filter(
        complaint_search.Matches(search_vector("folded"), search_query(search_words.parse_search("tractor")))
    )
    assert complaint_search._find_newest_ids(said, None) == with_it[:found]
    assert complaint_search._find_newest_ids(said, with_it[1]) == with_it[2 : 2 + found]


@pytest.mark.parametrize(
    ("numbers", "word", "windows"),
    [
        ([], "tractor", [(0, 2), (2, None)]),
        ([9], "tractor", [(0, 2), (2, 6), (6, None)]),
        ([9, 5], "tractor", [(0, 2), (2, 6)]),
        ([], "shop", [(0, 2)]),
    ],
)
def test_the_first_window_tells_how_far_back_the_next_one_looks(world, monkeypatch, numbers, word, windows):
    """Windows of ids, counted back from the newest. One match among two ids makes two expected among four."""
    told = [world.complaint(text="My shop, my tractor." if number in numbers else "My shop.") for number in range(10)]
    monkeypatch.setattr(complaint_search, "FIRST_WINDOW", 2)
    monkeypatch.setattr(complaint_search, "CANDIDATES", 1)
    said = Statement.objects.filter(
        complaint_search.Matches(search_vector("folded"), search_query(search_words.parse_search(word)))
    )
    with CaptureQueriesContext(connection) as asked:
        complaint_search._find_newest_ids(said, None)
    top, bounds = told[-1].pk + 1, r'"complaint_id" >= (\d+) AND "\w+"."complaint_id" < (\d+)'
    found = [tuple(map(int, re.search(bounds, one["sql"]).groups())) for one in asked.captured_queries[1:]]
    assert found == [(top - oldest if oldest else 0, top - newest) for newest, oldest in windows]


def test_likeness_is_found_by_the_index_of_open_words_however_cheap_reading_them_all_looks(world):
    as_in_production()
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        complaint_search.search_by_similar_words(search_words.parse_search("tracktar"), actor=world.zara.actor)
        (asked_for,) = [one["sql"] for one in queries if "%> " in one["sql"]]
        with force_bitmap_scan():
            cursor.execute("EXPLAIN " + asked_for)
            said = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
    statements = [one["sql"] for one in queries]
    forced = next(place for place, sql in enumerate(statements) if "enable_seqscan = off" in sql)
    assert forced < statements.index(asked_for)
    assert "open_words_by_likeness" in said


@pytest.mark.parametrize("marks", [{"phone_index": [b"x" * 16]}, {"document_index": [b"x" * 16, b"y" * 16]}])
def test_numbers_are_found_by_the_index_of_their_marks(world, marks):
    as_in_production()
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        complaint_search.search_by_person_number(marks, actor=world.salma.actor)
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        said = "\n".join(line for (line,) in cursor.fetchall())
    assert "complainant_by_" in said
