"""A person who knows only the E-tag cannot lock out its owner: wrong words and codes only slow strangers down."""

import pytest

from citizen import rate_limits
from citizen.access import proof_of_work
from tests.citizen.conftest import Visitor, code_sent, path_of, words
from tests.citizen.keys.cast import DURESS, SECRET, set_words
from tests.citizen.keys.guesses import challenge_of, form_of, from_address, nobodys, solved
from tests.world import clock


def key_page(complaint) -> str:
    return f"/track/{complaint.etag}/key/"


def mine(complaint) -> str:
    return f"/track/{complaint.etag}/mine/"


@pytest.fixture
def guarded(world):
    """Return Ayesha's complaint with both words."""
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    return complaint


def flooded(complaint, times: int = 60, at: str = "09:00") -> list[int]:
    """Type wrong words as strangers, each from their own address. Return the responses."""
    return [
        from_address(f"198.51.100.{number}").posts(key_page(complaint), at, key=f"a guess {number}").status_code
        for number in range(times)
    ]


def new_phone(address: str = "203.0.113.7") -> Visitor:
    return from_address(address)


def known_phone(complaint) -> Visitor:
    """Return a browser that opened the complaint yesterday. Its session has ended."""
    phone = new_phone()
    phone.get(f"/track/{complaint.etag}/")
    assert path_of(phone.posts(key_page(complaint), key=SECRET)) == mine(complaint)
    del phone.client.cookies["sessionid"]
    return phone


def test_five_wrong_words_are_free_and_every_further_one_costs_a_proof(guarded):
    assert flooded(guarded, 8) == [422] * 5 + [429] * 3


@pytest.mark.slow
@pytest.mark.parametrize("word", [SECRET, DURESS])
def test_after_a_flood_the_owner_s_new_phone_opens_it_by_a_sum(guarded, word):
    flooded(guarded)
    phone = new_phone()
    page = phone.posts(key_page(guarded), "09:01", key=word)
    assert page.status_code == 429
    assert "One moment, please" in words(page)
    led = phone.posts("/track/prove/", "09:02", **form_of(page) | {"answer": solved(page)})
    assert path_of(led) == key_page(guarded)
    assert path_of(phone.posts(key_page(guarded), "09:02", key=word)) == mine(guarded)


@pytest.mark.slow
@pytest.mark.parametrize("word", [SECRET, DURESS])
def test_without_javascript_it_opens_by_waiting(guarded, word):
    flooded(guarded)
    phone = new_phone()
    page = phone.posts(key_page(guarded), "09:01", key=word)
    assert phone.posts("/track/prove/", "09:01", **form_of(page)).status_code == 422
    assert path_of(phone.posts("/track/prove/", "09:04", **form_of(page))) == key_page(guarded)
    assert path_of(phone.posts(key_page(guarded), "09:04", key=word)) == mine(guarded)


@pytest.mark.slow
def test_others_who_wait_elsewhere_do_not_take_the_owner_s_turn(guarded):
    flooded(guarded)
    strangers = [from_address(f"198.51.101.{number}") for number in range(120)]
    pages = [one.posts(key_page(guarded), "09:01", key="a guess") for one in strangers]
    for one, page in zip(strangers, pages, strict=True):
        one.posts("/track/prove/", "09:04", **form_of(page))
    test_without_javascript_it_opens_by_waiting(guarded, SECRET)


@pytest.mark.slow
def test_a_thousand_addresses_that_know_the_number_keep_the_owner_out_of_nothing(guarded):
    """Her known phone is asked for nothing; her new phone solves one proof, also at a guesser's address."""
    known = known_phone(guarded)
    assert flooded(guarded, 30).count(422) == 5
    rate_limits.take_token(rate_limits.WRONG_WORDS_PER_ETAG, guarded.etag, tokens=10, at=clock("09:00"))
    for number in range(1_000):  # each address has used up its guesses
        address = f"10.1.{number // 250}.{number % 250}"
        rate_limits.take_token(rate_limits.GUESSES_PER_SOURCE, address, tokens=10, at=clock("09:01"))
    assert path_of(known.posts(key_page(guarded), "09:01", key=SECRET)) == mine(guarded)
    for address in ("203.0.113.7", "10.1.0.7"):
        phone = new_phone(address)
        page = phone.posts(key_page(guarded), "09:01", key=SECRET)
        phone.posts("/track/prove/", "09:01", **form_of(page) | {"answer": solved(page)})
        assert path_of(phone.posts(key_page(guarded), "09:01", key=SECRET)) == mine(guarded)


@pytest.mark.slow
@pytest.mark.parametrize("word", [SECRET, DURESS])
def test_a_phone_that_opened_it_before_keeps_its_own_allowance(guarded, word):
    phone = known_phone(guarded)
    flooded(guarded)
    assert path_of(phone.posts(key_page(guarded), "09:01", key=word)) == mine(guarded)


@pytest.mark.slow
def test_its_own_allowance_is_five_wrong_words_too(guarded):
    phone = known_phone(guarded)
    flooded(guarded)
    answers = [phone.posts(key_page(guarded), "09:01", key=f"a slip {number}").status_code for number in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.slow
def test_another_complaint_s_phone_is_a_stranger_here(world, guarded):
    other = world.complaint(by="bashir")
    set_words(other)
    phone = known_phone(other)
    flooded(guarded)
    assert phone.posts(key_page(guarded), "09:01", key="a guess").status_code == 429


@pytest.mark.slow
def test_a_proof_is_good_for_one_word(guarded):
    flooded(guarded)
    phone = new_phone()
    page = phone.posts(key_page(guarded), "09:01", key="a guess")
    phone.posts("/track/prove/", "09:02", **form_of(page) | {"answer": solved(page)})
    answers = [phone.posts(key_page(guarded), "09:02", key=f"guess {number}").status_code for number in range(3)]
    assert answers == [422, 429, 429]


def test_the_delay_grows_with_the_wrong_words_and_ends(guarded):
    """Work doubles at five, ten, twenty and forty wrong words. An owner gets in within a minute all the same.

    The largest proof has 9.6 million rounds, 38 seconds of a cheap phone that does 250,000 a second.
    """
    seen, before = [], 0
    for wrong in (0, 5, 10, 20, 40, 80, 160):
        rate_limits.take_token(rate_limits.WRONG_WORDS_PER_ETAG, guarded.etag, tokens=wrong - before, at=clock("09:00"))
        seen, before = [*seen, proof_of_work.difficulty_for_word(guarded.etag, at=clock("09:00"))], wrong
    assert seen == [0, 1, 2, 3, 4, 4, 4]
    largest = proof_of_work.ROUNDS * (proof_of_work.BASE_TRIES << max(seen))
    assert largest / 250_000 + 5 < 60
    flooded(guarded, 6)
    page = new_phone().posts(key_page(guarded), key="a guess")
    assert challenge_of(page)["parameters"]["data"]["hardness"] == 4
    assert "Wait 40 seconds, then press the button." in words(page)


def test_a_number_that_nobody_has_is_slowed_alike(world, guarded):
    """The answers to a flood do not reveal whether the complaint exists."""

    class Nobodys:
        etag = nobodys()

    assert flooded(Nobodys, 8) == flooded(guarded, 8)


@pytest.mark.slow
def test_a_waited_pass_for_one_word_looks_no_numbers_up(world, guarded):
    flooded(guarded)
    phone = new_phone()
    page = phone.posts(key_page(guarded), "09:01", key="a guess")
    phone.posts("/track/prove/", "09:04", **form_of(page))
    other = world.complaint(by="bashir")
    set_words(other)
    flooded(other)
    assert phone.posts(key_page(other), "09:04", key="a guess").status_code == 429


@pytest.mark.slow
def test_strangers_who_ask_for_codes_do_not_keep_the_owner_from_hers(world, ayesha):
    complaint = world.complaint()
    for number in range(10, 24):
        stranger = from_address(f"198.51.100.{number}")
        last = stranger.posts(f"/track/{complaint.etag}/code/ask/", reached_at=f"0345 99988{number}")
    assert last.status_code == 429
    asked = {"reached_at": "0300 1112233"}
    page = ayesha.posts(f"/track/{complaint.etag}/code/ask/", "09:00", **asked)
    ayesha.posts("/track/prove/", "09:00", **form_of(page) | {"answer": solved(page)})
    assert path_of(ayesha.posts(f"/track/{complaint.etag}/code/ask/", "09:00", **asked)).endswith("/code/")


def test_strangers_wrong_codes_do_not_spend_the_owner_s_code(world, ayesha):
    """After five wrong ones from elsewhere, the browser that requested the code can still use it."""
    complaint = world.complaint()
    ayesha.get(f"/track/{complaint.etag}/")
    ayesha.posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300 1112233")
    code = code_sent()
    wrong = "000000" if code != "000000" else "111111"
    for number in range(10):
        from_address(f"198.51.100.{number}").posts(f"/track/{complaint.etag}/code/", code=wrong)
    assert path_of(ayesha.posts(f"/track/{complaint.etag}/code/", "09:01", code=code)) == mine(complaint)


def test_strangers_have_five_tries_at_a_code_together(world, ayesha):
    complaint = world.complaint()
    ayesha.get(f"/track/{complaint.etag}/")
    ayesha.posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300 1112233")
    code = code_sent()
    wrong = "000000" if code != "000000" else "111111"
    for number in range(5):
        from_address(f"198.51.100.{number}").posts(f"/track/{complaint.etag}/code/", code=wrong)
    assert from_address("198.51.100.9").posts(f"/track/{complaint.etag}/code/", code=code).status_code == 422
