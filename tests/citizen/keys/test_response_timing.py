"""Responses to a browser in which a word has opened a complaint are held back to whole steps; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen.access import response_timing
from citizen.filing.draft_addresses import draft_address
from tests.citizen.conftest import Visitor
from tests.citizen.keys.cast import DURESS, SECRET, set_words


@pytest.fixture
def held(settings, monkeypatch) -> list[float]:
    """Return the list of waits; nothing waits."""
    waits: list[float] = []
    monkeypatch.setattr(response_timing.time, "sleep", waits.append)
    monkeypatch.setattr(response_timing.os, "getloadavg", lambda: (0.2, 0.2, 0.2))
    settings.SECRET_WORD_STEP = 0.5
    return waits


@pytest.fixture
def complaint(world):
    complaint = world.complaint("gender_harassment")
    set_words(complaint, duress=DURESS)
    return complaint


@pytest.mark.parametrize("word", [SECRET, DURESS])
@pytest.mark.parametrize("page", ["mine/", "more/", "evidence/", ""])
def test_every_page_of_ayesha_s_is_held_back_after_either_word(held, complaint, word, page):
    ayesha = Visitor()
    ayesha.posts(f"/track/{complaint.etag}/key/", key=word)
    assert len(held) == 1
    ayesha.get(f"/track/{complaint.etag}/{page}")
    assert len(held) == 2
    assert all(0 < wait <= 0.5 for wait in held)


@pytest.mark.parametrize("word", [SECRET, DURESS])
def test_so_are_receipt_and_acts(held, complaint, word):
    ayesha = Visitor()
    ayesha.posts(f"/track/{complaint.etag}/key/", key=word)
    ayesha.get(f"/complaint/{draft_address(complaint.draft.pk)}/receipt/")
    ayesha.posts(f"/track/{complaint.etag}/mine/add/", seen=99, **{"add-words": "He came again."})
    assert len(held) == 3


def test_nobody_else_waits(held, world, complaint, ayesha):
    other = world.complaint()
    ayesha.opens(other, "10:00")
    ayesha.get("/", "10:01")
    ayesha.get(f"/track/{complaint.etag}/", "10:01")
    assert held == []


@given(st.floats(0, 100), st.floats(0.01, 5))
def test_the_wait_ends_at_a_whole_number_of_steps(elapsed, step):
    wait = response_timing.seconds_to_hold(elapsed, step=step)
    assert 0 < wait <= step
    assert (elapsed + wait) / step == pytest.approx(round((elapsed + wait) / step), abs=1e-6)


@pytest.mark.parametrize(("load", "steps"), [(0, 1), (1.9, 1), (2.1, 2), (14.5, 8)])
def test_on_a_busy_server_the_step_grows(load, steps):
    assert response_timing.step_factor_for_load(load, cores=2) == steps


def test_the_step_of_a_request_is_that_of_the_load(held, complaint, monkeypatch):
    monkeypatch.setattr(response_timing.os, "getloadavg", lambda: (40.0, 1, 1))
    monkeypatch.setattr(response_timing.os, "cpu_count", lambda: 2)
    Visitor().posts(f"/track/{complaint.etag}/key/", key=SECRET)
    assert 0.5 < held[0] <= 10
