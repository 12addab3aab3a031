"""A crime is resolved with an FIR or with a reason signed by a superior: the forms ask for it and explain why."""

from html import unescape

import pytest

from complaints.rules.statuses import Outcome
from complaints.workflow.table import MOVES
from desk.moves.form_table import FORMS

OFFICERS = {"holder", "superior", "head", "cell", "monitor"}
ELSEWHERE = {
    "link": "desk:link_or_merge",
    "merge": "desk:link_or_merge",
    "unlink": "desk:separate",
    "unmerge": "desk:separate",
    "undo_mark": "desk:undo_marking",
    "hear": "desk:hearings",
    "put_through": "desk:call",
}
"""Moves of officers with a page of their own."""


def page(answer) -> str:
    return unescape(answer.content.decode())


def form_of(answer, move: str):
    return next(act.form for act in answer.context["acts"] if act.name == move)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"fir_number", "fir_station"}),
        ({"fir_number": "12/26"}, {"fir_station"}),
        ({"fir_station": "Gulberg"}, {"fir_number"}),
    ],
)
def test_an_fir_has_a_number_and_a_station_and_each_that_is_missing_says_so(world, seat, typed, wrong):
    complaint = world.in_inquiry()
    answer = seat(world.bilal).posts(
        complaint, "submit_report", "12:00", outcome=Outcome.FIR_REGISTERED, words="It was registered.", **typed
    )
    assert answer.status_code == 422
    assert set(form_of(answer, "submit_report").errors) == wrong


def test_the_form_of_a_crime_says_why_it_asks_for_the_fir(world, seat):
    crime = world.in_inquiry(category="property_crime")
    html = page(seat(world.bilal).opens(crime, "11:00"))
    assert "Without an FIR, your superior must sign a reason before the complaint is resolved." in html
    world.bilal.reports(crime, "12:00")
    answer = seat(world.farah).opens(crime, "13:00")
    assert "This crime is being resolved without an FIR number." in page(answer)
    refused = seat(world.farah).posts(crime, "accept", "13:10", words="")
    assert refused.status_code == 422
    assert set(form_of(refused, "accept").errors) == {"words"}


def test_every_move_of_officers_has_a_form_or_a_page_of_its_own():
    """`hear` has a page of its own, because it needs the named officer and the summary (desk:hearings)."""
    theirs = {name for name, move in MOVES.items() if move.by & OFFICERS}
    assert theirs - set(FORMS) == set(ELSEWHERE)
    assert {name for name in FORMS if not MOVES[name].has_page} == set()


@pytest.mark.slow
def test_a_pasted_text_is_refused_and_not_cut(world, seat):
    """With `maxlength` in the field, a browser cuts a pasted text without notice, and the rest would be lost."""
    complaint = world.in_inquiry()
    bilal = seat(world.bilal)
    assert "maxlength" not in bilal.opens(complaint, "11:00").content.decode().split("<main", 1)[1]
    for typed in ({"words": "word " * 2001}, {"fir_number": "1" * 200, "fir_station": "Gulberg"}):
        answer = bilal.posts(
            complaint, "submit_report", "12:00", **({"outcome": "fir_registered", "words": "x"} | typed)
        )
        assert answer.status_code == 422
        assert next(iter(typed)) in form_of(answer, "submit_report").errors
