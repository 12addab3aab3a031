"""How fast a complaint is filed: `python -m bench.filing [REQUESTS] [--rounds N] [--clients N] [--peer] [--profile]`.

The final POST of drafts that are prepared beforehand, to a running granian (two workers of two threads, and one of
four), in turn with bare statements that write the same rows. On servers of its own, which write to the disk as in
earnest. Prints medians and ranges and writes bench/results/filing.json (bench/README.md).
"""

import argparse
import cProfile
import json
import os
import pstats
import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from tests import clusters, databases, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
clusters.HASTY.update(fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on")  # in earnest
os.environ.update(servers.keys())
os.environ.update(servers.start(), TRUSTED_PROXIES="true", LOG_LEVEL="ERROR")
servers.settle("bench")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from django.test import Client  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from bench import bare, load, peer  # noqa: E402
from complaints.models import Complaint  # noqa: E402
from complaints.rules.statuses import Channel  # noqa: E402
from complaints.services.registration import start_draft  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.citizen.keys.cast import counted  # noqa: E402
from tests.world import build  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "filing.json"
LAYOUTS = {"2 workers × 2 threads": (2, 2), "1 worker × 4 threads": (1, 4)}
BARE, PEER = "bare statements", "django-helpdesk"
CSRF = secrets.token_hex(16)
TOLD = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file. I have the receipt and two witnesses. " * 5,
}
LAST = {"reach": "phone", "phone": "0300 1112233", "language": "ur", "behalf": "self", "country": ""}


def drafts(number: int) -> list[str]:
    """So many drafts at their last page."""
    return [str(start_draft(channel=Channel.WEB, answers=TOLD, at=now()).pk) for _ in range(number)]


def post(draft: str) -> bytes:
    """The request by which a browser without a session finishes a draft, from an address of its own."""
    body = urlencode(LAST | {"csrfmiddlewaretoken": CSRF})
    address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
    return (
        f"POST /complain/{draft}/reach/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={CSRF}\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def file_all(portal: Portal, requests: int, clients: int) -> load.Round:
    """One round at a portal: every draft becomes a complaint."""
    work, before = [post(draft) for draft in drafts(requests)], Complaint.objects.for_system().count()
    done, heads = load.measure(work, lambda: load.Line(portal.port), clients=clients)
    assert all(head.startswith("HTTP/1.1 302") and "/receipt/" in head for head in heads), heads[0]
    assert Complaint.objects.for_system().count() == before + requests
    return done


def write_all(filing: bare.Filing, requests: int, clients: int) -> load.Round:
    """One round of bare statements."""
    return load.measure(drafts(requests), filing.client, clients=clients)[0]


def statements() -> tuple[str, int]:
    """A draft that is filed in this process, and how many statements the whole request took."""
    (draft,) = drafts(1)
    with counted() as said:
        answer = Client().post(f"/complain/{draft}/reach/", LAST)
    assert answer.status_code == 302
    return draft, len([sql for sql in said if sql not in {"BEGIN", "COMMIT"}])


def start(open_portals: ExitStack, workers: int, threads: int) -> Portal:
    """A portal in earnest, without the demo's doors."""
    folder = Path(open_portals.enter_context(tempfile.TemporaryDirectory()))
    clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
    portal = Portal(clone, static_root=folder, folder=folder, workers=workers, threads=threads)
    portal.environment["DEMO"] = "false"
    portal.start()
    open_portals.callback(portal.stop)
    return portal


def ask_for_help(helpdesk: peer.Helpdesk, requests: int, clients: int) -> load.Round:
    """One round at django-helpdesk: so many tickets."""
    work = [helpdesk.post(TOLD["text"]) for _ in range(requests)]
    done, heads = load.measure(work, lambda: load.Line(helpdesk.port), clients=clients)
    assert all(head.startswith("HTTP/1.1 302") and "/view/" in head for head in heads), heads[0]
    return done


def contestants(open_portals: ExitStack, filing: bare.Filing, *, with_peer: bool) -> dict[str, Callable]:
    """Everybody who takes part, running: a call makes a round."""
    portals = {name: start(open_portals, *layout) for name, layout in LAYOUTS.items()}
    all_of_them = {name: partial(file_all, portal) for name, portal in portals.items()}
    all_of_them[BARE] = partial(write_all, filing)
    if with_peer:
        folder = Path(open_portals.enter_context(tempfile.TemporaryDirectory()))
        helpdesk = peer.Helpdesk(folder, workers=2, threads=2)
        open_portals.callback(helpdesk.stop)
        helpdesk.start(os.environ["TEST_OWNER_URL"])
        all_of_them[PEER] = partial(ask_for_help, helpdesk)
    return all_of_them


def contest(wanted: argparse.Namespace) -> dict:
    """All contestants in turn, round by round; what came out."""
    draft, number = statements()
    filing = bare.Filing(os.environ["DATABASE_URL"], draft)
    with ExitStack() as portals:
        running = contestants(portals, filing, with_peer=wanted.peer)
        rounds = {name: [] for name in running}
        for compete in running.values():
            compete(wanted.clients * 10, wanted.clients)  # so that every thread has its connection
        for _ in range(wanted.rounds):
            for name, compete in running.items():
                rounds[name].append(compete(wanted.requests, wanted.clients))
    return {
        "requests": wanted.requests,
        "clients": wanted.clients,
        "rounds": {name: [asdict(one) for one in done] for name, done in rounds.items()},
        "summary": {name: load.summary(done) for name, done in rounds.items()},
        "statements": {"the whole last POST": number, BARE: filing.count},
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }


def say(result: dict) -> None:
    """The table: medians with ranges, and each layout's share of what bare statements reach."""
    load_now = ", ".join(f"{value:.1f}" for value in result["load"])
    print(
        f"{result['requests']} filings a round, {result['clients']} clients, {result['cores']} cores, load {load_now}"
    )
    most = result["summary"][BARE]["per_second"]["median"]
    for name, figures in result["summary"].items():
        rate, middle, last = figures["per_second"], figures["p50"]["median"], figures["p99"]
        print(
            f"  {name:<22} {rate['median']:>6,.0f}/s ({rate['least']:,.0f} to {rate['most']:,.0f})"
            f"  p50 {middle:.0f} ms  p99 {last['median']:.0f} ms ({last['least']:.0f} to {last['most']:.0f})"
            f"  {rate['median'] / most:.2f} of bare"
        )
    print("  statements:", ", ".join(f"{name} {number}" for name, number in result["statements"].items()))


def profile(number: int) -> None:
    """Where the time of so many last POSTs goes, by the functions' own time."""
    client, waiting = Client(), drafts(number)
    with cProfile.Profile() as watched:
        for each in waiting:
            client.cookies.clear()
            address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
            client.post(f"/complain/{each}/reach/", LAST, headers={"X-Forwarded-For": address})
    pstats.Stats(watched).sort_stats("tottime").print_stats(30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("requests", nargs="?", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--peer", action="store_true", help="django-helpdesk too, in a throw-away environment")
    parser.add_argument("--profile", action="store_true", help="in this process under cProfile, instead of measuring")
    wanted = parser.parse_args()
    build()
    if wanted.profile:
        return profile(wanted.requests)
    result = contest(wanted)
    say(result)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
