"""A queue that polls: only the list is sent, and nothing if it is unchanged."""

import pytest

from tests.desk.conftest import DESK, OFFICE, etags
from tests.world import clock


@pytest.fixture
def polls(seat):
    """Return a function: `polls(browser, path, at, version)` returns the response for a page that has this version."""

    def poll(sitting, path, at, version=""):
        sitting.client.defaults |= {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": version}
        try:
            return sitting.get(path, at)
        finally:
            del sitting.client.defaults["HTTP_HX_REQUEST"], sitting.client.defaults["HTTP_IF_NONE_MATCH"]

    return poll


@pytest.mark.parametrize("path", [DESK, OFFICE, OFFICE + "?clock=day"])
def test_a_page_that_asks_again_is_told_that_nothing_has_changed(world, seat, polls, path):
    world.complaint()
    salma = seat(world.salma)
    first = salma.get(path, "10:00")
    again = polls(salma, path, "10:00", first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "HX-Request" in again["Vary"]


def test_a_new_complaint_comes_as_the_list_alone(world, seat, polls):
    world.complaint()
    salma = seat(world.salma)
    first = salma.get(OFFICE, "10:00")
    second = world.complaint(at="10:01")
    answer = polls(salma, OFFICE, "10:01", first["ETag"])
    assert answer.status_code == 200
    assert second.etag in etags(answer)
    assert answer["ETag"] != first["ETag"]
    assert "<html" not in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_clock_that_says_another_time_is_a_change(world, seat, polls):
    world.complaint(at="09:00")
    salma = seat(world.salma)
    first = salma.get(OFFICE, "10:00")
    assert polls(salma, OFFICE, "10:00", first["ETag"]).status_code == 304
    assert polls(salma, OFFICE, "12:00", first["ETag"]).status_code == 200


def test_the_page_carries_the_version_with_which_it_asks(world, seat):
    world.complaint()
    answer = seat(world.salma).get(OFFICE, "10:00")
    version = answer["ETag"].replace('"', "&quot;")
    assert f'data-version="{version}"' in answer.content.decode()
    assert 'hx-get="/desk/office/"' in answer.content.decode()


def test_a_list_is_kept_by_nobody(world, seat, polls):
    assert "no-store" in polls(seat(world.salma), OFFICE, "10:00")["Cache-Control"]


def test_a_place_that_cannot_be_read_is_said_once_and_not_at_each_asking(world, seat, polls):
    salma = seat(world.salma)
    for _ in range(3):
        polls(salma, OFFICE + "?after=x", clock("10:00"))
    assert (
        "The link to that page was incomplete. This is the first page."
        not in salma.get(OFFICE, "10:01").content.decode()
    )


def test_who_has_been_signed_out_is_given_no_list(world, seat, polls):
    salma = seat(world.salma)
    salma.client.logout()
    answer = polls(salma, OFFICE, "10:00")
    assert (answer.status_code, answer.content, answer["HX-Refresh"]) == (204, b"", "true")
