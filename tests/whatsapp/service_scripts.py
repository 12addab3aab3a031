"""The fifteen services of the chat, each as one script to its end (`service_player`)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import Office
from complaints.models import Complaint
from complaints.rules.statuses import Outcome
from information.models import Centre
from notices.rules.notice_kinds import NoticeKind
from tests.evidence import samples
from tests.notices.conftest import Board
from tests.whatsapp.service_player import Done, Fill, Happens, Player, Say, Send, Start, Tap
from tests.whatsapp.transcripts import words
from tests.world import World
from whatsapp.models import Media
from whatsapp.services import worker_verification

FOREIGN, PAKISTANI = "44791112345", "92300111223"
"""Numbers without their last digit, which is that of the language."""

NAME = {"en": "Ayesha Khan", "ur": "عائشہ خان", "roman": "Ayesha Khan"}
THEFT = {
    "en": "They broke the lock at night and took the television.",
    "ur": "رات کو تالا توڑ کر ٹی وی لے گئے۔",
    "roman": "Raat ko tala tor kar TV le gaye.",
}
BRIBE = {
    "en": "The head clerk wants ten thousand rupees to register the case.",
    "ur": "محرر مقدمہ درج کرنے کے دس ہزار روپے مانگتا ہے۔",
    "roman": "Muharrir muqadma darj karne ke das hazar rupay maangta hai.",
}
STALKED = {
    "en": "A man follows me every day on the way to college.",
    "ur": "ایک آدمی روز کالج کے راستے میں میرا پیچھا کرتا ہے۔",
    "roman": "Aik aadmi roz college ke raste mein mera peecha karta hai.",
}
GRABBED = {
    "en": "My cousin has taken my house in Lahore while I am abroad.",
    "ur": "میرے کزن نے میری غیر موجودگی میں لاہور کا مکان لے لیا ہے۔",
    "roman": "Mere cousin ne meri ghair maujoodgi mein Lahore ka makan le liya hai.",
}
WAITED = {
    "en": "I waited six hours and nobody took my papers.",
    "ur": "چھ گھنٹے انتظار کیا، کسی نے کاغذات نہیں لیے۔",
    "roman": "Chhe ghante intezar kiya, kisi ne kaghazat nahi liye.",
}
REFUSED = {
    "en": "The station would not register my stolen motorcycle.",
    "ur": "تھانے نے میری چوری شدہ موٹر سائیکل کا پرچہ درج نہیں کیا۔",
    "roman": "Thane ne meri chori shuda motorcycle ka parcha darj nahi kiya.",
}
HACKED = {
    "en": "An account with the police's name asked me for a code.",
    "ur": "پولیس کے نام کے ایک اکاؤنٹ نے مجھ سے کوڈ مانگا۔",
    "roman": "Police ke naam ke aik account ne mujh se code manga.",
}
CHILD = {
    "en": "Ayla, 7 years, green frock, at Liberty Market today at 8 am",
    "ur": "آئلہ، 7 سال، سبز فراک، آج صبح 8 بجے لبرٹی مارکیٹ میں",
    "roman": "Ayla, 7 saal, sabz frock, aaj subah 8 baje Liberty Market mein",
}
SEEN = {
    "en": "I saw him at the bus stand.",
    "ur": "میں نے اسے بس اسٹینڈ پر دیکھا۔",
    "roman": "Maine use bus stand par dekha.",
}
OPEN_AT_NIGHT = {
    "en": "The helpline should answer at night too.",
    "ur": "ہیلپ لائن رات کو بھی جواب دے۔",
    "roman": "Helpline raat ko bhi jawab de.",
}
STILL_MISSING = {
    "en": "The remote control is still missing.",
    "ur": "ریموٹ ابھی تک نہیں ملا۔",
    "roman": "Remote abhi tak nahi mila.",
}
WORKER = {"en": "Rukhsana Bibi", "ur": "رخسانہ بی بی", "roman": "Rukhsana Bibi"}
MARKED = {
    "en": "An operator marks the complaint to an officer. News arrives:",
    "ur": "آپریٹر شکایت ایک افسر کو مارک کرتا ہے۔ اطلاع آتی ہے:",
    "roman": "Operator shikayat aik afsar ko mark karta hai. Ittela aati hai:",
}
CLAIMED = {
    "en": "The officer says that they phoned. News arrives:",
    "ur": "افسر کہتا ہے کہ اس نے فون کیا۔ اطلاع آتی ہے:",
    "roman": "Afsar kehta hai ke us ne phone kiya. Ittela aati hai:",
}
REPORTED = {
    "en": "The officer reports. News arrives:",
    "ur": "افسر رپورٹ دیتا ہے۔ اطلاع آتی ہے:",
    "roman": "Afsar report deta hai. Ittela aati hai:",
}
ACCEPTED = {
    "en": "A senior officer accepts the report, and the complaint cell asks about it. News arrives:",
    "ur": "اعلیٰ افسر رپورٹ منظور کرتا ہے اور شکایت سیل اس کے بارے میں پوچھتا ہے۔ اطلاع آتی ہے:",
    "roman": "Aala afsar report manzoor karta hai aur shikayat cell is ke baare mein poochta hai. Ittela aati hai:",
}
CHECKED = {
    "en": "The photo is checked. The number arrives:",
    "ur": "تصویر کی جانچ ہوتی ہے۔ نمبر آتا ہے:",
    "roman": "Tasveer ki jaanch hoti hai. Number aata hai:",
}
LAHORE = {"en": "Lahore", "ur": "لاہور", "roman": "Lahore"}


def complaint_answers(account: Mapping[str, str], **more) -> Fill:
    """Return the answers of somebody who gives a place, an account, a name and this number."""
    answers = {
        "keep.page": [Tap("here")],
        "place.region": [Say(LAHORE)],
        "tell.what": [Say(account)],
        "keep.ask": [Tap("no")],
        "lodge.check": [Tap("updates")],
    }
    return Fill(answers | more)


@dataclass(frozen=True)
class Service:
    """One service: its script, and how many turns it took before (/findings/chat.md of November 2026)."""

    code: str
    number: int
    title: str
    script: tuple
    before: str
    ends_in: str
    prepare: Callable[[World], None] = lambda world: None
    abroad: bool = False


# --- What happens outside the chat -----------------------------------------------------------------------------------


def last_complaint(player: Player) -> Complaint:
    etag = "".join(player.phone.etag.split())
    return Complaint.objects.unscoped("test").get(etag=etag)


def _later(player: Player, minutes: int) -> str:
    player.phone.at += timedelta(minutes=minutes)
    return player.phone.at.strftime("%H:%M")


def mark(world: World) -> Callable[[Player], None]:
    def act(player: Player) -> None:
        world.salma.marks(last_complaint(player), to=world.dania, at=_later(player, 5))
        player.phone.at += timedelta(minutes=2)

    return act


def claim_contact(world: World) -> Callable[[Player], None]:
    def act(player: Player) -> None:
        world.dania.records_contact(last_complaint(player), _later(player, 10))

    return act


def report(world: World) -> Callable[[Player], None]:
    details = {
        "words": "The man was arrested and the television was found in his house.",
        "fir_number": "112/26",
        "fir_station": "Gulberg",
    }

    def act(player: Player) -> None:
        world.dania.reports(last_complaint(player), _later(player, 30), Outcome.FIR_REGISTERED, **details)

    return act


def accept(world: World) -> Callable[[Player], None]:
    def act(player: Player) -> None:
        complaint = last_complaint(player)
        world.farah.does("accept", complaint, _later(player, 30))
        world.salma.does("verify", complaint, _later(player, 30), verdict="satisfied")

    return act


def check_photo(player: Player) -> list[dict]:
    """Check the worker's photo, as a job does, and return the reply with the number of the request."""
    media = Media.objects.exclude(asked="").latest("created_at")
    worker_verification.register_verification(media, samples.photo(), at=player.phone.at)
    replies = player.phone.answers()
    player.phone.etag = re.search(r"V\d\d[ \u00a0]\d{4}[ \u00a0]\d{4}", words(replies[0]))[0]
    return replies


def open_sample_centre(world: World) -> None:
    hours = {"en": "8 am to 8 pm", "ur": "صبح 8 سے رات 8 بجے", "roman": "Subah 8 se raat 8 baje"}
    Centre.objects.create(
        code="sample", district=Office.objects.get(code="lahore"), name_en="Sample Khidmat Markaz",
        name_ur="نمونہ خدمت مرکز", name_roman="Namoona Khidmat Markaz", address_en="Made up", address_ur="فرضی",
        address_roman="Farzi", **{f"hours_{language}": text for language, text in hours.items()},
        certainty="guess", source="made up for the transcript", is_sample=True, latitude=31.52, longitude=74.35,
    )  # fmt: skip


def publish_alert(world: World) -> None:
    Board(world).published()


def publish_wanted(world: World) -> None:
    Board(world).published(NoticeKind.WANTED)


# --- The fifteen -----------------------------------------------------------------------------------------------------


def services(world: World) -> tuple[Service, ...]:
    """Return the services in the order of the menu."""
    child = {"child.who": [Say(CHILD)], "child.photo": [Send("photo")], "lodge.check": [Tap("submit")]}
    return (
        Service(
            "crime_report", 1, "Crime report",
            (
                Say("1"), Tap("property_crime"), complaint_answers(THEFT), Done(), Say("<E-tag>"), Tap("leave"),
                Happens(MARKED, mark(world)), Happens(CLAIMED, claim_contact(world)), Tap("in_person"),
                Happens(REPORTED, report(world)), Happens(ACCEPTED, accept(world)), Tap("partly"), Say(STILL_MISSING),
            ),
            "13–14", "E-tag; then status, contact confirmed, “Is it solved?” answered",
        ),
        Service(
            "complaint", 2, "IG Punjab complaint cell",
            (Say("2"), Tap("lodge"), Tap("conduct"), Tap("bribe_demand"), complaint_answers(BRIBE), Done(), Say("2"),
             Tap("mine")),
            "not counted (tracking: up to 17)", "E-tag; then my complaints in 2 turns",
        ),
        Service(
            "pkm", 3, "Police Khidmat Markaz",
            (Say("3"), Tap("character_certificate"), Tap("no"), Done(), Tap("centre"), Say(LAHORE), Tap("complain"),
             complaint_answers(WAITED)),
            "facts, no act", "Documents for the case; nearest centre with hours; E-tag of a complaint about it",
            open_sample_centre,
        ),
        Service(
            "helplines", 4, "Helpline numbers", (Say("4"), Done(), Tap("office"), Say(LAHORE)), "facts, no act",
            "A number to tap; nearest office; complaint",
        ),
        Service(
            "harassment", 5, "Gender harassment report",
            (Say("5"), Tap("gender_harassment"), complaint_answers(STALKED, **{"who.woman": [Tap("yes")]}), Done()),
            "11–12", "E-tag, and how to delete the chat",
        ),
        Service(
            "offices", 6, "Police offices",
            (Say("6"), Say(LAHORE), Done(), Tap("police"), Tap("misbehaviour")), "facts, no act",
            "Address and page of the office; complaint about the police",
        ),
        Service(
            "overseas", 7, "Overseas Pakistanis",
            (Say("7"), Tap("time"), Tap("embassy"), Tap("og_cc"), Start(), Tap("overseas"), Tap("lodge"),
             Tap("overseas"), Tap("overseas_property"), complaint_answers(GRABBED), Done()),
            "facts, no act", "Time in both places; embassy; E-tag with deadlines in both times", abroad=True,
        ),
        Service(
            "social", 8, "Social media", (Say("8"), Tap("online"), complaint_answers(HACKED), Done()), "facts, no act",
            "E-tag of a report about a false account",
        ),
        Service(
            "website", 9, "Punjab Police website", (Say("9"), Done(), Tap("track"), Say("0")), "facts, no act",
            "Links to tap; complaint; tracking",
        ),
        Service(
            "zainab", 10, "Zainab Alert",
            (Say("10"), Tap("report"), complaint_answers(CHILD, **child), Done(), Say("10"), Tap("alerts"), Tap("tip"),
             Say(SEEN)),
            "11", "E-tag and a call back; a tip about an alert", publish_alert,
        ),
        Service(
            "wanted", 11, "Most wanted criminals", (Say("11"), Tap("tip"), Say(SEEN), Done(), Tap("crime")), "3",
            "A tip, and a report of a crime", publish_wanted,
        ),
        Service(
            "citizen_portal", 12, "Citizen Portal", (Say("12"), Done(), Tap("lodge"), Tap("service")), "facts, no act",
            "A complaint here, or tracking",
        ),
        Service(
            "domestic", 13, "Domestic worker check",
            (Say("13"), Tap("ask"), Tap("yes"), Say(WORKER),
             Say("35201-0000000-1"), Say(NAME), Say("35202-0000000-2"), Say("<phone>"), Say(LAHORE), Send("photo"),
             Done(), Happens(CHECKED, check_photo), Tap("verification"), Say("<E-tag>")),
            "11", "The request; its status",
        ),
        Service(
            "feedback", 14, "Feedback and suggestions", (Say("14"), Say(OPEN_AT_NIGHT), Done(), Tap("answers")), "2",
            "A number; what became of others",
        ),
        Service(
            "licence_fir", 15, "Driving licence and FIR",
            (Say("15"), Tap("licence"), Tap("learner_permit"), Tap("no"), Start(), Say("15"), Tap("fir"),
             Tap("refused"), Tap("yes"), complaint_answers(REFUSED), Done()),
            "facts, no act", "Documents for the case; steps to an FIR; E-tag of a complaint that it was refused",
        ),
    )  # fmt: skip
