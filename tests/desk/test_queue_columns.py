"""The columns of the queue: the officer's choice, the columns of a saved view, and names that are no columns."""

import re

import pytest

from complaints.models import QueueColumns, SavedView
from complaints.services import saved_views
from desk.queue.queue_columns import COLUMN_LABELS, DEFAULT_COLUMNS, parse_columns
from tests.desk.conftest import DESK, OFFICE, etags
from tests.world import clock

COLUMNS = "/desk/columns/"
HEADING = re.compile(r'<th scope="col" role="columnheader" class="queue-(\w+)"')


def headings(answer) -> list[str]:
    return HEADING.findall(answer.content.decode())


def page(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def marked(world):
    complaint = world.complaint(
        "financial_crime", "09:00", station="gulberg", text="My cheque was forged by a neighbour."
    )
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def test_a_row_says_what_it_is_about_who_has_it_and_what_is_due_next(world, seat, marked):
    answer = seat(world.usman).get(OFFICE, "10:00")
    assert headings(answer) == ["tick", "etag", "matter", "place", "holder", "status", "deadline", "received"]
    html = page(answer)
    for words in ("My cheque was forged", "Gulberg</bdi>", "Bilal</bdi>", "Marked to officer", "Contact: 7 h left"):
        assert words in html


def test_in_ones_own_queue_there_is_no_column_of_the_holder(world, seat, marked):
    assert "holder" not in headings(seat(world.bilal).get(DESK, "10:00"))
    assert "holder" in headings(seat(world.hina).get(DESK, "10:00"))  # a clerk: with the officers of the office


def test_the_next_deadline_is_the_nearest_of_all_clocks(world, seat, marked):
    def shown(at):
        (row,) = seat(world.bilal).get(DESK, at).context["rows"]
        return row.deadline.words

    assert shown("16:00") == "Contact: 60 min left" or shown("16:00") == "Contact: 1 h left"
    world.bilal.records_contact(marked, "16:30")
    world.ayesha.says("in_person", marked, "16:40")
    assert shown("17:00").startswith("Report: ")
    world.bilal.asks(marked, "17:30")
    assert shown("18:00").startswith("Paused, ")


def test_the_chosen_columns_are_kept_for_the_officer_alone(world, seat, marked):
    bilal, usman = seat(world.bilal), seat(world.usman)
    answer = bilal.sends(COLUMNS, "10:00", columns=["received", "category", "channel"], back=f"{OFFICE}?clock=day")
    assert (answer.status_code, answer.url) == (302, f"{OFFICE}?clock=day")
    assert headings(bilal.get(OFFICE, "10:01")) == ["etag", "category", "received", "channel"]
    assert headings(seat(world.bilal).get(DESK, "10:01")) == ["etag", "category", "received", "channel"]
    assert "channel" not in headings(usman.get(OFFICE, "10:01"))
    bilal.sends(COLUMNS, "10:02", default="1")
    assert not QueueColumns.objects.exists()
    assert "channel" not in headings(bilal.get(OFFICE, "10:03"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"columns": ["category", "salary"]}, "There is no column with this name: salary"),
        ({"columns": ["\x00"]}, "There is no column with this name"),
        ({"columns": ["<b>"]}, "There is no column with this name: &lt;b&gt;"),
        ({}, "Choose at least one column."),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_and_shown_again(world, seat, typed, words):
    answer = seat(world.bilal).sends(COLUMNS, "10:00", **typed, back=f"{OFFICE}?clock=day")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{OFFICE}?clock=day"' in answer.content.decode()
    assert ("checked" in answer.content.decode()) == ("category" in typed.get("columns", ()))
    assert not QueueColumns.objects.exists()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/complain/", "/desk\\x", ""])
def test_it_leads_back_to_the_queue_and_nowhere_else(world, seat, back):
    assert seat(world.bilal).sends(COLUMNS, "10:00", columns=["status"], back=back).url == DESK


def test_a_kept_column_that_no_longer_exists_is_left_out(world, seat, marked):
    QueueColumns.objects.create(
        officer=world.bilal.officer, columns=["status", "mood", "received"], changed_at=clock("08:00")
    )
    answer = seat(world.bilal).get(OFFICE, "10:00")
    assert headings(answer) == ["etag", "status", "received"]
    assert "mood" not in page(answer)


def test_a_saved_view_can_have_columns_of_its_own(world, seat, marked):
    usman = seat(world.usman)
    usman.sends("/desk/views/?clock=day&columns=status.received", "10:00", name="Short", with_columns="on")
    view = SavedView.objects.get()
    assert view.query == "clock=day&columns=status.received"
    (line,) = usman.get("/desk/views/beside/", "10:01").context["lines"]
    answer = usman.get(line["url"], "10:02")
    assert headings(answer) == ["tick", "etag", "status", "received"]
    assert etags(answer) == [marked.etag]
    usman.sends(COLUMNS, "10:03", columns=["place"], back=line["url"])  # a choice of one's own counts again
    assert headings(usman.get(OFFICE, "10:04")) == ["tick", "etag", "place"]


def test_a_saved_view_without_columns_keeps_the_filters_alone(world, seat):
    seat(world.usman).sends("/desk/views/?clock=day&columns=status", "10:00", name="Day")
    assert SavedView.objects.get().query == "clock=day"


def test_a_saved_view_that_names_a_column_that_no_longer_exists_says_so_and_shows_the_others(world, seat, marked):
    query = "clock=day&columns=status.mood.received"
    saved_views.save_view(name="Old", query=query, role="", by=world.usman.actor, at=clock("08:00"))
    answer = seat(world.usman).get(f"{OFFICE}?{query}", "10:00")
    assert headings(answer) == ["tick", "etag", "status", "received"]
    assert "This link names columns that do not exist: <bdi>mood</bdi>. They are left out." in page(answer)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("named", ["mood", ".", "\x00", "x" * 5000, "status." * 3000, "مقام"])
def test_any_name_in_the_address_gives_a_list(world, seat, marked, named):
    answer = seat(world.usman).get(OFFICE, "10:00", columns=named)
    assert answer.status_code == 200
    assert etags(answer) == [marked.etag]


@pytest.mark.slow
def test_every_column_can_be_shown_alone(world, seat, marked):
    for name in COLUMN_LABELS:
        answer = seat(world.usman).get(OFFICE, "10:00", columns=name)
        shown = "matter" if name == "gist" else name
        assert headings(answer)[2:] in ([name], [shown])
        assert etags(answer) == [marked.etag]


def test_columns_stand_in_the_order_of_the_table_each_once():
    assert parse_columns(["received", "place", "place"]).names == ("place", "received")
    assert parse_columns([]).names == parse_columns(["x"]).names == DEFAULT_COLUMNS
    assert parse_columns(["x", "status", "y"]).unknown == ("x", "y")


@pytest.mark.parametrize(("category", "answers"), [("gender_harassment", {}), ("financial_crime", {"protected": True})])
def test_a_confidential_or_protected_row_shows_no_words_of_the_complaint(world, seat, category, answers):
    world.complaint(category, "09:00", text="He waits at the gate every morning.", **answers)
    answer = seat(world.salma).get(OFFICE, "10:00")
    assert len(etags(answer)) == 1
    assert "gate every morning" not in answer.content.decode()
