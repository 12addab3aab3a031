"""One click in a browser, and requests that are refused over HTTP."""

import http.client

import pytest

from tests.demo.conftest import hire

pytestmark = pytest.mark.slow


@pytest.fixture
def hired(own_database):
    hire()


def status(portal, method: str = "GET", path: str = "/demo/", **headers: str) -> int:
    """Return the answer to a request that a proxy or a foreign page would send."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_one_click_signs_in_and_the_page_knows_who_it_is(hired, page):
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as monitor, Punjab").click()
    page.wait_for_url("**/desk/board/")
    page.get_by_role("link", name="Demo: try another role").click()
    page.get_by_text("That is you now").wait_for()
    page.get_by_role("button", name="Ask for another time limit").click()
    page.wait_for_url("**/desk/admin/complaints/policychange/add/")


def test_the_page_works_without_javascript_in_urdu(hired, new_page):
    page = new_page(language="ur", javascript=False)
    page.goto("/ur/demo/")
    page.locator("#auditor .demo-card-stub button").click()
    page.wait_for_url("**/ur/desk/access/")


def test_forwarded_and_foreign_requests_find_nothing(portal):
    assert status(portal) == 200
    assert status(portal, X_Forwarded_For="127.0.0.1") == 404
    assert status(portal, Forwarded="for=192.0.2.1") == 404
    assert status(portal, path="/ur/demo/", Via="1.1 front") == 404
    assert status(portal, "POST", "/demo/sign-in/monitor/", X_Forwarded_Proto="https") == 404
    assert status(portal, Host="complaints.example.org") == 400
    assert status(portal, "POST", "/demo/sign-in/monitor/", Origin="https://complaints.example.org") == 403
