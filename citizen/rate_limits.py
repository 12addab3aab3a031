"""How often one address, one E-tag or one phone may be asked about: token buckets, in one place.

A bucket holds `burst` tokens and gains one every `every` seconds. It is kept as one number, the moment at which it
will be full again (the generic cell rate algorithm), by a script that the broker runs whole. Without the broker each
process keeps buckets of a quarter of the size: stricter, never open, and no error.
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

from citizen import guess_allowance
from ledger.crypto import blind_index
from web.redis_client import broker

KEPT_WITHOUT_BROKER = 10_000  # buckets
STRICTER = 4

TAKE = """
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1])) + tonumber(ARGV[2])
local wait = full_at - tonumber(ARGV[1]) - tonumber(ARGV[3])
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], tostring(full_at), 'PX', math.max(1, math.ceil((full_at - tonumber(ARGV[1])) * 1000)))
return '0'
"""


@dataclass(frozen=True)
class Bucket:
    """`every`: seconds for one token. `burst`: how many there are at most. `by_pass`: whoever has shown that they mean
    it (keys.proving) has one of their own, so that others behind their address do not empty it.
    """

    name: str
    every: float
    burst: int
    by_pass: bool = False


# Mobile operators put thousands behind one address, so the address's buckets are wide and the E-tag's are narrow.
LOOK_UPS = Bucket("look", every=2, burst=60, by_pass=True)
LOOK_UPS_OF_ONE = Bucket("look_one", every=10, burst=40)
CODES = Bucket("code", every=10, burst=30, by_pass=True)
CODES_OF_ONE = Bucket("code_one", every=60, burst=12)
WORDS_OF_ONE = Bucket("word_one", every=600, burst=5)  # its own: who guesses codes keeps nobody from their word
# Beyond what a complaint has, a browser that opened it before has as much again for itself (devices), and a proof is
# good for one more try, so that no stranger's tries shut the owner out (guessing.of_word). The proof grows with them.
WORDS_OF_A_PASS = Bucket("word_pass", every=3600, burst=1)
CODES_OF_A_PASS = Bucket("code_pass", every=600, burst=6)
PRESENT_WORDS_OF_ONE = Bucket("present_one", every=120, burst=5)  # to change a word, where the complaint is open
WRONG_WORDS = Bucket("wrong_word", every=600, burst=160)
WAITED_FOR_A_WORD = Bucket("word_waited", every=160, burst=1)
ASKED_OF_ONE = Bucket("ask_one", every=60, burst=12)
CODES_TO_ONE = Bucket("code_to", every=300, burst=6)  # so that nobody makes a stranger's phone ring all night
TRIES_TO_ONE = Bucket("try_to", every=60, burst=12)
# Guesses are numbers that nobody has, and keys that open nothing (guessing). A look-up that finds something costs none.
GUESSES = Bucket("guess", every=360, burst=10)
GUESSES_OF_ALL = Bucket("guess_all", every=2, burst=300)
GUESSES_OF_A_PASS = Bucket("guess_pass", every=3600, burst=3)
# Nobody is refused a pass for a sum: these two say how many there were lately, and the sum grows with it (sums).
PASSES = Bucket("pass", every=60, burst=80)
PASSES_OF_ALL = Bucket("pass_all", every=2, burst=2400)
PASSES_BY_WAITING = Bucket("pass_waited", every=20, burst=10)
PASSES_BY_WAITING_OF_ALL = Bucket("pass_waited_all", every=1, burst=100)
PROOFS = Bucket("proof", every=3600, burst=1)  # each counts once
# Of filing: an office or a family behind one address files more than one, a machine that files hundreds is stopped.
DRAFTS = Bucket("draft", every=5, burst=60)
FILINGS = Bucket("file", every=10, burst=60)
TAPS = Bucket("tap", every=2, burst=60)
ACTS_OF_ONE = Bucket("act_one", every=60, burst=30)
PAPERS = Bucket("paper", every=5, burst=20)  # each is drawn anew
# Of files: whole offices and towns send over one address; a machine that fills the disk is stopped.
PIECES = Bucket("piece", every=0.1, burst=6_000)
MEGABYTES = Bucket("megabytes", every=3600 / 2048, burst=2048)  # of drafts, which anybody can begin: 2 GB an hour

_own: OrderedDict[str, float] = OrderedDict()


def refuse(
    request: HttpRequest, *buckets: Bucket, etag: str = "", reached_at: str = "", at: datetime
) -> HttpResponse | None:
    """The page "too many attempts" if a bucket is empty, else None.

    Buckets named `…_one` count the E-tag's, those named `…_to` the phone's or e-mail's; others the address's.
    """
    wait = wait_for(request, *buckets, etag=etag, reached_at=reached_at, at=at)
    return too_many(request, seconds=wait) if wait else None


def wait_for(request: HttpRequest, *buckets: Bucket, etag: str = "", reached_at: str = "", at: datetime) -> float:
    """The same for a page that says it itself, and keeps what was typed: 0, or the seconds until it may be."""
    for bucket in buckets:
        if wait := take(bucket, _whose(bucket, request, etag, reached_at, at), at=at):
            return wait
    return 0


def _whose(bucket: Bucket, request: HttpRequest, etag: str, reached_at: str, at: datetime) -> str:
    """Whom a bucket counts."""
    if bucket.name.endswith("_one"):
        return etag
    if bucket.by_pass and (own := guess_allowance.name_of(request, at=at)):
        return own
    return (reached_at if bucket.name.endswith("_to") else "") or address(request)


def too_many(request: HttpRequest, *, seconds: float) -> HttpResponse:
    """The friendly 429, with the wait in `Retry-After`."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(math.ceil(seconds))
    return response


def take(bucket: Bucket, who: str, *, at: datetime, tokens: float = 1) -> float:
    """Take a token, or so many. 0 if they were there, else the seconds until they are."""
    key, now = _key(bucket, who), at.timestamp()
    try:
        whole = bucket.every * bucket.burst
        taken = key, now, bucket.every * tokens, whole
        return float(broker(settings.CACHE_URL).ask(lambda asked: asked.eval(TAKE, 1, *taken)))
    except redis.RedisError:
        return _take_here(key, now, bucket.every * tokens, bucket.every * max(1, bucket.burst // STRICTER))


def give_back(bucket: Bucket, who: str, *, at: datetime) -> None:
    """A token that was taken for what turned out to need none."""
    take(bucket, who, at=at, tokens=-1)


def taken(bucket: Bucket, who: str, *, at: datetime) -> float:
    """How many tokens are out just now."""
    key, now = _key(bucket, who), at.timestamp()
    try:
        full_at = float(broker(settings.CACHE_URL).ask(lambda asked: asked.get(key)) or 0)
    except redis.RedisError:
        full_at = _own.get(key, 0)
    return max(0.0, full_at - now) / bucket.every


def _key(bucket: Bucket, who: str) -> str:
    """Redis is not told whose address, E-tag or phone is counted."""
    return f"limit:{bucket.name}:{blind_index('limit', who).hex()}"


def address(request: HttpRequest) -> str:
    """Where the request comes from: an IPv4 address, or the /64 of an IPv6 one, which is one subscriber's.

    Behind trusted proxies it is the last address that a proxy of ours wrote down.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.META.get("HTTP_X_FORWARDED_FOR", said).rsplit(",", 1)[-1].strip()
    try:
        ip = ipaddress.ip_address(said)
    except ValueError:
        return "unknown"
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))


def _take_here(key: str, now: float, taken: float, whole: float) -> float:
    """`taken`, `whole`: seconds that it takes to fill up what is taken, and the whole bucket."""
    full_at = max(_own.get(key, 0), now) + taken
    wait = full_at - now - whole
    if wait > 0:
        return wait
    _own[key] = full_at
    _own.move_to_end(key)
    while len(_own) > KEPT_WITHOUT_BROKER:
        _own.popitem(last=False)
    return 0
