"""Guessing E-tags and keys stops after ten wrong guesses, while the owner of a complaint can always open it."""

import re
import uuid
from collections import OrderedDict

import pytest

from citizen import rate_limits
from citizen.access import guess_limits
from operations import request_ids
from operations.embedded_servers import find_free_port
from tests.citizen.conftest import Visitor, code_sent, words
from tests.citizen.keys.cast import SECRET, set_words
from tests.citizen.keys.guesses import (
    challenge_of,
    emptied,
    form_of,
    from_address,
    guess_together,
    nobodys,
    passes_given,
    proves,
    solved,
)
from tests.world import clock

ASKED = "One moment, please"
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def stranger() -> Visitor:
    return from_address("203.0.113.9")


# --- one guesser ---


@pytest.mark.slow
def test_ten_numbers_of_one_source_are_looked_up_and_no_more(world, stranger):
    complaint = world.complaint()
    answers = [stranger.get(f"/track/{nobodys()}/") for _ in range(15)]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429] * 5
    assert ASKED in words(answers[-1])
    assert stranger.get(f"/track/{complaint.etag}/").status_code == 429
    assert from_address("203.0.113.10").get(f"/track/{complaint.etag}/").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(("door", "field", "wrong"), [("code", "code", "123456"), ("key", "key", "no such word")])
def test_wrong_keys_are_guesses_too_and_the_right_one_is_not_looked_at_any_more(world, stranger, door, field, wrong):
    complaint, another, *tried = (world.complaint() for _ in range(4))
    for number in range(10):  # five words are free for one complaint (test_no_lock_out.py)
        assert stranger.posts(f"/track/{tried[number % 2].etag}/{door}/", **{field: wrong}).status_code == 422
    Visitor().posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300 1112233")
    set_words(another)
    right = {"code": (complaint, code_sent()), "key": (another, SECRET)}[door]
    assert stranger.posts(f"/track/{right[0].etag}/{door}/", **{field: right[1]}).status_code == 429
    assert Visitor().posts(f"/track/{right[0].etag}/{door}/", **{field: right[1]}).status_code == 302


@pytest.mark.slow
def test_numbers_and_keys_that_are_right_cost_nothing(world, ayesha):
    complaint = world.complaint()
    assert {ayesha.get(f"/track/{complaint.etag}/").status_code for _ in range(30)} == {200}
    assert ayesha.opens(complaint, "09:00").status_code == 200
    assert [ayesha.get(f"/track/{nobodys()}/").status_code for _ in range(11)] == [404] * 10 + [429]


def test_a_guess_comes_back_after_six_minutes(world, stranger):
    for _ in range(10):
        stranger.get(f"/track/{nobodys()}/")
    assert [stranger.get(f"/track/{nobodys()}/", at).status_code for at in ("09:05", "09:06", "09:06")] == [
        429,
        404,
        429,
    ]


def test_without_the_broker_fewer_are_looked_up(world, stranger, settings, monkeypatch):
    monkeypatch.setattr(rate_limits, "_local_buckets", OrderedDict())
    settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    assert [stranger.get(f"/track/{nobodys()}/").status_code for _ in range(5)] == [404] * 2 + [429] * 3


# --- many guessers together ---


def test_where_many_guess_together_three_hundred_are_looked_up_in_all(world):
    assert guess_together(29) == 290
    statuses = [from_address(f"192.0.2.{n}").get(f"/track/{nobodys()}/").status_code for n in range(15)]
    assert statuses == [404] * 10 + [429] * 5
    assert guess_together(10, "09:01", net="203.0") == 30  # one more every two seconds


def test_meanwhile_owners_find_their_way_by_a_sum(world, ayesha):
    complaint = world.complaint()
    guess_together(31)
    asked = ayesha.get(f"/track/{complaint.etag}/")
    assert (asked.status_code, ASKED in words(asked)) == (429, True)
    led = proves(ayesha, asked, "09:00")
    assert (led.status_code, led["Location"]) == (302, f"/track/{complaint.etag}/")
    assert {ayesha.get(led["Location"]).status_code for _ in range(20)} == {200}
    assert ayesha.opens(complaint, "09:00").status_code == 200


def test_who_has_it_open_notices_nothing(world, ayesha):
    complaint = world.complaint()
    ayesha.opens(complaint, "09:00")
    guess_together(31)
    assert ayesha.get(f"/track/{complaint.etag}/").status_code == 200
    assert ayesha.get(f"/track/{complaint.etag}/mine/").status_code == 200


def test_without_a_script_they_wait(world, bashir):
    """The Urdu page."""
    complaint = world.complaint()
    guess_together(31)
    asked = bashir.get(f"/track/{complaint.etag}/")
    early = bashir.posts("/track/prove/", "09:00", **form_of(asked))
    assert early.status_code == 422
    assert form_of(early)["waited"] == form_of(asked)["waited"]
    led = bashir.posts("/track/prove/", "09:01", **form_of(early))
    assert (led.status_code, led["Location"]) == (302, f"/ur/track/{complaint.etag}/")
    assert bashir.get(f"/track/{complaint.etag}/", "09:01").status_code == 200


def test_a_code_goes_on_where_it_was_typed(world, ayesha):
    complaint = world.complaint()
    guess_together(31)
    asked = ayesha.posts(f"/track/{complaint.etag}/code/", code="123456")
    assert proves(ayesha, asked, "09:00")["Location"] == f"/track/{complaint.etag}/code/"


# --- what a solved challenge allows ---


def test_a_pass_is_good_for_three_guesses(world, stranger):
    for _ in range(10):
        stranger.get(f"/track/{nobodys()}/")
    proves(stranger, stranger.get(f"/track/{nobodys()}/"), "09:00")
    assert [stranger.get(f"/track/{nobodys()}/").status_code for _ in range(5)] == [404] * 3 + [429] * 2


def test_a_pass_ends(world, ayesha):
    complaint = world.complaint()
    proves(ayesha, ayesha.get("/track/prove/"), "09:00")
    guess_together(31, "09:31")
    assert ayesha.get(f"/track/{complaint.etag}/", "09:31").status_code == 429


def test_a_sum_counts_once_however_it_is_written(world, stranger, ayesha):
    asked = stranger.get("/track/prove/")
    done = solved(asked)
    assert proves(stranger, asked, "09:00", answer=done).status_code == 302
    assert proves(ayesha, asked, "09:00", answer=done + " ").status_code == 422
    assert proves(ayesha, asked, "09:00", answer=done).status_code == 422


@pytest.mark.parametrize("answer", ["x", "e30=", "bnVsbA==", "WzFd", "\x00", "a" * 5000])
def test_what_is_no_sum_is_worth_nothing(world, stranger, answer):
    refused = proves(stranger, stranger.get("/track/prove/"), "09:05", answer=answer)
    assert refused.status_code in {302, 422}
    assert "pass" not in stranger.client.session


def test_a_sum_or_a_wait_that_is_not_ours_or_too_old_is_worth_nothing(world, stranger):
    asked = stranger.get("/track/prove/")
    forged = solved(asked).replace("A", "B", 1)
    tries = {"forged": ("09:00", {"answer": forged}), "old": ("09:16", {}), "old wait": ("09:16", {"answer": ""})}
    tries["forged wait"] = "09:01", {"waited": form_of(asked)["waited"][:-1] + "x"}
    for what, (at, instead) in tries.items():
        assert (what, proves(stranger, asked, at, **instead).status_code) == (what, 422)
    assert "pass" not in stranger.client.session


def hardness(at: str = "09:00", address: str = "203.0.113.9") -> int:
    return challenge_of(from_address(address).get("/track/prove/", at))["parameters"]["data"]["hardness"]


@pytest.mark.parametrize(("passes", "doubled"), [(0, 0), (9, 0), (10, 1), (20, 2), (40, 3), (80, 3)])
def test_nobody_is_refused_a_pass_but_the_sum_doubles_with_those_of_its_address_and_not_for_ever(
    world, passes, doubled
):
    passes_given(passes, "203.0.113.9")
    assert hardness() == doubled
    assert hardness(address="203.0.113.10") == 0
    assert hardness("10:20") == 0


def test_it_doubles_with_those_of_all_addresses_together_too(world):
    rate_limits.take_token(rate_limits.PASSES_TOTAL, guess_limits.EVERYBODY, tokens=600, at=clock("09:00"))
    assert hardness() == 2


@pytest.mark.slow
def test_a_sum_that_was_kept_from_quieter_times_is_followed_by_the_larger_one(world, stranger):
    asked = stranger.get("/track/prove/")
    passes_given(10, "203.0.113.9")
    again = proves(stranger, asked, "09:00")
    assert (again.status_code, "it takes a little longer." in words(again)) == (422, True)
    assert proves(stranger, again, "09:00").status_code == 302


# --- thousands behind one address of a mobile operator ---


SHARED = "203.0.113.77"


@pytest.fixture
def crowded(world) -> str:
    """Return an address whose allowance is used up by somebody who goes on guessing."""
    for bucket in (
        rate_limits.GUESSES_PER_SOURCE,
        rate_limits.LOOK_UPS,
        rate_limits.CODE_FORMS,
        rate_limits.PASSES_BY_WAITING_PER_ADDRESS,
    ):
        emptied(bucket, SHARED, "09:01")
    passes_given(10, SHARED)
    return SHARED


@pytest.mark.slow
def test_there_an_owner_gets_through_by_a_sum_and_is_stopped_by_nobody_after_it(world, crowded):
    complaint, ayesha = world.complaint(), from_address(crowded)
    led = proves(ayesha, ayesha.get(f"/track/{complaint.etag}/"), "09:00")
    assert led["Location"] == f"/track/{complaint.etag}/"
    emptied(rate_limits.LOOK_UPS_PER_ETAG, complaint.etag)
    assert {ayesha.get(led["Location"]).status_code for _ in range(20)} == {200}
    assert ayesha.opens(complaint, "09:00").status_code == 200
    assert {ayesha.get(led["Location"], "09:20").status_code for _ in range(20)} == {200}


def test_there_without_a_script_a_wait_opens_the_way_by_a_code_to_the_telephone(world, crowded):
    complaint, bashir = world.complaint(), from_address(crowded)
    asked = bashir.get(f"/track/{complaint.etag}/")
    led = proves(bashir, asked, "09:01", answer="")
    assert led["Location"] == "/mine/"
    assert "With a code sent to you, you can open your complaint at once." in words(bashir.get("/mine/", "09:01"))
    assert bashir.posts("/mine/", "09:01", reached_at="0300 1112233")["Location"] == "/mine/code/"
    assert bashir.posts("/mine/code/", "09:01", code=code_sent("list_code"))["Location"] == "/mine/"
    opened = bashir.posts(f"/mine/open/{complaint.etag}/", "09:01")
    assert bashir.get(opened["Location"], "09:01").status_code == 200


def test_there_a_wait_does_not_look_numbers_up(world, crowded):
    stranger = from_address(crowded)
    proves(stranger, stranger.get(f"/track/{nobodys()}/"), "09:01", answer="")
    assert {stranger.get(f"/track/{nobodys()}/", "09:01").status_code for _ in range(5)} == {429}


@pytest.mark.parametrize(("path", "told"), [("/mine/", {"reached_at": "0300 1112233"}), ("/track/{}/code/", {})])
def test_there_forms_ask_for_a_proof_and_go_on_where_they_were(world, crowded, path, told):
    path, ayesha = path.format(world.complaint().etag), from_address(crowded)
    asked = ayesha.posts(path, "09:00", **told)
    assert (asked.status_code, ASKED in words(asked), asked["Retry-After"]) == (429, True, "20")
    assert proves(ayesha, asked, "09:01", answer="")["Location"] == path


def test_by_waiting_ten_of_an_address_may_look_numbers_up_and_one_more_in_twenty_seconds(world):
    """They share only the address: each has their own browser."""
    people = [from_address(SHARED) for _ in range(12)]
    led = [proves(one, one.get("/track/prove/"), "09:01", answer="")["Location"] for one in people]
    assert led == ["/track/"] * 10 + ["/mine/"] * 2
    later = from_address(SHARED)
    assert proves(later, later.get("/track/prove/", "09:01"), "09:02", answer="")["Location"] == "/track/"


@pytest.mark.parametrize("etag", ["//spy.example/", "x", "", "12 34"])
def test_it_leads_nowhere_else(world, stranger, etag):
    led = proves(
        stranger, stranger.get("/track/prove/"), "09:00", answer=solved(stranger.get("/track/prove/")), etag=etag
    )
    assert (led.status_code, led["Location"]) == (302, "/track/")


# --- answers reveal nothing ---


@pytest.mark.parametrize(("door", "field", "wrong"), [("code", "code", "123456"), ("key", "key", "no such word")])
def test_a_number_that_nobody_has_and_a_wrong_key_are_answered_alike_to_the_last_byte(
    world, monkeypatch, door, field, wrong
):
    """Status, body and all headers are equal, except for the request id, which is random."""
    monkeypatch.setattr(request_ids, "new_request_id", lambda: uuid.uuid4().hex)  # the value outside of tests
    known, secret, unknown = world.complaint().etag, world.complaint(), nobodys()
    set_words(secret)
    Visitor().posts(f"/track/{known}/code/ask/", reached_at="0300 1112233")
    seen, numbers = set(), set()
    for etag in (known, secret.etag, unknown):
        answer = Visitor().posts(f"/track/{etag}/{door}/", **{field: wrong})
        spaced = f"{etag[:4]} {etag[4:8]} {etag[8:]}"
        body = CSRF.sub(b"", answer.content).replace(etag.encode(), b"NUMBER").replace(spaced.encode(), b"NUMBER")
        headers = dict(answer.headers)
        numbers.add(headers.pop("X-Request-ID"))
        seen.add((answer.status_code, body, str(sorted(headers.items()))))
    assert (len(seen), len(numbers)) == (1, 3)
    assert seen.pop()[0] == 422
