"""The number of statements of each page, which does not depend on the amount of data; and the limits for filing."""

import uuid

import pytest

from accounts.models import Office
from citizen import rate_limits
from citizen.filing.draft_addresses import draft_address
from complaints.models import Category, Draft, Evidence
from complaints.models.evidence import Evidence as Row
from operations.embedded_servers import find_free_port
from tests.citizen.conftest import TOLD, Visitor, registered, words
from tests.citizen.filing.conftest import CONFIDENTIAL, WORD, at_the_last_page, begins, draft_of, tells
from tests.citizen.keys.cast import counted
from tests.world import clock

LAST = {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"}

UNCHECKED = {name: value for name, value in LAST.items() if name != "checked"}

# Each page, and the statements for showing it.
SHOWN = {"": 0, "?q=chori": 3, "kind/": 3, "where/": 2, "what/": 2, "whom/": 2, "reach/": 1}


def cost(visitor: Visitor, path: str, **typed) -> int:
    """Return the number of statements of one request."""
    with counted() as statements:
        visitor.posts(path, **typed) if typed else visitor.get(path)
    return len(statements)


@pytest.mark.parametrize(("page", "statements"), SHOWN.items())
def test_what_a_page_costs_to_be_shown(world, ayesha, page, statements):
    key = at_the_last_page(ayesha)
    path = f"/complain/{key}/{page}" if page.endswith("/") else f"/complain/{page}"
    assert cost(ayesha, path) == statements


def test_what_the_list_of_categories_costs(world, ayesha):
    """The categories and the districts."""
    assert cost(ayesha, "/complain/list/") == 2


def test_what_a_sentence_and_its_proposal_cost(world, ayesha):
    """The session, the draft, its files, and what the engine needs: the offered categories and the stations.

    The proposal lists all categories, and the districts because this sentence names none.
    """
    key = draft_address(uuid.uuid4())
    costs = {
        "sentence": cost(ayesha, "/complain/", key=key, text=TOLD["text"]),
        "proposal": cost(ayesha, f"/complain/{key}/proposal/"),
        "confirmed": cost(ayesha, f"/complain/{key}/proposal/", category="financial_crime"),
    }
    assert costs == {"sentence": 12, "proposal": 5, "confirmed": 6}


@pytest.mark.parametrize("page", ["kind/", "where/", "what/", "whom/", "reach/"])
def test_a_confidential_one_costs_its_session_too(world, ayesha, page):
    """The session is read and written, because the half hour begins again."""
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    assert cost(ayesha, f"/complain/{key}/{page}") == SHOWN[page] + 2


def test_what_an_answer_costs(world, ayesha):
    key = draft_address(uuid.uuid4())
    costs = {
        "kind": cost(ayesha, "/complain/", key=key, category=TOLD["category"]),
        "where": cost(ayesha, f"/complain/{key}/where/", district="lahore"),
        "what, mistyped": cost(ayesha, f"/complain/{key}/what/", text="Help"),
        "what": cost(ayesha, f"/complain/{key}/what/", text=TOLD["text"]),
        "whom": cost(ayesha, f"/complain/{key}/whom/", keep_from="no"),
        "reach, mistyped": cost(ayesha, f"/complain/{key}/reach/", reach="phone"),
        "reach, to be checked": cost(ayesha, f"/complain/{key}/reach/", **UNCHECKED),
    }
    assert costs == {
        "kind": 3,
        "where": 4,
        "what, mistyped": 6,
        "what": 6,
        "whom": 4,
        "reach, mistyped": 3,
        "reach, to be checked": 6,
    }


@pytest.mark.slow
@pytest.mark.parametrize("last", [LAST, LAST | {"reach": "secret", "secret": WORD}], ids=["phone", "secret word"])
def test_the_whole_last_page_costs_the_same_for_the_first_and_for_the_twentieth(world, ayesha, last):
    """Fourteen round trips for the registration with its draft and message, and one for the session.

    A secret word is one more: it is hashed with the complaint's number, which the complaint must have first.
    """
    costs = [cost(Visitor(), f"/complain/{at_the_last_page(ayesha)}/reach/", **last) for _ in range(20)]
    assert costs == [16 if "secret" in last else 15] * 20


@pytest.mark.mostly_slow
@pytest.mark.parametrize("page", ["", "?q=a", "kind/", "where/", "where/?q=a", "what/", "whom/", "reach/"])
def test_it_costs_the_same_however_many_kinds_districts_and_files_there_are(world, ayesha, page):
    key = at_the_last_page(ayesha)
    path = (
        f"/complain/{key}/{page}"
        if page.startswith(("kind", "where", "what", "whom", "reach"))
        else f"/complain/{page}"
    )
    many = cost(ayesha, path)
    Category.objects.exclude(code=TOLD["category"]).update(is_active=False)
    Office.objects.districts().exclude(code="lahore").update(kind="unit")
    few = cost(ayesha, path)
    file = {"kind": "photo", "media_type": "image/jpeg", "size": 1, "created_at": clock("09:00")}
    rows = [Row(draft_id=draft_of(key).pk, **file) for _ in range(20)]
    Evidence.objects.bulk_create(rows)
    assert many == few == cost(ayesha, path)


# --- limits ---


@pytest.fixture(params=["with the broker", "without the broker"])
def tokens(request, settings) -> int:
    """Return the size of the bucket."""
    rate_limits._local_buckets.clear()
    if request.param == "with the broker":
        return rate_limits.DRAFTS_BEGUN.burst
    settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    return rate_limits.DRAFTS_BEGUN.burst // rate_limits.LOCAL_DIVISOR


@pytest.mark.parametrize(("language", "said"), [("en", "Wait a little, then try again."), ("ur", "تھوڑی دیر")])
def test_who_begins_without_end_is_asked_to_wait_in_a_friendly_way(world, tokens, language, said):
    visitor = Visitor(language)
    answers = [
        visitor.posts("/complain/", key=draft_address(uuid.uuid4()), category="threats") for _ in range(tokens + 2)
    ]
    assert [answer.status_code for answer in answers] == [302] * tokens + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert said in words(answers[-1])
    assert Draft.objects.count() == tokens
    assert visitor.posts("/complain/", "09:01", key=draft_address(uuid.uuid4()), category="threats").status_code == 302


@pytest.mark.slow
def test_who_files_without_end_is_asked_to_wait_and_loses_nothing(world, tokens, ayesha):
    key = at_the_last_page(ayesha)
    answers = [ayesha.posts(f"/complain/{key}/reach/", reach="phone", phone="12") for _ in range(tokens + 1)]
    assert [answer.status_code for answer in answers] == [422] * tokens + [429]
    assert ayesha.posts(f"/complain/{key}/reach/", **LAST).status_code == 429
    assert registered() == []
    again = ayesha.get(f"/complain/{key}/reach/", "09:01")
    assert LAST["phone"] in again.content.decode()
    assert ayesha.posts(f"/complain/{key}/reach/", "09:01", **LAST).status_code == 302


@pytest.mark.slow
def test_a_household_of_ten_files_from_one_address_in_a_minute(world, tokens):
    for _ in range(10):
        assert Visitor().files().status_code == 302


@pytest.mark.slow
def test_only_looking_is_never_refused(world, tokens, ayesha):
    key = begins(ayesha)
    tells(ayesha, key, district="lahore")
    assert {ayesha.get(f"/complain/{key}/what/").status_code for _ in range(tokens + 5)} == {200}
