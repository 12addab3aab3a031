"""Rate limits per address, E-tag and phone, as token buckets.

A bucket holds `burst` tokens and gains one every `every` seconds. It is stored as one number, the moment at which it
will be full again (the generic cell rate algorithm), and changed by a script that Redis runs atomically. Without Redis
each process keeps its own buckets of a quarter of the size: stricter, never open, and without errors.
"""

import ipaddress
import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from citizen import guess_pass
from ledger.field_encryption import blind_index
from web.client_ip import client_ip
from web.redis_client import redis_client_for

LOCAL_BUCKETS = 10_000  # buckets
LOCAL_DIVISOR = 4

TAKE_SCRIPT = """
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1])) + tonumber(ARGV[2])
local wait = full_at - tonumber(ARGV[1]) - tonumber(ARGV[3])
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], tostring(full_at), 'PX', math.max(1, math.ceil((full_at - tonumber(ARGV[1])) * 1000)))
return '0'
"""


@dataclass(frozen=True)
class Bucket:
    """`every`: seconds for one token. `burst`: the largest number of tokens.

    `by_pass`: a visitor who has solved a challenge (citizen.access.guess_challenge) has a bucket of their own, so that
    others at the same address do not empty it.
    """

    name: str
    every: float
    burst: int
    by_pass: bool = False


# Mobile operators put thousands behind one address, so the address's buckets are wide and the E-tag's are narrow.
LOOK_UPS = Bucket("look", every=2, burst=60, by_pass=True)
LOOK_UPS_PER_ETAG = Bucket("look_one", every=10, burst=40)
CODE_FORMS = Bucket("code", every=10, burst=30, by_pass=True)
CODE_TRIES_PER_ETAG = Bucket("code_one", every=60, burst=12)
WORD_TRIES_PER_ETAG = Bucket("word_one", every=600, burst=5)  # separate, so that guessing codes does not block the word
# Besides the complaint's allowance, a browser that opened it before has an equal one of its own
# (citizen.known_browsers), and a solved challenge allows one more try. So a stranger's tries never lock out the owner
# (citizen.access.guess_limits.charge_word_guess). The challenge becomes harder with the number of wrong words.
WORD_TRIES_PER_PASS = Bucket("word_pass", every=3600, burst=1)
CODE_TRIES_PER_PASS = Bucket("code_pass", every=600, burst=6)
CURRENT_WORD_TRIES_PER_ETAG = Bucket("present_one", every=120, burst=5)  # to change a word while the complaint is open
WRONG_WORDS_PER_ETAG = Bucket("wrong_word", every=600, burst=160)
WORD_TRIES_BY_WAITING = Bucket("word_waited", every=160, burst=1)
CODE_REQUESTS_PER_ETAG = Bucket("ask_one", every=60, burst=12)
CODES_PER_RECIPIENT = Bucket("code_to", every=300, burst=6)  # so that nobody can flood a stranger's phone
CODE_TRIES_PER_RECIPIENT = Bucket("try_to", every=60, burst=12)
# Guesses are unknown E-tags and wrong keys (citizen.access.guess_limits). A successful look-up costs no token.
GUESSES_PER_SOURCE = Bucket("guess", every=360, burst=10)
GUESSES_TOTAL = Bucket("guess_all", every=2, burst=300)
GUESSES_PER_PASS = Bucket("guess_pass", every=3600, burst=3)
# A solved proof of work always gives a pass. The next two only count recent passes: the difficulty grows with them.
PASSES_PER_ADDRESS = Bucket("pass", every=60, burst=80)
PASSES_TOTAL = Bucket("pass_all", every=2, burst=2400)
PASSES_BY_WAITING_PER_ADDRESS = Bucket("pass_waited", every=20, burst=10)
PASSES_BY_WAITING_TOTAL = Bucket("pass_waited_all", every=1, burst=100)
PROOF_USES = Bucket("proof", every=3600, burst=1)  # each proof counts once
LINK_USES = Bucket("link", every=7200, burst=1)  # each link of a chat works once (citizen.services.web_links)
# Filing: an office or a family behind one address may file several; a machine that files hundreds is stopped.
DRAFTS_BEGUN = Bucket("draft", every=5, burst=60)
FILINGS = Bucket("file", every=10, burst=60)
ONE_TAP_REQUESTS = Bucket("tap", every=2, burst=60)
MOVES_PER_ETAG = Bucket("act_one", every=60, burst=30)
PDF_DOWNLOADS = Bucket("paper", every=5, burst=20)  # every download renders a PDF
# Files: whole offices and towns may share one address; a machine that fills the disk is stopped.
UPLOAD_PIECES = Bucket("piece", every=0.1, burst=6_000)

_local_buckets: OrderedDict[str, float] = OrderedDict()


def take_tokens_or_refusal_page(
    request: HttpRequest, *buckets: Bucket, etag: str = "", reached_at: str = "", at: datetime
) -> HttpResponse | None:
    """Return the page “too many attempts” if a bucket is empty, else None.

    Buckets named `…_one` count per E-tag, those named `…_to` per phone or e-mail address, others per client address.
    """
    wait = take_tokens_and_get_wait(request, *buckets, etag=etag, reached_at=reached_at, at=at)
    return too_many_requests_page(request, seconds=wait) if wait else None


def take_tokens_and_get_wait(
    request: HttpRequest, *buckets: Bucket, etag: str = "", reached_at: str = "", at: datetime
) -> float:
    """Return 0, or the seconds to wait, for a page that reports the limit itself and keeps what was typed."""
    for bucket in buckets:
        if wait := take_token(bucket, _counted_subject(bucket, request, etag, reached_at, at), at=at):
            return wait
    return 0


def _counted_subject(bucket: Bucket, request: HttpRequest, etag: str, reached_at: str, at: datetime) -> str:
    """Return what a bucket counts: an E-tag, a pass, a recipient or an address."""
    if bucket.name.endswith("_one"):
        return etag
    if bucket.by_pass and (pass_name := guess_pass.current_pass_name(request, at=at)):
        return pass_name
    return (reached_at if bucket.name.endswith("_to") else "") or client_address(request)


def too_many_requests_page(request: HttpRequest, *, seconds: float) -> HttpResponse:
    """Return a 429 page with the wait in `Retry-After`."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(math.ceil(seconds))
    return response


def take_token(bucket: Bucket, subject: str, *, at: datetime, tokens: float = 1) -> float:
    """Take one or several tokens of a subject. Return 0 if they were available, else the seconds until they are."""
    key, now = _redis_key(bucket, subject), at.timestamp()
    try:
        capacity = bucket.every * bucket.burst
        arguments = key, now, bucket.every * tokens, capacity
        return float(redis_client_for(settings.CACHE_URL).run(lambda client: client.eval(TAKE_SCRIPT, 1, *arguments)))
    except redis.RedisError:
        return _take_token_locally(
            key, now, bucket.every * tokens, bucket.every * max(1, bucket.burst // LOCAL_DIVISOR)
        )


def return_token(bucket: Bucket, subject: str, *, at: datetime) -> None:
    """Give back a token that turned out not to be needed."""
    take_token(bucket, subject, at=at, tokens=-1)


def tokens_taken(bucket: Bucket, subject: str, *, at: datetime) -> float:
    """Return how many tokens are missing now."""
    key, now = _redis_key(bucket, subject), at.timestamp()
    try:
        full_at = float(redis_client_for(settings.CACHE_URL).run(lambda client: client.get(key)) or 0)
    except redis.RedisError:
        full_at = _local_buckets.get(key, 0)
    return max(0.0, full_at - now) / bucket.every


def _redis_key(bucket: Bucket, subject: str) -> str:
    """Return the key in Redis. It does not reveal the counted address, E-tag or phone."""
    return f"limit:{bucket.name}:{blind_index('limit', subject).hex()}"


def client_address(request: HttpRequest) -> str:
    """Return the client's address: an IPv4 address, or the /64 of an IPv6 address, which belongs to one subscriber."""
    ip = client_ip(request)
    if ip is None:
        return "unknown"
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))


def _take_token_locally(key: str, now: float, duration: float, capacity: float) -> float:
    """Take tokens without Redis. `duration`, `capacity`: seconds to refill what is taken, and the whole bucket."""
    full_at = max(_local_buckets.get(key, 0), now) + duration
    wait = full_at - now - capacity
    if wait > 0:
        return wait
    _local_buckets[key] = full_at
    _local_buckets.move_to_end(key)
    while len(_local_buckets) > LOCAL_BUCKETS:
        _local_buckets.popitem(last=False)
    return 0
