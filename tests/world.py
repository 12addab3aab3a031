"""The named cast of the tests, and the methods by which they act.

Lahore, a Monday. Clock times ("09:00", "+2d 14:30") are Asia/Karachi, counted from `DAY`.

    Citizens   Ayesha (complains), Bashir (complains too)
    Lahore     Usman   CCPO, heads both the region and the district
               Salma   complaint operator of the district
               Farah   SP, heads Model Town division
               Dania   DSP, SDPO of Gulberg circle        Bilal  Inspector, inquiry officer there    Hina  clerk there
               Kamran  Inspector, SHO of Gulberg station  Latif  Sub-Inspector, inquiry officer there
    Multan     Rashid  City Police Officer                Sana   complaint operator
    CPO        Imran   IG, heads it     Nadia  complaint operator     Zara  monitor     Asad  auditor
               Omar    administrator
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from complaints.models import Complainant, Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import SYSTEM, Citizen
from complaints.rules.calls.cell_calls import Purpose, Result
from complaints.rules.inquiry.report_parts import missing_parts
from complaints.rules.statuses import Channel, Outcome
from complaints.services.calls.call_results import record_call
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft
from tests.factories import PASSWORD, OfficerFactory, PostingFactory

__all__ = ["DAY", "KARACHI", "PASSWORD", "PHONES", "Person", "World", "build", "choose_hours_around_now", "clock"]

KARACHI = ZoneInfo("Asia/Karachi")
DAY = datetime(2026, 11, 23, tzinfo=KARACHI)
PHONES = {"ayesha": "+923001112233", "bashir": "+923214445566"}

OFFICES = [
    ("model_town", "division", "lahore", "Model Town Division", "ماڈل ٹاؤن ڈویژن", "SP"),
    ("gulberg_circle", "circle", "model_town", "Gulberg Circle", "گلبرگ سرکل", "SDPO"),
    ("gulberg", "station", "gulberg_circle", "Gulberg Police Station", "تھانہ گلبرگ", "SHO"),
    ("garden_town", "station", "gulberg_circle", "Garden Town Police Station", "تھانہ گارڈن ٹاؤن", "SHO"),
]

URDU_NAMES = {
    "usman": "عثمان", "salma": "سلمیٰ", "farah": "فرح", "dania": "دانیہ", "bilal": "بلال", "hina": "حنا",
    "kamran": "کامران", "latif": "لطیف", "rashid": "راشد", "sana": "ثنا", "imran": "عمران", "nadia": "نادیہ",
    "zara": "زارا", "asad": "اسد", "omar": "عمر",
}  # fmt: skip

# name: rank, office, role, heads it
OFFICERS = {
    "usman": (Rank.ADDL_IG, "lahore", Role.SUPERVISOR, True),
    "salma": (None, "lahore", Role.COMPLAINT_OPERATOR, False),
    "farah": (Rank.SP, "model_town", Role.SUPERVISOR, True),
    "dania": (Rank.DSP, "gulberg_circle", Role.SUPERVISOR, True),
    "bilal": (Rank.IP, "gulberg_circle", Role.INQUIRY_OFFICER, False),
    "hina": (Rank.HC, "gulberg_circle", Role.CLERK, False),
    "kamran": (Rank.IP, "gulberg", Role.SUPERVISOR, True),
    "latif": (Rank.SI, "gulberg", Role.INQUIRY_OFFICER, False),
    "rashid": (Rank.SSP, "multan", Role.SUPERVISOR, True),
    "sana": (None, "multan", Role.COMPLAINT_OPERATOR, False),
    "imran": (Rank.IG, "punjab", Role.SUPERVISOR, True),
    "nadia": (None, "punjab", Role.COMPLAINT_OPERATOR, False),
    "zara": (Rank.SP, "punjab", Role.MONITOR, False),
    "asad": (Rank.SP, "punjab", Role.AUDITOR, False),
    "omar": (None, "punjab", Role.ADMINISTRATOR, False),
}


def clock(text: str | datetime) -> datetime:
    """Return the time of `"09:00"` on the first day or `"+2d 14:30"` two days later; a datetime unchanged."""
    if isinstance(text, datetime):
        return text
    days, hours, minutes = re.fullmatch(r"(?:\+(\d+)d )?(\d\d):(\d\d)", text).groups()
    return DAY + timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes))


REPORT_PARTS = {"persons_heard": "The complainant and the dealer.", "evidence_seen": "The receipt of the bank."}
"""Parts that a report on a conduct complaint, or one that does not believe the complainant, must have."""


@dataclass
class Person:
    """A person who acts on complaints: an officer with a posting, a citizen with a complaint, or the system."""

    name: str
    posting: Posting | None = None
    phone: str = ""

    @property
    def officer(self) -> Officer:
        return self.posting.officer

    @property
    def actor(self) -> Actor:
        return Actor.of(self.posting)

    def acts_on(self, complaint: Complaint):
        """Return the actor that services expect for this person and complaint."""
        if self.posting:
            return self.actor
        return SYSTEM if self.name == "system" else Citizen(complaint.complainant_id, OpenedBy.CHAT)

    def does(
        self, move: str, complaint: Complaint, at: str, *, words="In so many words.", to: "Person" = None, **details
    ):
        """Make a move, refresh the complaint and return the event. A report gets the parts that it must have."""
        if move == "submit_report" and (missing := missing_parts(details, is_sensitive=complaint.is_sensitive)):
            details |= {name: REPORT_PARTS[name] for name in missing}
        event = make_move(
            complaint_id=complaint.pk,
            name=move,
            by=self.acts_on(complaint),
            at=clock(at),
            words=words,
            destination_id=to.posting.pk if to else details.pop("to_id", None),
            details=details,
        )
        complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        return event

    def marks(self, complaint, *, to: "Person", at: str):
        return self.does("mark", complaint, at, to=to)

    def records_contact(self, complaint, at: str):
        return self.does("record_contact", complaint, at)

    def says(self, answer: str, complaint, at: str):
        """Answer the question "Did the officer speak to you?" (complaints.models.ContactAnswer)."""
        if answer == "in_person":
            return self.does("confirm_contact", complaint, at, answer=answer)
        return self.does("deny_contact", complaint, at, answer=answer)

    def asks(self, complaint, at: str):
        return self.does("ask_citizen", complaint, at)

    def answers(self, complaint, at: str):
        return self.does("resume", complaint, at)

    def rings(self, complaint, at: str, purpose: str, result: str = "not_reached", **more):
        """Record a call of the complaint cell (complaints.services.calls.call_results)."""
        call = Purpose(purpose), Result(result)
        record_call(complaint.pk, *call, by=self.actor, at=clock(at), **more)
        complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))

    def rings_in_vain(self, complaint, purpose: str, *, day: int = 1):
        """Record three calls without an answer, on that day and the next."""
        for at in (f"+{day}d 10:00", f"+{day}d 14:00", f"+{day + 1}d 10:00"):
            self.rings(complaint, at, purpose)

    def reports(self, complaint, at: str, outcome: Outcome = Outcome.RELIEF_GRANTED, **details):
        return self.does("submit_report", complaint, at, outcome=outcome, **details)


def choose_hours_around_now(complaint: Complaint) -> None:
    """Let the complainant be called now. For tests that use the real time, because they run at any hour."""
    hour = now().astimezone(ZoneInfo(complaint.complainant.time_zone)).hour
    hours = {"safe_from": (hour - 3) % 24, "safe_until": (hour + 3) % 24}
    Complainant.objects.filter(pk=complaint.complainant_id).update(**hours)


@dataclass
class World:
    """The cast in a database that holds the reference data. People are attributes: `world.dania`."""

    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def office(self, code: str) -> Office:
        return Office.objects.get(code=code)

    def complaint(self, category="property_crime", at="09:00", *, by="ayesha", **answers) -> Complaint:
        """Register a complaint on the web, as `by`; `answers` replace those of the draft.

        Without an answer about an officer, no officer is kept from it; a conduct complaint still excludes its station.
        """
        names_officer = answers.keys() & {"concerns", "rank", "post", "officer_station", "senior_possible"}
        draft_answers = {
            "keep_from": "" if names_officer else "no",
            "category": category,
            "district": "lahore",
            "text": "My shop was broken into during the night.",
            "name": by.title(),
            "phone": PHONES[by],
            "language": "en",
            **answers,
        }
        draft = start_draft(channel=Channel.WEB, answers=draft_answers, at=clock(at))
        return register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=clock(at))

    def in_inquiry(self, at="10:00", *, category="financial_crime", holder="bilal", **answers) -> Complaint:
        """Return a complaint registered at 09:00, marked, and with a contact confirmed at `at` on the first day."""
        complaint = self.complaint(category, **answers)
        self.salma.marks(complaint, to=self.people[holder], at="09:10")
        self.people[holder].records_contact(complaint, "09:30")
        self.ayesha.says("in_person", complaint, at)
        return complaint


def build() -> World:
    """Create the cast. Needs the reference data (`load_reference`)."""
    report = import_offices(rows=[OfficeListRow(n, *row) for n, row in enumerate(OFFICES, 2)], by=None, at=DAY)
    if report.errors:
        raise ValueError(report.errors)
    world = World({name: Person(name, phone=phone) for name, phone in PHONES.items()} | {"system": Person("system")})
    for name, (rank, office, role, is_head) in OFFICERS.items():
        officer = OfficerFactory(name_en=name.title(), name_ur=URDU_NAMES[name], rank=rank)
        posting = PostingFactory(officer=officer, office=world.office(office), role=role, is_head=is_head)
        world.people[name] = Person(name, posting)
    lahore_region = world.office("region_lahore")
    PostingFactory(officer=world.usman.officer, office=lahore_region, role=Role.SUPERVISOR, is_head=True)
    return world
