"""A person in the middle of the five pages, and what the server stores about it."""

import uuid

import pytest
from django.conf import settings as portal_settings

from citizen.filing.draft_addresses import draft_address, draft_id_at
from complaints.models import Draft
from complaints.services import statement_proposals
from tests.citizen.conftest import TOLD, Visitor
from tests.citizen.filing.sentences import proposal

CONFIDENTIAL = "domestic_violence"
WORD = "the blue mango tree"
NOBODY_KEPT_OUT = {"keep_from": "no", "senior_possible": "", "post": "", "officer_station": "", "officer_name": ""}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store files in the test's own folder."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}


@pytest.fixture
def understands(monkeypatch):
    """Return a function that sets what the engine proposes for every text."""

    def set_proposal(*categories: str, **place) -> None:
        found = proposal(*categories, **place)
        monkeypatch.setattr(statement_proposals, "propose_for_statement", lambda text: found)

    return set_proposal


def begins(visitor: Visitor, category: str = TOLD["category"], at: str = "09:00", *, key: str = "") -> str:
    """Choose a category and return the draft's key."""
    key = key or draft_address(uuid.uuid4())
    answer = visitor.posts("/complain/", at, key=key, category=category)
    assert answer.status_code == 302, answer.status_code
    return key


def tells(visitor: Visitor, key: str, at: str = "09:00", **told):
    """Answer the pages named by their field: district, text, keep_from. Return the last response."""
    pages = {"district": "where", "text": "what", "keep_from": "whom"}
    answers = [visitor.posts(f"/complain/{key}/{pages[name]}/", at, **{name: value}) for name, value in told.items()]
    return answers[-1]


def at_the_last_page(visitor: Visitor, category: str = TOLD["category"], at: str = "09:00") -> str:
    """Answer all pages except the contact details and return the draft's key."""
    key = begins(visitor, category, at)
    tells(visitor, key, at, district=TOLD["district"], text=TOLD["text"], keep_from="no")
    return key


def draft_of(key: str) -> Draft:
    return Draft.objects.get(pk=draft_id_at(key))


def answers_of(key: str) -> dict:
    """Return the stored answers, without the technical ones that the pages add."""
    return {name: told for name, told in draft_of(key).answers.items() if not name.startswith("_")}
