"""What the drill of many machines reports: pauses between filings, and failures that did not explain themselves."""

import pytest
from django.db import InternalError
from psycopg.errors import ReadOnlySqlTransaction

from drills.ha.afterwards import describe_failures
from drills.ha.citizens import Complainants, Failure, Filed, SiteDoor, explains_failure
from web.error_pages import is_temporary

EXPLAINED = Failure(10.0, "POST", "/complain/0d9f6a1c-55aa/reach/", 503, True, 1.5)
BARE = Failure(11.0, "GET", "/ur/track/202611290001/", 502, False, 60.0)
BROKEN = Failure(12.0, "GET", "/track/", 0, False, 0.2)
UPLOAD = Failure(13.0, "PATCH", "/complaint/x/evidence/y/piece/", 503, False, 0.1)


def test_the_longest_pause_includes_what_followed_the_last_filing(tmp_path):
    people = Complainants(SiteDoor(None), b"")
    people.filed = [Filed("a", "1", 101.0), Filed("b", "2", 119.5), Filed("c", "3", 121.0)]
    assert people.longest_pause(100.0, 122.0) == 18.5
    assert people.longest_pause(100.0, 150.0) == 29.0
    assert people.longest_pause(200.0, 230.0) == 30.0


def test_a_page_without_words_is_reported_and_a_broken_connection_is_counted():
    report = describe_failures([EXPLAINED, BARE, BROKEN, UPLOAD])
    assert report["failed requests"] == {503: 2, 502: 1, "no answer": 1}
    assert report["failed pages without words"] == {"GET /ur/track/…/: 502": 1}
    assert report["longest failure, seconds"] == 60.0


@pytest.mark.parametrize(
    ("path", "page", "explained"),
    [
        ("/track/", '<html lang="en">Please try again in a few minutes.', True),
        ("/ur/track/", '<html lang="en">Please try again in a few minutes.', False),
        ("/ur/track/", '<html lang="ur" dir="rtl">براہِ کرم چند منٹ بعد دوبارہ کوشش کریں۔', True),
        ("/track/", "<html><h1>502 Bad Gateway</h1>", False),
    ],
)
def test_a_page_explains_a_failure_in_the_language_of_its_address(path, page, explained):
    assert explains_failure(path, page) is explained


def test_a_former_leader_that_only_reads_is_an_outage_and_no_mistake_of_ours():
    refused = InternalError("cannot execute SELECT FOR UPDATE in a read-only transaction")
    assert not is_temporary(refused)
    refused.__cause__ = ReadOnlySqlTransaction()
    assert is_temporary(refused)
