"""Guess E-tags, words and codes of a running portal: `python -m drills.guessing [GUESSES] [--owner N] [--short]`.

100,000 E-tags that do not exist are tried from a thousand IP addresses in turn, as fast as granian answers. Meanwhile
Ayesha opens her complaint repeatedly: in new browsers at her own address and at one that a guesser uses too (a mobile
operator's), and in a browser that has it open already. Then the same addresses, which know the E-tag of her other
complaint, type wrong secret words, codes and requests for codes, while she opens it by her word: with a phone that
opened it before, with a new phone, and with a new phone at a guesser's address. Each opening has to succeed within 60
seconds in 99.9 % of the tries. Then unknown E-tags and wrong codes are timed in turn.

`--short`: for a busy machine; it reports times, and fails only for outcomes. Writes drills/results/guessing.json
(drills/README.md).
"""

import argparse
import base64
import html
import json
import os
import re
import secrets
import statistics
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench import servers

servers.start(LOG_LEVEL="CRITICAL")

import altcha  # noqa: E402 (modules that read Django's settings are imported after the start)
import httpx  # noqa: E402
import redis  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from bench import load_client  # noqa: E402
from complaints.models import AccessCode  # noqa: E402
from complaints.rules.etag import compose_etag  # noqa: E402
from complaints.services.access_keys.access_codes import CODE_LIFETIME, hash_code  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.citizen.keys.cast import SECRET, set_words  # noqa: E402
from tests.world import build  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "guessing.json"
CLIENTS, BATCH = 6, 125  # a batch has two guesses for each complaint, below the limit of 300 for all sources together
PAUSE = 1.0  # seconds between two visits
HER_OWN, SHARED = "172.16.0.1", "10.0.0.7"  # a guesser uses the second one too
CODE, WRONG = "271828", "314159"
LONGEST, SHARE_IN_TIME = 60, 0.999  # seconds until the owner has opened her complaint, and the share of the tries
CSRF = secrets.token_hex(16)
ALLOWED_AT_ONCE, A_SECOND = 300, 0.5  # limits for all sources together (citizen.rate_limits)


def lookup_request(etag: str, address: str) -> bytes:
    """Return the request that looks up an E-tag from this IP address."""
    return f"GET /track/{etag}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n\r\n".encode()


def code_request(etag: str, code: str, address: str) -> bytes:
    """Return the request that enters a code from this IP address."""
    body = urlencode({"code": code, "csrfmiddlewaretoken": CSRF})
    return load_client.post_request(f"/track/{etag}/code/", body, cookie=f"csrftoken={CSRF}", address=address)


def source_address(number: int) -> str:
    """Return the IP address of a source."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Guessers:
    """The guesses to send, and how often each source got which status."""

    def __init__(self, portal: Portal, guesses: int, sources: int):
        self.portal = portal
        self.work = [(number % sources, compose_etag(26, 600_000_000 + number)) for number in range(guesses)]
        self.answers: Counter[tuple[int, int]] = Counter()

    def line(self):
        """Open a connection that sends guesses and counts the responses."""
        line, counts = load_client.HttpConnection(self.portal.port), self.answers

        class Guess:
            close = line.close

            def send(self, piece):
                number, etag = piece
                status = line.send(lookup_request(etag, source_address(number))).status
                counts[number, status] += 1
                return status

        return Guess()

    def guess(self) -> load_client.Sample:
        """Send all guesses."""
        return load_client.distribute(self.work, self.line, clients=CLIENTS)[0]

    def count_by_source(self, status: int) -> list[int]:
        """Return the number of responses with this status for each source."""
        return [count for (_, answered), count in self.answers.items() if answered == status]


class VisitingComplainant(threading.Thread):
    """A complainant who opens her complaint until `stopped` is set. `took`: seconds by the kind of browser."""

    def __init__(self, portal: Portal, complaint):
        super().__init__(daemon=True)
        self.url, self.etag, self.complaint_id = portal.url, complaint.etag, complaint.pk
        self.stopped, self.failed = threading.Event(), []
        self.took = {"new browser": [], "new browser at a guesser's address": [], "open": []}
        self.sums = Counter()

    def run(self) -> None:
        with self.browser(HER_OWN) as at_home:
            self.open(at_home)
            while not self.stopped.wait(PAUSE):
                for kind, address in zip(self.took, (HER_OWN, SHARED), strict=False):
                    with self.browser(address) as new_browser:
                        self._measure(kind, lambda browser=new_browser: self.find(browser))
                self._measure("open", lambda: at_home.get(f"/track/{self.etag}/mine/").raise_for_status())

    def browser(self, address: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"X-Forwarded-For": address}, timeout=60)

    def open(self, browser: httpx.Client) -> None:
        browser.get(f"/track/{self.etag}/code/")
        self.post(browser, f"/track/{self.etag}/code/", code=CODE)

    def find(self, browser: httpx.Client) -> None:
        """Open her complaint's page, with a proof of work if the page requires one."""
        answer, proofs = browser.get(f"/track/{self.etag}/"), 0
        while answer.status_code in {422, 429}:  # a larger proof may be required if the first has become too small
            proofs += 1
            answer = self.post(browser, "/track/prove/", door="status", etag=self.etag, answer=solve(answer.text))
        self.sums[proofs] += 1
        answer.raise_for_status()
        if "etag-form" in answer.text:
            raise httpx.HTTPError("asked for the number again")

    def post(self, browser: httpx.Client, path: str, **fields) -> httpx.Response:
        fields["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
        return browser.post(path, data=fields, follow_redirects=True)

    def _measure(self, kind: str, act) -> None:
        began = time.perf_counter()
        try:
            act()
            self.took[kind].append(time.perf_counter() - began)
        except (httpx.HTTPError, AttributeError, KeyError) as error:
            self.failed.append(repr(error))

    def summary(self) -> dict:
        enough = {kind: took for kind, took in self.took.items() if len(took) > 1}
        cuts = {kind: statistics.quantiles(took, n=20, method="inclusive") for kind, took in enough.items()}
        times = {
            kind: {"times": len(self.took[kind]), "p50": c[9], "p95": c[18], "longest": max(self.took[kind])}
            for kind, c in cuts.items()
        }
        return times | {"visits by sums": self.sums, "failed": len(self.failed), "first failures": self.failed[:3]}


def issue_codes(complaints: list) -> None:
    """Give each of these complaints a new valid code."""
    at = now()
    AccessCode.objects.filter(complaint__in=complaints).delete()
    AccessCode.objects.bulk_create(
        AccessCode(
            complaint_id=complaint.pk,
            code_hash=hash_code(complaint.pk, CODE),
            created_at=at,
            expires_at=at + CODE_LIFETIME,
            reached_index=bytes(complaint.complainant.phone_index),
        )
        for complaint in complaints
    )


def time_wrong_codes(portal: Portal, complaints: list, times: int) -> dict:
    """Return median times (ms) of wrong codes for unknown E-tags and for complaints with a valid code.

    Limits and codes' attempts are reset between batches, so that each request is processed completely.
    """
    line, broker = load_client.HttpConnection(portal.port), redis.Redis.from_url(os.environ["REDIS_URL"])
    took = {"nobody's number": [], "wrong code": []}
    for batch in range(times // BATCH):
        broker.flushdb()
        issue_codes(complaints)
        for index in range(BATCH):
            number = batch * BATCH + index
            etags = {"nobody's number": compose_etag(26, 500_000_000 + number), "wrong code": complaints[index].etag}
            order = list(etags.items())[:: 1 if number % 2 else -1]
            for kind, etag in order:
                began = time.perf_counter()
                answer = line.send(code_request(etag, WRONG, source_address(number)))
                took[kind].append(1000 * (time.perf_counter() - began))
                if answer.status != 422:
                    raise RuntimeError(f"{kind} was answered with {answer.status}")
    medians = {kind: statistics.median(values) for kind, values in took.items()}
    pairs = zip(took["wrong code"], took["nobody's number"], strict=True)
    medians["pair by pair"] = statistics.median(wrong_code - unknown for wrong_code, unknown in pairs)
    return medians | {"each": len(took["wrong code"]), "apart": abs(medians["wrong code"] - medians["nobody's number"])}


class HostileAddresses(threading.Thread):
    """Strangers at many addresses who know an E-tag: they type wrong words and codes and ask for codes, endlessly."""

    def __init__(self, portal: Portal, etag: str, sources: int, *, clients: int = 2):
        super().__init__(daemon=True)
        self.portal, self.etag, self.sources, self.clients = portal, etag, sources, clients
        self.stopped, self.answers = threading.Event(), Counter()

    def run(self) -> None:
        workers = [threading.Thread(target=self._send, args=(number,), daemon=True) for number in range(self.clients)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def _send(self, number: int) -> None:
        line = load_client.HttpConnection(self.portal.port)
        forms = [("key/", "key", "a guess"), ("code/", "code", WRONG), ("code/ask/", "reached_at", "0345 9998877")]
        while not self.stopped.is_set():
            page, field, typed = forms[number % len(forms)]
            body = urlencode({field: f"{typed} {number}" if field == "key" else typed, "csrfmiddlewaretoken": CSRF})
            request = {"cookie": f"csrftoken={CSRF}", "address": source_address(number % self.sources)}
            try:
                answer = line.send(load_client.post_request(f"/track/{self.etag}/{page}", body, **request))
                self.answers[page, answer.status] += 1
            except ConnectionError:  # granian closed the connection
                line.open()
            number += self.clients


class OwnerWithWord(VisitingComplainant):
    """The owner of a complaint with a secret word, who opens it again and again while strangers type wrong words."""

    KINDS = ("known phone", "new phone", "new phone at a guesser's address")

    def __init__(self, portal: Portal, complaint, times: int):
        super().__init__(portal, complaint)
        self.times, self.took = times, {kind: [] for kind in self.KINDS}

    def run(self) -> None:
        known = self.browser(HER_OWN)
        self.find(known)
        for number in range(self.times):
            kind = self.KINDS[number % len(self.KINDS)]
            if kind == "known phone":
                known.cookies.delete("sessionid")
                self._measure(kind, lambda: self.find(known))
                continue
            with self.browser(SHARED if "guesser" in kind else HER_OWN) as new_phone:
                self._measure(kind, lambda browser=new_phone: self.find(browser))
        known.close()

    def find(self, browser: httpx.Client) -> None:
        """Open the complaint by the word, with a proof of work if the page requires one."""
        path, proofs = f"/track/{self.etag}/key/", 0
        browser.get(path)
        answer = self.post(browser, path, key=SECRET)
        while "data-challenge" in answer.text:
            proofs += 1
            answer = self.post(browser, "/track/prove/", door="enter_key", etag=self.etag, answer=solve(answer.text))
            if "data-challenge" not in answer.text:
                answer = self.post(browser, path, key=SECRET)
        self.sums[proofs] += 1
        answer.raise_for_status()
        if not answer.url.path.endswith("/mine/"):
            raise httpx.HTTPError(f"led to {answer.url.path}")


def solve(page: str) -> str:
    """Return the solved proof of work of a page."""
    challenge = json.loads(html.unescape(re.search(r'data-challenge="([^"]*)"', page).group(1)))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge)).to_dict()
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution}).encode()).decode()


def let_owner_in(portal: Portal, complaint, options: argparse.Namespace) -> dict:
    """Let strangers who know the E-tag try to keep its owner out. Raises RuntimeError if she gets in too rarely."""
    strangers = HostileAddresses(portal, complaint.etag, options.sources)
    strangers.start()
    while sum(strangers.answers.values()) < min(options.sources, 200):
        time.sleep(0.1)
    owner = OwnerWithWord(portal, complaint, options.owner)
    owner.start()
    owner.join()
    strangers.stopped.set()
    strangers.join(60)
    took = [seconds for times in owner.took.values() for seconds in times]
    in_time = sum(seconds <= LONGEST for seconds in took)
    result = {
        "tries": options.owner, "opened": len(took), "within 60 s": in_time, "owner": owner.summary(),
        "strangers": {f"{page} {status}": count for (page, status), count in sorted(strangers.answers.items())},
    }  # fmt: skip
    opened_by_strangers = strangers.answers["key/", 302] + strangers.answers["code/", 302]
    enough = len(took) if options.short else in_time
    if opened_by_strangers or enough < SHARE_IN_TIME * options.owner:
        raise RuntimeError(json.dumps(result))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("guesses", nargs="?", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--timed", type=int, default=5_000)
    parser.add_argument("--owner", type=int, default=1_000)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    world = build()
    complaints = [world.complaint() for _ in range(BATCH + 1)]
    issue_codes(complaints)
    guarded = world.complaint("gender_harassment")
    set_words(guarded)
    with servers.portal() as portal:
        result = {"guesses": send_guesses(portal, complaints[0], options)}
        result["owner"] = let_owner_in(portal, guarded, options)
        result["times"] = time_wrong_codes(portal, complaints[1:], options.timed)
    result |= {"cores": os.cpu_count(), "load": os.getloadavg()}
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))


def send_guesses(portal: Portal, complaint, options: argparse.Namespace) -> dict:
    """Send all guesses while Ayesha visits. Raises RuntimeError if a limit was exceeded or a visit failed."""
    ayesha, guessers = VisitingComplainant(portal, complaint), Guessers(portal, options.guesses, options.sources)
    ayesha.start()
    began = time.monotonic()
    sample = guessers.guess()
    seconds = time.monotonic() - began
    ayesha.stopped.set()
    ayesha.join(timedelta(minutes=2).total_seconds())
    if not all(ayesha.took.values()) and not options.short:
        raise RuntimeError(f"{seconds:.0f} s were too short for every kind of visit; failed: {ayesha.failed[:3]}")
    evaluated, stopped = guessers.count_by_source(404), guessers.count_by_source(429)
    other_statuses = Counter(status for _, status in guessers.answers) - Counter({404: 10**9, 429: 10**9})
    result = {
        "sent": sum(evaluated) + sum(stopped), "sources": options.sources, "seconds": round(seconds, 1),
        "evaluated": sum(evaluated), "most of one source": max(evaluated), "stopped": sum(stopped),
        "answered otherwise": dict(other_statuses), "a second": round(len(sample.took) / sample.seconds),
        "p50": statistics.median(sample.took), "ayesha": ayesha.summary(),
    }  # fmt: skip
    if (
        max(evaluated) > 10
        or sum(evaluated) > ALLOWED_AT_ONCE + A_SECOND * seconds + 1
        or other_statuses
        or ayesha.failed
    ):
        raise RuntimeError(json.dumps(result))
    return result


if __name__ == "__main__":
    main()
