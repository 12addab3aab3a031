"""The button “leave this page”: nothing of this site is left in the browser."""

from tests.citizen.conftest import Visitor, registered, words

TOLD = "Central Police Office alone"


def test_the_last_notice_is_nowhere_after_leaving(world, ayesha):
    """Otherwise the next user of the phone would learn that somebody called for help."""
    ayesha.files()
    [complaint] = registered()
    ayesha.opens(complaint, "09:00")
    answer = ayesha.moves(complaint, "report_pressure", "09:05")
    assert set(answer.cookies) <= {"sessionid", "csrftoken"}  # notices are stored on the server
    ayesha.get("/leave/", "09:05")
    assert TOLD not in words(ayesha.get("/track/", "09:06"))


def test_a_notice_is_shown_once_where_nobody_leaves(world, ayesha):
    ayesha.files()
    [complaint] = registered()
    ayesha.opens(complaint, "09:00")
    ayesha.moves(complaint, "report_pressure", "09:05")
    pages = [ayesha.get(f"/track/{complaint.etag}/mine/", "09:06") for _ in range(2)]
    assert [page.context["messages"] is not None and len(list(page.context["messages"])) for page in pages] == [1, 0]


def test_a_cookie_that_an_older_portal_left_is_deleted(world):
    visitor = Visitor()
    visitor.client.cookies["messages"] = "kept by an older portal"
    visitor.get("/leave/")
    assert not visitor.client.cookies["messages"].value
