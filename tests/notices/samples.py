"""Notices in every state that pages show: published, waiting, ended, with a tip. Other tests of all pages use them."""

from dataclasses import replace
from datetime import datetime, timedelta

from complaints.rules.statuses import Channel
from notices.models import Notice
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_content import ProposedContent, TranslatedText
from notices.rules.notice_kinds import NoticeKind
from notices.services.edition_decisions import approve_edition
from notices.services.notice_ending import end_notice
from notices.services.notice_proposals import propose_new_edition, propose_notice
from notices.services.tip_recording import record_tip
from tests.world import World

SAID = ProposedContent(
    name=TranslatedText("Muneeb, son of Bashir", "منیب ولد بشیر"),
    words=TranslatedText("He left for school and did not arrive.", "وہ اسکول کے لیے نکلا اور نہیں پہنچا۔"),
    age=9,
    sex="male",
    wearing=TranslatedText("Grey school uniform", "سرمئی اسکول یونیفارم"),
    seen_place=TranslatedText("Main market, Gulberg", "مین مارکیٹ، گلبرگ"),
    aliases=TranslatedText("Jabba", "جبا"),
    fir=TranslatedText("812/26, Gulberg", "812/26، گلبرگ"),
    reward=500_000,
    helplines=("15", "1121", "1099"),
    expires_at=datetime.max,
)


def made(world: World, *, at: datetime) -> dict[str, str]:
    """Create one published notice of each kind, one that waits, one that has ended, and tips. Return their codes."""
    content = replace(SAID, seen_at=at - timedelta(hours=3), expires_at=at + timedelta(days=9))
    more = {"content": content, "sexual_violence": False, "at": at}

    def proposed(kind: NoticeKind) -> Notice:
        return propose_notice(kind=kind, office=world.office("lahore"), by=world.usman.actor, **more)

    def published(kind: NoticeKind) -> Notice:
        edition = proposed(kind).editions.get()
        return approve_edition(edition=edition, sexual_violence=False, by=world.zara.actor, at=at)

    alert, wanted, notice, gone = map(
        published, (NoticeKind.ALERT, NoticeKind.WANTED, NoticeKind.NOTICE, NoticeKind.ALERT)
    )
    end_notice(notice=gone, ending=NoticeEnding.FOUND, why="وہ گھر آ گیا۔", by=world.salma.actor, at=at)
    propose_new_edition(notice=wanted, by=world.usman.actor, **more)
    told = {"notice": alert, "text": "میں نے اسے اڈے پر دیکھا۔", "channel": Channel.WEB, "at": at}
    return {
        "alert": alert.code,
        "wanted": wanted.code,
        "told": notice.code,
        "gone": gone.code,
        "waiting": proposed(NoticeKind.ALERT).code,
        "tip": record_tip(phone="+923001112233", **told).number,
        "high_tip": record_tip(past_the_district=True, **told).number,
    }
