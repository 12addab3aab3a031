"""Try to tell visits under duress from real ones: `python -m drills.duress_classifier [TRIALS] [--pairs N] [--short]`.

Pairs of complaints have the same person, day and text: a real one that its secret word opens, and one whose duress word
shows that text. Browsers open them by their words and request pages in random order from a running granian. A
classifier (drills.naive_bayes) gets what an onlooker sees of every response: status, place it leads to, names and
lengths of all headers, length of the body, and the time. It learns from half of the pairs and judges the other half.

It may be right in at most 51.5 % of the trials. In the same run it must find a planted difference: pages that are not
held back to whole steps (citizen.access.response_timing), times that are 10 ms longer, and one byte more.
`--short`: for a busy machine; it reports times, and fails only for differences in status, headers and length.
Writes drills/results/duress_classifier.json. Exit code 1 if anything is found that was not planted, or not found.
"""

import argparse
import json
import os
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from bench import servers

servers.start(LOG_LEVEL="CRITICAL")

from bench import load_client  # noqa: E402 (modules that read Django's settings are imported after the start)
from drills.naive_bayes import Sample, share_judged_right  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.citizen.keys.cast import DURESS, SECRET, set_words  # noqa: E402
from tests.world import World, build  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "duress_classifier.json"
MOST_RIGHT = 0.515
PLANTED_RIGHT = 0.6
STEP, BATCHES = 0.5, 4
SEEN, TIMES = ("status", "place", "header names", "header bytes", "body bytes"), ("ms",)
PAGES = ("mine/", "more/", "evidence/", "", "more/you/", "more/word/")
ACT_SHARE, OPEN_SHARE = 0.03, 0.05
CSRF = "c" * 32
NUMBER, SESSION = re.compile(r"\d{12}"), re.compile(r"(?i)set-cookie: sessionid=([^;]+)")


class Door(NamedTuple):
    """A complaint, the word that opens it here, and its address of the internet. `group`: the number of its pair."""

    etag: str
    word: str
    is_duress: bool
    group: int

    @property
    def address(self) -> str:
        return f"10.9.{self.group}.{int(self.is_duress) + 1}"


def make_pairs(world: World, number: int) -> list[tuple[Door, Door]]:
    """Register pairs of complaints and set their words."""
    pairs = []
    for group in range(number):
        story = f"The queue at counter {group % 10} of the licence office did not move on Tuesday."
        real = world.complaint("suggestion", text=story)
        set_words(real)
        hidden = world.complaint("gender_harassment", text="My uncle follows me to college.")
        set_words(hidden, duress=DURESS, story=story)
        pairs.append((Door(real.etag, SECRET, False, group), Door(hidden.etag, DURESS, True, group)))
    return pairs


class Browser:
    """A browser that has one complaint open. `samples`: what an onlooker has seen of it."""

    def __init__(self, portal: Portal, door: Door):
        self.line, self.door, self.session = load_client.HttpConnection(portal.port), door, ""
        self.samples: list[Sample] = []

    def request(self, page: str, **form: str) -> load_client.HttpAnswer:
        """Request a page of the complaint, or send a form to it, and record what an onlooker sees."""
        path = f"/track/{self.door.etag}/{page}"
        cookie = f"csrftoken={CSRF}" + (f"; sessionid={self.session}" if self.session else "")
        sender = {"cookie": cookie, "address": self.door.address}
        request = (
            load_client.post_request(path, urlencode(form | {"csrfmiddlewaretoken": CSRF}), **sender)
            if form
            else load_client.get_request_from(path, **sender)
        )
        try:
            answer, took = self._timed(request)
        except ConnectionError:  # granian has closed a connection that was idle
            self.line.open()
            answer, took = self._timed(request)
        self.samples.append(Sample(self.door.is_duress, self.door.group, seen_by_an_onlooker(page, answer, took)))
        if renewed := SESSION.search(answer.head):
            self.session = renewed[1]
        return answer

    def _timed(self, request: bytes) -> tuple[load_client.HttpAnswer, float]:
        """Return the response and the milliseconds that it took."""
        began = time.perf_counter()
        answer = self.line.send(request)
        return answer, 1000 * (time.perf_counter() - began)

    def open(self) -> None:
        """Open the complaint by its word, as in a new browser."""
        self.session = ""
        self.request("key/", key=self.door.word)

    def visit(self, chance: random.Random) -> None:
        """Do one thing: open the complaint again, add a sentence to it, or read one of its pages."""
        drawn = chance.random()
        if drawn < OPEN_SHARE or not self.session:
            self.open()
        elif drawn < OPEN_SHARE + ACT_SHARE:
            self.request("mine/add/", **{"seen": "99", "add-words": "It stood still again."})
        else:
            self.request(chance.choice(PAGES))


def seen_by_an_onlooker(page: str, answer: load_client.HttpAnswer, took: float) -> dict:
    """Return the features of a response."""
    lines = answer.head.split("\r\n")[1:]
    headers = [line.partition(": ")[::2] for line in lines]
    place = next((value for name, value in headers if name.lower() == "location"), "")
    return {
        "page": page,
        "status": str(answer.status),
        "place": NUMBER.sub("#", place),
        "header names": tuple(sorted(name.lower() for name, _ in headers)),
        "header bytes": len(answer.head),
        "body bytes": len(answer.body),
        "ms": took,
    }


def collect(portal: Portal, pairs: Sequence[tuple[Door, Door]], trials: int, *, clients: int) -> list[Sample]:
    """Return what an onlooker sees of so many responses, half of them under duress, with several clients at once."""

    def run(number: int) -> list[Sample]:
        chance, samples = random.Random(number), []
        mine = [[Browser(portal, door) for door in pair] for pair in pairs[number::clients]]
        for _ in range(trials // clients // 2):
            for browser in chance.sample(chance.choice(mine), 2):
                browser.visit(chance)
        for browser in (browser for pair in mine for browser in pair):
            samples += browser.samples
            browser.line.close()
        return samples

    with ThreadPoolExecutor(clients) as pool:
        return [sample for samples in pool.map(run, range(clients)) for sample in samples]


def with_planted(samples: Sequence[Sample], name: str, extra: float) -> list[Sample]:
    """Return the samples with this much more of a feature under duress."""
    return [
        replace(one, features={**one.features, name: one.features[name] + extra}) if one.is_duress else one
        for one in samples
    ]


def judge(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the share judged right by each feature, by all but the time, and by all."""
    shares = {name: share_judged_right(samples, [name]) for name in SEEN + TIMES}
    return shares | {
        "all but the time": share_judged_right(samples, SEEN),
        "all": share_judged_right(samples, SEEN + TIMES),
    }


def find_planted(portal_samples: Sequence[Sample], unheld: Sequence[Sample]) -> dict[str, float]:
    """Return the share judged right of each planted difference."""
    return {
        "not held back": share_judged_right(unheld, TIMES),
        "10 ms longer": share_judged_right(with_planted(portal_samples, "ms", 10), TIMES),
        "one byte more": share_judged_right(with_planted(portal_samples, "header bytes", 1), SEEN),
    }


def find_problems(result: dict, *, short: bool) -> list[str]:
    """Return the problems of a result. Times count only in the long form."""
    right, planted = result["right"], dict(result["planted"])
    margin = 2 / result["trials"] ** 0.5 if short else 0  # four standard errors of a share of one half
    found = ["all but the time"] if short else ["all but the time", "all", *SEEN, *TIMES]
    problems = [f"{name}: {right[name]:.3f}" for name in found if right[name] > MOST_RIGHT + margin]
    if short:
        planted = {"one byte more": planted["one byte more"]}
    return problems + [f"not found: {name} ({share:.3f})" for name, share in planted.items() if share < PLANTED_RIGHT]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="?", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=16)
    parser.add_argument("--clients", type=int, default=8, help="at most as many as pairs")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    pairs, clients = make_pairs(build(), options.pairs), min(options.clients, options.pairs)
    with servers.portal(threads=clients, SECRET_WORD_STEP="0") as portal:
        unheld = collect(portal, pairs, min(options.trials, 1_000), clients=clients)
    with servers.portal(threads=clients, SECRET_WORD_STEP=str(STEP)) as portal:
        began = time.monotonic()
        samples = []
        for batch in range(BATCHES):
            samples += collect(portal, pairs, options.trials // BATCHES, clients=clients)
            share = share_judged_right(samples, SEEN + TIMES)
            print(f"batch {batch + 1}: {share:.4f} of {len(samples)} judged right", file=sys.stderr, flush=True)
        seconds = time.monotonic() - began
    result = {
        "trials": len(samples), "pairs": options.pairs, "clients": clients, "seconds": round(seconds), "step": STEP,
        "statuses": Counter(sample.features["status"] for sample in samples),
        "median ms": {
            kind: statistics.median(one.features["ms"] for one in samples if one.is_duress is is_duress)
            for kind, is_duress in (("real", False), ("duress", True))
        },
        "right": judge(samples), "planted": find_planted(samples, unheld),
        "cores": os.cpu_count(), "load": os.getloadavg(),
    }  # fmt: skip
    result["problems"] = find_problems(result, short=options.short)
    print(json.dumps(result, indent=2))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))
    sys.exit(bool(result["problems"]))


if __name__ == "__main__":
    main()
