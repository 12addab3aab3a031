"""Fixtures of public notices: Usman proposes for Lahore, Zara at the Central Police Office approves (tests.world)."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.test import Client

from accounts.models import Officer
from citizen import rate_limits
from complaints.rules.statuses import Channel
from notices.models import Notice, Picture, Tip
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_content import ProposedContent, TranslatedText
from notices.rules.notice_kinds import NoticeKind
from notices.services import edition_decisions, notice_ending, notice_proposals, picture_inspection, tip_recording
from notices.services.picture_inspection import NOTICE_PIXELS, SubmittedPhoto
from tests.evidence import samples
from tests.signing_in import for_days, sign_in
from tests.world import Person, World, clock

PHOTO = samples.photo(size=(900, 1200))

CHILD = ProposedContent(
    name=TranslatedText("Muneeb, son of Bashir", "منیب ولد بشیر", "Muneeb walad Bashir"),
    words=TranslatedText("He left for school and did not arrive.", "وہ اسکول کے لیے نکلا اور نہیں پہنچا۔"),
    age=9,
    sex="male",
    wearing=TranslatedText("Grey school uniform", "سرمئی اسکول یونیفارم"),
    seen_place=TranslatedText("Main market, Gulberg", "مین مارکیٹ، گلبرگ"),
    seen_at=clock("07:30"),
    helplines=("15", "1121", "1099"),
    expires_at=clock("+7d 00:00"),
)
ROBBER = ProposedContent(
    name=TranslatedText("Jabbar, called Jabba", "جبار عرف جبا"),
    words=TranslatedText("Robbery at gunpoint", "اسلحے کے زور پر ڈکیتی"),
    aliases=TranslatedText("Jabba", "جبا"),
    fir=TranslatedText("FIR 812/26, Gulberg", "ایف آئی آر 812/26، گلبرگ"),
    reward=500_000,
    helplines=("15",),
    expires_at=clock("+60d 00:00"),
)
ROADWORKS = ProposedContent(
    name=TranslatedText("Mall Road is closed", "مال روڈ بند ہے"),
    words=TranslatedText("On Friday from noon. Take the Canal Road.", "جمعہ کو دوپہر سے۔ کینال روڈ سے جائیں۔"),
    helplines=("15",),
    expires_at=clock("+5d 00:00"),
)
CONTENTS = {NoticeKind.ALERT: CHILD, NoticeKind.WANTED: ROBBER, NoticeKind.NOTICE: ROADWORKS}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store pictures in the test's own folder, without a virus scanner, and with fresh rate limits."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}
    settings.CLAMAV_URL = ""
    rate_limits._local_buckets.clear()


@dataclass
class Board:
    """Create notices and tips by short calls: `board.proposed(...)`, `board.published(...)`, `board.told(...)`."""

    world: World

    def proposed(
        self, kind=NoticeKind.ALERT, *, by="usman", at="09:00", office="lahore", violence=False, **more
    ) -> Notice:
        """Propose a notice with the content of CONTENTS and changes. `photo=True`: with a picture."""
        content = replace(CONTENTS[kind], **{k: more.pop(k) for k in list(more) if hasattr(CHILD, k)})
        if more.pop("photo", False):
            more["picture"] = self.picture(at=at)
        return notice_proposals.propose_notice(
            kind=kind,
            office=self.world.office(office),
            content=content,
            sexual_violence=violence,
            by=self.actor(by),
            at=clock(at),
            **more,
        )

    def approves(self, notice: Notice, *, by="zara", at="09:30", violence=False) -> Notice:
        edition = notice.editions.get(decided_at=None)
        edition_decisions.approve_edition(edition=edition, sexual_violence=violence, by=self.actor(by), at=clock(at))
        notice.refresh_from_db()
        return notice

    def published(self, kind=NoticeKind.ALERT, **more) -> Notice:
        """Publish a notice: proposed by Usman at 09:00, approved by Zara at 09:30."""
        return self.approves(self.proposed(kind, **more))

    def ends(self, notice: Notice, *, by="salma", at="12:00", how=NoticeEnding.FOUND, why="He is at home.") -> Notice:
        return notice_ending.end_notice(notice=notice, ending=how, why=why, by=self.actor(by), at=clock(at))

    def told(self, notice: Notice, text="I saw him at the bus stand.", *, at="10:00", **more) -> Tip:
        return tip_recording.record_tip(notice=notice, text=text, channel=Channel.WEB, at=clock(at), **more)

    def picture(self, contents: bytes = PHOTO, name="child.jpg", *, at="09:00", side=NOTICE_PIXELS) -> Picture:
        """Return an inspected picture."""
        row = picture_inspection.seal_photo(
            SubmittedPhoto(name, "", len(contents), [contents]), side=side, at=clock(at)
        )
        return picture_inspection.inspect_photo(row.pk, at=clock(at))

    def actor(self, name: str):
        return self.world.people[name].actor


@pytest.fixture
def board(world):
    return Board(world)


@dataclass
class Reader:
    """A browser at a given time, signed in or not."""

    client: Client

    def get(self, path: str, at: str = "10:00", **headers):
        with time_machine.travel(clock(at), tick=False):
            return self.client.get(path, headers=headers)

    def posts(self, path: str, at: str = "10:00", **typed):
        with time_machine.travel(clock(at), tick=False):
            return self.client.post(path, typed)


@pytest.fixture
def visitor():
    return Reader(Client())


@pytest.fixture
def seat(world, settings, monkeypatch):
    """`seat("usman")`: a browser of Usman that stays signed in for the whole test."""
    settings.SESSION_COOKIE_AGE = int(timedelta(days=90).total_seconds())
    for_days(monkeypatch)

    def sit(who: str | Officer) -> Reader:
        person = world.people[who] if isinstance(who, str) else Person("", who)
        with time_machine.travel(clock("08:00"), tick=False):
            return Reader(sign_in(Client(), person.officer))

    return sit
