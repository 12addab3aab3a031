"""One rehearsal: start the machines, let people use the portal, cause the faults, and count."""

import itertools
import logging
import os
import shutil
import statistics
import threading
import time
from argparse import Namespace
from pathlib import Path

from drills.ha import afterwards
from drills.ha.citizens import Complainants, SiteDoor, keep_doing
from drills.ha.faults import FAULTS, Fault, kill_leader
from drills.ha.maintenance import RECOVERY_SECONDS
from drills.ha.site import Site
from drills.ha.topology import Topology
from tests.evidence import samples
from tests.faults.storm.people import Officer
from tests.faults.storm.whole import WAITS, WITH_PHONE

KEPT_LOGS = Path(__file__).parent.parent / "results" / "ha-logs"
SECONDS_OF_A_KILL = 60
HANDS = 6
"""How many citizens act at once, at most."""


class Rehearsal:
    """A run with the options of the command line."""

    def __init__(self, topology: Topology, options: Namespace):
        logging.getLogger().setLevel(logging.ERROR)  # the simulated mail server logs every line
        self.options, self.began = options, time.monotonic()
        seconds = options.kills * SECONDS_OF_A_KILL or options.seconds
        self.drafts_wanted = int((seconds + 240) * options.a_second) + 20
        self.site = Site(topology, self.drafts_wanted, in_bucket=options.bucket)
        self.say("machines are built, the database is filled")
        self.door = SiteDoor(self.site.certificate)
        self.people = Complainants(self.door, picture=samples.photo(size=(640, 480), quality=95))
        self.drafts: dict[str, str] = self.site.people["drafts"]
        self.officers = self._make_officers()
        self.events: list[dict] = []
        self.wrong: list[str] = []

    def say(self, text: str) -> None:
        print(f"drill {time.monotonic() - self.began:6.1f} s: {text}", flush=True)

    def _make_officers(self) -> list[Officer]:
        people = self.site.people["officers"]
        marked = f"one.status = 'marked' AND one.holder_id = {people['bilal']['posting']} AND {WITH_PHONE}"
        wanted = [
            ("salma", "mark", {"to": people["bilal"]["posting"]}, "one.status = 'received'"),
            ("bilal", "record_contact", {"how": "telephone"}, marked),
        ]
        return [
            Officer(self.door, people[who]["session"], move, chosen, self.site.asks, WAITS.format(waits, move))
            for who, move, chosen, waits in wanted
        ]

    # --- The course ---------------------------------------------------------------------------------------------------

    def run(self) -> dict:
        """Run everything and return the report."""
        try:
            self.site.start()
            self.say(f"all runs; the leader is {self.site.find_leader().name}")
            work = self._start_people()
            self._cause_faults()
            self._end_work(work)
            counted = afterwards.count_everything(self.site, self.people, self.officers, self._begun_drafts())
        except BaseException:
            self._keep_logs()
            raise
        failures = afterwards.describe_failures(self.door.failures)
        if failures["failed pages without words"]:
            self.wrong.append(f"error pages without words: {failures['failed pages without words']}")
        self.wrong += counted.wrong
        report = {"events": self.events, "figures": self._gaps() | failures | counted.figures, "wrong": self.wrong}
        report |= {"requests": len(self.door.statuses), "cores": os.cpu_count(), "load": os.getloadavg()}
        self._print(report)
        if self.wrong:
            self._keep_logs()
        return report

    def _start_people(self) -> list[threading.Thread]:
        """Let citizens and officers begin. Return their threads."""
        self.ended, waiting, lock = threading.Event(), iter(self.drafts), threading.Lock()
        self.begun: list[str] = []

        def file_next() -> None:
            with lock:
                draft = next(waiting, None)
            if draft is not None:
                self.begun.append(draft)
                self.people.live(draft)

        threads = [keep_doing(file_next, every=HANDS / self.options.a_second, until=self.ended) for _ in range(HANDS)]
        return threads + [officer.works(a_second=self.options.a_second / 3) for officer in self.officers]

    def _begun_drafts(self) -> dict[str, str]:
        return {draft: self.drafts[draft] for draft in self.begun}

    def _cause_faults(self) -> None:
        end = time.monotonic() + self.options.seconds
        if self.options.kills:
            planned = itertools.repeat(Fault("leader killed", kill_leader), self.options.kills)
        else:
            words = self.options.only.split(",")
            chosen = [fault for fault in FAULTS if any(word in fault.name for word in words)]
            planned = itertools.cycle([fault for fault in chosen if self.options.bucket or not fault.needs_bucket])
        time.sleep(5)
        for fault in planned:
            if not self.options.kills and time.monotonic() > end:
                break
            self._cause(fault)

    def _cause(self, fault: Fault) -> None:
        """Cause a fault, wait until everything works again, and note the longest pause between filings meanwhile."""
        began, failed = time.monotonic(), len(self.door.failures)
        fault.cause(self.site)
        try:
            self.site.wait_until_whole(seconds=RECOVERY_SECONDS)
        except TimeoutError as late:
            self.wrong.append(f"{fault.name}: {late}")
        time.sleep(3)
        now = time.monotonic()
        event = {
            "fault": fault.name,
            "gap": round(self.people.longest_pause(began, now), 1),
            "whole after": round(now - began, 1),
            "failed requests": len(self.door.failures) - failed,
        }
        self.events.append(event)
        self.say(", ".join(f"{value}" if name == "fault" else f"{name} {value}" for name, value in event.items()))

    def _end_work(self, threads: list[threading.Thread]) -> None:
        """Let everybody finish what they have begun."""
        self.ended.set()
        for thread in threads[:HANDS]:
            thread.join(120)
        self.door.over.set()
        for thread in threads:
            thread.join(60)
        self.say("the people have finished")

    # --- The report ---------------------------------------------------------------------------------------------------

    def _gaps(self) -> dict:
        """Return the median and the maximum of the pauses between filings, by fault."""
        gaps: dict[str, list[float]] = {}
        for event in self.events:
            gaps.setdefault(event["fault"], []).append(event["gap"])
        return {
            f"gap, {name}": f"{len(values)} times, median {statistics.median(values):.1f} s, most {max(values):.1f} s"
            for name, values in gaps.items()
        }

    def _print(self, report: dict) -> None:
        for name, figure in report["figures"].items():
            print(f"{name:<55} {figure}", flush=True)
        print(*[f"WRONG: {one}" for one in report["wrong"]], sep="\n", flush=True)
        self.say(f"{report['requests']} requests, load {report['load'][0]:.1f}")

    def _keep_logs(self) -> None:
        """Copy the logs to where they can be read after the drill."""
        shutil.rmtree(KEPT_LOGS, ignore_errors=True)
        shutil.copytree(self.site.logs, KEPT_LOGS)
        for host in self.site.topology.hosts.values():
            for path in (*host.disk.glob("*.conf"), *host.disk.glob("*.log")):
                shutil.copy(path, KEPT_LOGS / f"{host.name}-{path.name}")
        self.say(f"logs: {KEPT_LOGS}")
