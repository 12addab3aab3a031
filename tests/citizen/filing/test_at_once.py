"""The same draft, submitted from two windows at the same moment, becomes one complaint.

Both windows are redirected to it.
"""

import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client

from tests.citizen.conftest import TOLD, Visitor, path_of, registered
from tests.citizen.filing.conftest import NOBODY_KEPT_OUT, WORD, answers_of, at_the_last_page
from tests.world import build, clock

LAST = {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"}


def at_once(*forms: tuple[str, dict]) -> list:
    """Submit each form from its own window, all at the same moment. Return the responses."""
    start, answers = threading.Barrier(len(forms)), {}

    def sends(number: int, path: str, typed: dict) -> None:
        start.wait()
        answers[number] = Client().post(path, typed)
        connections.close_all()

    windows = [threading.Thread(target=sends, args=(number, *form)) for number, form in enumerate(forms)]
    with time_machine.travel(clock("09:00"), tick=False):
        for window in windows:
            window.start()
        for window in windows:
            window.join()
    return [answers[number] for number in range(len(forms))]


@pytest.mark.slow
@pytest.mark.parametrize("last", [LAST, LAST | {"reach": "secret", "secret": WORD}], ids=["phone", "secret word"])
def test_the_last_page_from_six_windows_is_one_complaint(own_database, last):
    build()
    key = at_the_last_page(Visitor())
    answers = at_once(*[(f"/complain/{key}/reach/", last)] * 6)
    assert [path_of(answer) for answer in answers] == [f"/complaint/{key}/receipt/"] * 6
    assert len(registered()) == 1


@pytest.mark.slow
def test_a_change_that_comes_at_the_same_moment_is_in_it_or_its_sender_is_told(own_database):
    """For either order of the requests, the pages never report a lost change as stored."""
    build()
    changed = "He came back on Monday, with two others."
    for _ in range(5):
        key = at_the_last_page(Visitor())
        _, change = at_once((f"/complain/{key}/reach/", LAST), (f"/complain/{key}/what/", {"text": changed}))
        if path_of(change).endswith("/receipt/"):
            assert registered()[-1].statement.text == TOLD["text"]
            assert "sessionid" in change.cookies  # the notice is stored in it
        else:
            assert registered()[-1].statement.text == changed
        assert answers_of(key) == {}


def test_two_pages_answered_at_once_keep_both_answers(own_database):
    build()
    key = at_the_last_page(Visitor())
    changed = "He came back on Monday, with two others."
    at_once((f"/complain/{key}/where/", {"district": "multan"}), (f"/complain/{key}/what/", {"text": changed}))
    assert answers_of(key) | {"spoken": False} == {
        "category": TOLD["category"], "district": "multan", "text": changed, "spoken": False, **NOBODY_KEPT_OUT,
    }  # fmt: skip
