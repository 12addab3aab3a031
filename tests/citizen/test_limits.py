"""Rate limits: token buckets that become stricter, never open, when Redis is unavailable."""

import uuid
from datetime import timedelta

import pytest
from django.test import RequestFactory

from citizen import rate_limits
from citizen.filing.draft_addresses import draft_address
from citizen.rate_limits import Bucket
from complaints.rules.etag import compose_etag
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from operations.embedded_servers import find_free_port
from tests.citizen.conftest import Visitor, words
from tests.citizen.keys.cast import SECRET
from tests.citizen.keys.guesses import from_address
from tests.legal_forms import review_forms
from tests.world import clock

SMALL = Bucket("small", every=10, burst=8)
NOON = clock("12:00")


@pytest.fixture(params=["with the broker", "without the broker"])
def tokens(request, settings, db):
    """Return the size of the small bucket."""
    rate_limits._local_buckets.clear()
    if request.param == "with the broker":
        return 8
    settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    return 2


def taken(times: int, *, at=NOON, who="192.0.2.1") -> list[bool]:
    return [rate_limits.take_token(SMALL, who, at=at) == 0 for _ in range(times)]


def test_a_bucket_holds_so_many_tokens_and_no_more(tokens):
    assert taken(tokens + 3) == [True] * tokens + [False] * 3


def test_a_token_comes_back_with_time(tokens):
    taken(tokens)
    assert rate_limits.take_token(SMALL, "192.0.2.1", at=NOON + timedelta(seconds=4)) == pytest.approx(6)
    assert taken(2, at=NOON + timedelta(seconds=10)) == [True, False]


def test_one_s_bucket_is_not_another_s(tokens):
    taken(tokens + 1)
    assert taken(1, who="192.0.2.2") == [True]


def test_redis_is_not_told_who_is_counted(db, settings):
    secret = "264819073555"
    for who in ("192.0.2.77", secret, "+923001112233"):
        rate_limits.take_token(SMALL, who, at=NOON)
    keys = b" ".join(rate_limits.redis_client_for(settings.CACHE_URL).client.keys("*")).decode()
    assert keys.count("limit:small:") >= 3
    assert [who for who in ("192.0.2.77", secret, "923001112233") if who in keys] == []


def test_a_bucket_never_holds_more_than_its_size(tokens):
    taken(tokens)
    assert sum(taken(20, at=NOON + timedelta(days=1))) == tokens


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_an_address_is_one_subscriber_s(said, counted):
    assert rate_limits.client_address(RequestFactory(REMOTE_ADDR=said).get("/")) == counted


def test_what_a_visitor_writes_into_the_header_counts_only_behind_our_proxy(settings):
    request = RequestFactory(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9").get("/")
    settings.TRUSTED_PROXIES = 0
    assert rate_limits.client_address(request) == "192.0.2.1"
    settings.TRUSTED_PROXIES = 1
    assert rate_limits.client_address(request) == "203.0.113.9"


@pytest.mark.slow
@pytest.mark.parametrize("away", [False, True], ids=["broker", "no broker"])
def test_who_looks_numbers_up_without_end_is_asked_to_show_that_they_mean_it(world, ayesha, settings, away):
    rate_limits._local_buckets.clear()
    if away:
        settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    answers = [ayesha.get(f"/track/{compose_etag(26, number)}/") for number in range(70)]
    assert answers[0].status_code == 404
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert "One moment, please" in words(answers[-1])


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("door", "typed"), [("code", "x"), ("code", "123456"), ("key", ""), ("code/ask", "")])
def test_a_stranger_s_forms_do_not_keep_the_owner_from_their_word(world, door, typed):
    complaint = world.complaint(secret_digest=digest_secret_word(SECRET))
    names = {"code": "code", "key": "key", "code/ask": "reached_at"}
    for _ in range(20):
        from_address("203.0.113.9").posts(f"/track/{complaint.etag}/{door}/", **{names[door]: typed})
    assert Visitor().posts(f"/track/{complaint.etag}/key/", key=SECRET).status_code == 302


@pytest.mark.slow
def test_empty_forms_do_not_keep_the_owner_from_asking_for_a_code_and_typing_it(world, ayesha):
    complaint = world.complaint()
    for _ in range(5):
        for door in ("code", "key", "code/ask"):
            Visitor().posts(f"/track/{complaint.etag}/{door}/")
    for number in range(13):
        ayesha.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        ayesha.posts(f"/track/{complaint.etag}/code/", code="x")
    assert ayesha.opens(complaint, "09:00").status_code == 200


@pytest.mark.slow
def test_whoever_has_opened_a_complaint_sees_it_however_often_others_look_it_up(world, ayesha):
    complaint = world.complaint()
    ayesha.opens(complaint, "09:00")
    for number in range(50):
        stranger = Visitor()
        stranger.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        last = stranger.get(f"/track/{complaint.etag}/")
    assert last.status_code == 429
    assert ayesha.get(f"/track/{complaint.etag}/").status_code == 200


@pytest.mark.slow
def test_one_number_s_codes_are_not_guessed_from_many_addresses(world, ayesha):
    complaint = world.complaint()
    codes = []
    for number in range(20):
        ayesha.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        codes.append(ayesha.posts(f"/track/{complaint.etag}/code/", code="123456").status_code)
    assert codes == [422] * 12 + [429] * 8


@pytest.mark.slow
def test_who_floods_the_holder_waits_and_loses_no_word_but_is_never_kept_from_calling_for_help(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "10:30")
    codes = [ayesha.moves(complaint, "add", "10:35", **{"add-words": f"More {n}"}).status_code for n in range(32)]
    assert codes == [302] * 30 + [429] * 2
    refused = ayesha.moves(complaint, "add", "10:35", **{"add-words": "What I typed last"})
    assert "What I typed last" in refused.content.decode()
    assert "Wait a little, then try again." in words(refused)
    assert ayesha.moves(complaint, "report_pressure", "10:35").status_code == 302
    assert ayesha.moves(complaint, "add", "10:37", **{"add-words": "A minute later"}).status_code == 302


def test_papers_are_not_drawn_without_end(world, ayesha):
    review_forms(world)
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key)
    rejected = world.complaint("bribe_demand")
    world.imran.does("reject", rejected, "09:30", words="Not for us.")
    ayesha.opens(rejected, "09:40")
    papers = f"/complaint/{key}/receipt.pdf", f"/track/{rejected.etag}/mine/petition.pdf"
    assert [ayesha.get(paper, "09:41").status_code for paper in papers] == [200, 200]
    for _ in range(18):
        rate_limits.take_token(rate_limits.PDF_DOWNLOADS, "127.0.0.1", at=clock("09:41"))
    assert [ayesha.get(paper, "09:41").status_code for paper in papers] == [429, 429]
