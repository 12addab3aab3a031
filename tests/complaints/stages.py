"""Bring a complaint to a stage at which a move can be made. Each function takes the world and returns the complaint."""

from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import create_client
from complaints.models import Naming
from tests.factories import create_naming
from tests.world import clock


def received(world, category="financial_crime", **answers):
    return world.complaint(category, "09:00", **answers)


def marked(world, **answers):
    complaint = received(world, **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def detained(world):
    """A person is detained illegally: Dania has to see or free them by 11:00."""
    complaint = received(world, "illegal_detention")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    return complaint


def tortured(world):
    """A person was beaten in custody: the Central Police Office has to refer it by 09:00 of the next day."""
    return received(world, "custodial_torture")


def claimed(world):
    complaint = marked(world)
    world.bilal.records_contact(complaint, "09:30")
    return complaint


def invited(world):
    """Bilal invites Ayesha to his circle's office for the next day."""
    complaint = marked(world)
    there = {"office": world.bilal.posting.office_id, "appointed_at": clock("+1d 11:00")}
    world.bilal.does("invite", complaint, "10:00", words="To look at the papers together.", **there)
    return complaint


def answered_an_invitation(world):
    complaint = invited(world)
    world.ayesha.does("answer_invitation", complaint, "11:00", words="", answer="refuses")
    return complaint


def call_asked(world):
    """Dania may not call the complainant and has requested a connected call."""
    complaint = received(world, "gender_harassment")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("ask_call", complaint, "09:20", telephone="042 9920 1234")
    return complaint


def put_through(world):
    """The cell of the CPO has connected the call."""
    complaint = call_asked(world)
    world.nadia.rings(complaint, "10:00", "connect", "reached", answer="connected", minutes=12)
    return complaint


def rung_in_vain(world):
    """An unconfirmed contact, and three calls on two days that reached nobody."""
    complaint = claimed(world)
    world.salma.rings_in_vain(complaint, "contact")
    return complaint


def asked(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    return complaint


def reported(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    return complaint


def resolved(world):
    complaint = reported(world)
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    return complaint


def closed(world):
    complaint = resolved(world)
    world.ayesha.does("close", complaint, "14:00")
    return complaint


def conduct(world):
    """A conduct complaint, in inquiry with Dania."""
    complaint = received(world, "bribe_demand", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    world.dania.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    return complaint


def wishing_to_withdraw(world, category="financial_crime"):
    complaint = received(world, category)
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    return complaint


def withdrawn(world):
    complaint = received(world)
    world.ayesha.does("withdraw", complaint, "10:00")
    return complaint


def tried(world, times):
    complaint = marked(world)
    for at in ("09:30", "11:30", "13:30")[:times]:
        world.bilal.does("try_contact", complaint, at)
    return complaint


def against_the_station(world):
    """Latif of Gulberg station has it; then the complainant answers that it is against that station."""
    complaint = received(world, station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(about_police=True)
    return complaint


def naming_the_head(world):
    """An unmarked complaint in the cell of the officer whom it names."""
    complaint = received(world)
    create_naming(
        complaint=complaint,
        officer=world.usman.officer,
        source=Naming.Source.CELL,
        named_at=clock("09:05"),
        by=world.nadia.posting,
        why="They say so.",
    )
    return complaint


def closed_conduct(world):
    complaint = conduct(world)
    world.dania.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.nadia.does("verify", complaint, "13:00", verdict="satisfied")
    world.ayesha.does("close", complaint, "14:00")
    return complaint


def merged_into_an_earlier_one(world):
    earlier, complaint = received(world), world.complaint("financial_crime", "09:05")
    world.salma.does("merge", complaint, "09:10", into=earlier.etag)
    return complaint


def linked_with_another_one(world):
    other, complaint = received(world, by="bashir"), world.complaint("financial_crime", "09:05")
    world.salma.does("link", complaint, "09:10", **{"with": other.etag})
    return complaint


def unmarked_again(world):
    """The operator marked it and undid that within the minute."""
    complaint = marked(world)
    world.salma.does("undo_mark", complaint, clock("09:10"), words="")
    return complaint


def unmerged(world):
    earlier, complaint = received(world), world.complaint("financial_crime", "09:05")
    world.salma.does("merge", complaint, "09:10", into=earlier.etag)
    world.salma.does("unmerge", complaint, "09:20", into=earlier.etag)
    return complaint


def unlinked(world):
    other, complaint = received(world, by="bashir"), world.complaint("financial_crime", "09:05")
    world.salma.does("link", complaint, "09:10", **{"with": other.etag})
    world.salma.does("unlink", complaint, "09:20", **{"with": other.etag})
    return complaint


def held(world):
    complaint = closed(world)
    world.zara.does("hold", complaint, "14:30")
    return complaint


def at_partner(world):
    """Zara has referred it to the cyber crime agency."""
    complaint = received(world)
    names = {"name_en": "Cyber crime agency", "name_ur": "سائبر کرائم ایجنسی"}
    scopes = [Scope.PUSH_STATUS, Scope.EVENTS]
    client = create_client(kind=ClientKind.PARTNER, **names, scopes=scopes, at=clock("08:00")).client
    there = {"client": client.client_id, "partner": client.name_en, "partner_ur": client.name_ur}
    world.zara.does("refer_partner", complaint, "14:30", **there)
    return complaint


def left(world):
    """The complainant has left the inquiry of a grave category, which continues."""
    complaint = wishing_to_withdraw(world, "custodial_torture")
    world.nadia.does("withdraw", complaint, "+2d 10:00")
    return complaint


def with_latif(world):
    complaint = received(world, station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    return complaint


def excused(world):
    complaint = tried(world, 3)
    world.salma.does("excuse_contact", complaint, "14:00")
    return complaint


def verified(world):
    complaint = reported(world)
    world.salma.does("verify", complaint, "12:00", verdict="satisfied")
    return complaint


def asked_after(world):
    complaint = closed_conduct(world)
    world.system.does("ask_after", complaint, "+31d 09:00")
    return complaint
