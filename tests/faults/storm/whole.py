"""One storm from its beginning to its count."""

import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.evidence import samples
from tests.faults.storm import afterwards
from tests.faults.storm.afterwards import Counted
from tests.faults.storm.people import Chatter, Citizens, Officer, steadily
from tests.faults.storm.storm import VICTIMS, Storm

# Complaints that wait for the officer's move, oldest first: id, E-tag and length of the history.
WAITS = """SELECT one.id, one.etag, head.seq FROM complaints_complaint AS one
    JOIN complaints_chainhead AS head ON head.complaint_id = one.id
    JOIN accounts_office AS place ON place.id = one.district_id AND place.code = 'lahore'
    WHERE {} AND NOT EXISTS (SELECT FROM complaints_event WHERE complaint_id = one.id AND kind = '{}')
    ORDER BY one.id LIMIT 40"""

WITH_PHONE = "EXISTS (SELECT FROM complaints_complainant WHERE id = one.complainant_id AND phone_index <> '')"


@dataclass(frozen=True)
class Size:
    """The size of a storm: how much work in how many seconds, and the faults.

    Faults: the number of kills (at most), the pause between them, how long a server stays away, and how long a hang
    lasts.
    """

    filings: int
    seconds: float
    chatters: int
    kills: int
    pause: float
    outage: float
    hang: float
    victims: tuple = VICTIMS
    web_workers: int = 2


@dataclass
class Whole:
    """The work during a storm, and the people who do it."""

    storm: Storm
    size: Size
    spare: int = 0  # drafts for the count afterwards
    drafts: list[str] = field(default_factory=list)  # by address
    draft_ids: dict[str, str] = field(default_factory=dict)
    spares: list[str] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    chatters: list[Chatter] = field(default_factory=list)

    def __post_init__(self):
        self.citizens = Citizens(self.storm.door, picture=samples.photo(size=(640, 480), quality=95))

    def prepare(self) -> None:
        made = self.storm.prepare(self.size.filings + self.spare)
        self.draft_ids = made["drafts"]
        addresses = list(self.draft_ids)
        self.drafts, self.spares = addresses[self.spare :], addresses[: self.spare]
        people = made["officers"]
        self.officers = [
            self._officer(people["salma"], "mark", {"to": people["bilal"]["posting"]}, "one.status = 'received'"),
            self._officer(
                people["bilal"],
                "record_contact",
                {"how": "telephone"},
                f"one.status = 'marked' AND one.holder_id = {people['bilal']['posting']} AND {WITH_PHONE}",
            ),
        ]
        self.chatters = [Chatter(self.storm.door, f"92302{number:07d}") for number in range(self.size.chatters)]

    def _officer(self, who: dict, move: str, chosen: dict, waits: str) -> Officer:
        return Officer(self.storm.door, who["session"], move, chosen, self.storm.asks, WAITS.format(waits, move))

    def rages(self) -> None:
        """Let everybody work at a steady rate while one part after the other is killed, until all are answered."""
        size, calm = self.size, threading.Event()
        filing = steadily(
            [partial(self.citizens.files, draft) for draft in self.drafts],
            a_second=size.filings / size.seconds,
            hands=16,
        )
        at_desk = [one.works(a_second=0.4 * size.filings / size.seconds) for one in self.officers]
        talking = [one.talks(pause=size.seconds / 20) for one in self.chatters]
        told = {"until": calm, "kills": size.kills, "pause": size.pause}
        told |= {"outage": size.outage, "hang": size.hang, "victims": size.victims}
        raging = self.storm.fate.submit(self.storm.rages, **told)
        for one in [filing, *talking]:
            one.join(size.seconds * 4 + 120)
        calm.set()
        raging.result()
        self.storm.answers()
        self.storm.door.over.set()
        for one in at_desk:
            one.join(60)

    def counted(self) -> Counted:
        """Count everything once nothing waits any more."""
        counted, storm = Counted(), self.storm
        counted.figures["failed answers"] = sum(status == 0 or status >= 500 for status in storm.door.statuses)
        afterwards.settled(storm, counted)
        afterwards.filings(storm, self.citizens, {one: self.draft_ids[one] for one in self.drafts}, counted)
        afterwards.moves(storm, self.officers, counted)
        afterwards.messages(storm, counted)
        afterwards.chats(storm, self.chatters, counted)
        afterwards.files(storm, counted)
        afterwards.verified(storm, counted)
        counted.expects("answers that nobody expected", storm.door.surprises, [])
        return counted


def storm_in(folder: Path, static_root: Path, size: Size, *, spare: int = 0, **options) -> Whole:
    """Return a running portal with everybody ready to begin. `options`: of the Storm. The caller closes its `storm`."""
    whole = Whole(Storm(folder, static_root, size.web_workers, **options), size, spare)
    try:
        whole.prepare()
        whole.storm.start()
    except BaseException:
        whole.storm.close()
        raise
    return whole
