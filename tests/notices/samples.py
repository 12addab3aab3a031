"""Notices in every state that pages show: published, waiting, ended, with a tip. Other tests of all pages use them."""

from dataclasses import replace
from datetime import datetime, timedelta

from complaints.rules.statuses import Channel
from notices.models import Notice
from notices.rules.acts import Ending
from notices.rules.content import Content, NoticeContent
from notices.rules.kinds import NoticeKind
from notices.services.approval import approve
from notices.services.proposals import propose, propose_again
from notices.services.removal import end
from notices.services.tips import take_tip
from tests.world import World

SAID = Content(
    name=NoticeContent("Muneeb, son of Bashir", "منیب ولد بشیر"),
    words=NoticeContent("He left for school and did not arrive.", "وہ اسکول کے لیے نکلا اور نہیں پہنچا۔"),
    age=9,
    sex="male",
    wearing=NoticeContent("Grey school uniform", "سرمئی اسکول یونیفارم"),
    seen_place=NoticeContent("Main market, Gulberg", "مین مارکیٹ، گلبرگ"),
    aliases=NoticeContent("Jabba", "جبا"),
    fir=NoticeContent("812/26, Gulberg", "812/26، گلبرگ"),
    reward=500_000,
    helplines=("15", "1121", "1099"),
    expires_at=datetime.max,
)


def made(world: World, *, at: datetime) -> dict[str, str]:
    """Create one published notice of each kind, one that waits, one that has ended, and tips. Return their codes."""
    content = replace(SAID, seen_at=at - timedelta(hours=3), expires_at=at + timedelta(days=9))
    more = {"content": content, "sexual_violence": False, "at": at}

    def proposed(kind: NoticeKind) -> Notice:
        return propose(kind=kind, office=world.office("lahore"), by=world.usman.actor, **more)

    def published(kind: NoticeKind) -> Notice:
        edition = proposed(kind).editions.get()
        return approve(edition=edition, sexual_violence=False, by=world.zara.actor, at=at)

    alert, wanted, notice, gone = map(
        published, (NoticeKind.ALERT, NoticeKind.WANTED, NoticeKind.NOTICE, NoticeKind.ALERT)
    )
    end(notice=gone, ending=Ending.FOUND, why="وہ گھر آ گیا۔", by=world.salma.actor, at=at)
    propose_again(notice=wanted, by=world.usman.actor, **more)
    told = {"notice": alert, "text": "میں نے اسے اڈے پر دیکھا۔", "channel": Channel.WEB, "at": at}
    return {
        "alert": alert.code,
        "wanted": wanted.code,
        "told": notice.code,
        "gone": gone.code,
        "waiting": proposed(NoticeKind.ALERT).code,
        "tip": take_tip(phone="+923001112233", **told).number,
        "high_tip": take_tip(past_the_district=True, **told).number,
    }
