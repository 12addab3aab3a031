"""Notices that a crime needs an FIR as well: before filing begins, and on the receipt with what to do."""

from html import unescape

from tests.citizen.conftest import path_of, words


def test_step_1_says_it_in_the_group_and_beside_what_is_found(world, ayesha):
    page = unescape(words(ayesha.get("/complain/list/")))
    assert page.count("For that you also need an FIR from a police station.") == 1
    found = unescape(words(ayesha.get("/complain/", q="chori")))
    assert "For a criminal case you also need an FIR from a police station." in found
    assert "For a criminal case you also need" not in unescape(words(ayesha.get("/complain/", q="rishwat")))


def test_the_receipt_of_a_theft_says_what_to_do(world, ayesha):
    page = unescape(words(ayesha.get(path_of(ayesha.files(category="vehicle_theft")))))
    assert "For a criminal case you also need an FIR" in page
    assert "If the station refuses, add that to this complaint." in page


def test_other_receipts_do_not(world, ayesha):
    page = unescape(words(ayesha.get(path_of(ayesha.files(category="traffic")))))
    assert "For a criminal case you also need an FIR" not in page
    assert "This is not an FIR" in page


def test_the_receipt_of_feedback_does_not_say_that_a_deadline_runs(world, ayesha):
    feedback = unescape(words(ayesha.get(path_of(ayesha.files(category="suggestion")))))
    assert "time limit has started" not in feedback
    assert "time limit has started" in unescape(words(ayesha.get(path_of(ayesha.files()))))
