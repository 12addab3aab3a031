"""A package's model reads statements: it proposes, its failure costs nothing, and it never takes a danger away."""

from threading import Event

import pytest

from complaints.queries.understanding import chosen_model
from complaints.queries.understanding.chosen_model import built_in_version
from complaints.services.statement_proposals import propose_for_statement
from complaints.understanding.proposals import Danger, Proposal, Understanding

THEFT = "My motorcycle was stolen in Lahore"
DANGER = "He is beating me right now, please help, he will kill me"
goes_on = Event()


def answer(**more) -> Understanding:
    values = {"categories": (Proposal("threats", 0.9),), "districts": (), "stations": ()}
    return Understanding(**values | {"danger": Danger.NONE, "danger_score": 0.0} | more)


def other(sentence, *, places, phrases):
    return answer()


def of_unknown_codes(sentence, *, places, phrases):
    unknown = (Proposal("no_such", 0.9),)
    return answer(categories=(*unknown, Proposal("threats", 0.8)), districts=unknown, stations=unknown)


def sees_police(sentence, *, places, phrases):
    return answer(danger=Danger.POLICE, danger_score=0.9)


def failing(sentence, *, places, phrases):
    raise RuntimeError(f"cannot read {sentence}")


def empty(sentence, *, places, phrases):
    return answer(categories=())


def hanging(sentence, *, places, phrases):
    goes_on.wait(60)


@pytest.fixture
def model(settings, monkeypatch):
    """A function that chooses the model of this file by its name."""
    monkeypatch.setattr(chosen_model, "TIME_LIMIT", 30.0)

    def choose(name: str):
        settings.UNDERSTANDING_MODEL = f"{__name__}.{name}"
        settings.EXTENSIONS = settings.EXTENSIONS | {"UNDERSTANDING_MODEL": name}

    return choose


def test_its_proposal_is_used_and_its_name_recorded(world, model):
    assert propose_for_statement(THEFT).categories[0] == "vehicle_theft"
    assert propose_for_statement(THEFT).version == built_in_version()
    model("other")
    proposal = propose_for_statement(THEFT)
    assert (proposal.categories, proposal.version) == (("threats",), f"other+{built_in_version()}")


def test_it_never_takes_a_danger_away_and_may_add_one(world, model):
    assert propose_for_statement(DANGER).danger == Danger.NOW
    model("other")
    assert propose_for_statement(DANGER).danger == Danger.NOW
    model("sees_police")
    assert propose_for_statement(THEFT).danger == Danger.POLICE


def test_codes_that_are_not_in_use_are_left_out(world, model):
    model("of_unknown_codes")
    proposal = propose_for_statement(THEFT)
    assert (proposal.categories, proposal.district, proposal.station) == (("threats",), "", "")


@pytest.mark.parametrize("name", ["failing", "empty", "hanging", "no_such_function"])
def test_when_it_fails_the_portals_own_model_proposes(world, model, name, monkeypatch, caplog):
    if name == "hanging":
        monkeypatch.setattr(chosen_model, "TIME_LIMIT", 0.05)
    model(name)
    try:
        proposal = propose_for_statement(THEFT)
    finally:
        goes_on.set()
    assert (proposal.categories[0], proposal.district) == ("vehicle_theft", "lahore")
    assert "The model of the package failed" in caplog.text
    assert "motorcycle" not in caplog.text
