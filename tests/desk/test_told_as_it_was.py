"""The history depends on its events only: the present holder changes no earlier sentence."""

from itertools import pairwise

import pytest
from django.utils import translation

from accounts.rules.ranks import Rank
from accounts.services.officers import promote_officer
from citizen.complaint_page import citizen_timeline, petition_view
from citizen.queries import own_complaint
from complaints.models import Category, Complaint
from complaints.workflow.table import CUSTODY_KINDS, KINDS
from desk.complaint import timeline
from desk.queries import complaint_details
from reviews.desk import dossier_pdf
from reviews.models import Flag
from reviews.queries.review_details import parse_dossier_of_flag
from sla.services.sweeping import sweep
from tests.desk.conftest import address
from tests.documents.reading import words
from tests.monitoring.reviews.lives import flag_all
from tests.world import clock


def forwards(world, who, complaint, code, at):
    return who.does("forward", complaint, at, to_id=world.office(code).pk)


def desk(complaint, person) -> list[str]:
    """Return the sentences that this officer reads on the page, without coming deadlines."""
    found = complaint_details.load_complaint(person.actor, complaint.etag)
    history = complaint_details.visible_history(found, person.actor)
    return [
        entry["sentence"] for entry in timeline.timeline_entries(history, complaint_details.load_history_names(history))
    ]


def citizen(complaint, at="+9d 09:00") -> list[str]:
    return [
        entry["sentence"]
        for entry in citizen_timeline.citizen_timeline_entries(
            own_complaint.load_own_complaint(complaint.pk), now=clock(at)
        )
    ]


def on_petition(complaint) -> list[str]:
    return [one.what for one in petition_view.petition_facts(own_complaint.load_own_complaint(complaint.pk)).timeline]


def on_dossiers(complaint) -> list:
    related = "dossier", "breach__complaint__category", "review__officer"
    flags = Flag.objects.filter(breach__complaint=complaint, dossier__isnull=False).select_related(*related)
    told = [dossier_pdf.dossier_pdf_facts(parse_dossier_of_flag(flag)) for flag in flags.order_by("pk")]
    assert told
    return [(one.officer, one.custody, one.events) for one in told]


@pytest.fixture
def bounced(world) -> Complaint:
    """Forwarded to Multan and back, then to the Central Police Office, which marks it to Rashid of Multan."""
    complaint = world.complaint("financial_crime", "09:00")
    forwards(world, world.salma, complaint, "multan", "09:10")
    forwards(world, world.sana, complaint, "lahore", "09:20")
    forwards(world, world.salma, complaint, "faisalabad", "09:30")
    world.nadia.marks(complaint, to=world.rashid, at="09:40")
    return complaint


def test_each_forwarding_names_the_office_of_that_moment(world, bounced):
    central = world.office("punjab").name
    assert desk(bounced, world.zara)[1:] == [
        "Salma forwarded it to Multan.",
        "Sana forwarded it to Lahore.",
        f"Salma forwarded it to {central}.",  # the third time the CPO decides, whatever was chosen
        "Nadia marked it to Senior Superintendent of Police Rashid (City Police Officer, Multan).",
    ]
    assert citizen(bounced)[1:] == [
        "Assigned to: Multan.",
        "Assigned to: Lahore.",
        f"Assigned to: {central}.",
        "Assigned to: Senior Superintendent of Police, Multan.",
    ]


def test_the_record_on_paper_names_the_office_of_that_moment_too(world, seat, bounced):
    said = words(seat(world.zara).get(f"{address(bounced)}record.pdf", "12:00").content)
    central = world.office("punjab").name
    for who, office in (("Salma", "Multan"), ("Sana", "Lahore"), ("Salma", central)):
        assert f"{who} forwarded it to {office}." in said
    with translation.override("ur"):
        assert "ملتان" in desk(bounced, world.zara)[1]


def test_the_petition_says_which_office_had_it_from_then_on(world, bounced):
    sweep(at=clock("17:30"))
    central = world.office("punjab").name
    assert on_petition(bounced)[1:5] == [
        "The complaint was forwarded to another office. From then on it was with: Multan.",
        "The complaint was forwarded to another office. From then on it was with: Lahore.",
        f"The complaint was forwarded to another office. From then on it was with: {central}.",
        "The complaint was marked to an officer. From then on it was with: Multan.",
    ]


def test_the_dossier_says_to_whom_each_event_gave_it_until_the_deadline(world):
    complaint = world.complaint("financial_crime", "09:00")
    forwards(world, world.salma, complaint, "multan", "09:10")
    forwards(world, world.sana, complaint, "lahore", "09:20")
    world.salma.marks(complaint, to=world.bilal, at="09:30")
    flag_all("17:01")
    flag = Flag.objects.select_related("dossier", "breach__complaint__category", "review__officer").get(
        review__officer=world.bilal.officer, breach__clock="contact"
    )
    evidence = parse_dossier_of_flag(flag)
    given = [event["to"] for event in evidence.body["events"] if "to" in event]
    assert given == [
        {"office": "multan", "posting": None},
        {"office": "lahore", "posting": None},
        {"office": "gulberg_circle", "posting": world.bilal.posting.pk},
    ]
    assert [line.what for line in dossier_pdf.dossier_pdf_facts(evidence).events][1:4] == [
        "Forwarded, by Salma, to Complaint cell, Multan",
        "Forwarded, by Sana, to Complaint cell, Lahore",
        "Marked to an officer, by Salma, to Inspector Bilal, Gulberg Circle",
    ]


def test_a_delay_names_who_was_notified_and_an_escalation_tells_the_complainant_which_office(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    sweep(at=clock("17:01"))
    sweep(at=clock("+1d 17:02"))
    dania = "Deputy Superintendent of Police Dania (SDPO, Gulberg Circle)"
    assert f"Deadline passed (Contact). {dania} was notified." in desk(complaint, world.zara)
    (escalation,) = [said for said in citizen(complaint) if "higher office" in said]
    assert escalation == "The delay was reported to a higher office: Additional Inspector General, Lahore."
    assert "The delay was reported to a higher office: Lahore." in on_petition(complaint)


def test_a_change_of_category_says_from_what_to_what(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.nadia.does("recategorise", complaint, "09:10", category="property_crime")
    world.nadia.does("recategorise", complaint, "09:20", category="threats")
    sweep(at=clock("+9d 09:00"))
    names = dict(Category.objects.values_list("code", "name_en"))
    steps = pairwise(names[code] for code in ("financial_crime", "property_crime", "threats"))
    changes = [f"from “{before}” to “{after}”." for before, after in steps]
    assert desk(complaint, world.zara)[1:3] == [f"Nadia changed its category {change}" for change in changes]
    assert citizen(complaint)[1:3] == [f"The complaint's category was corrected {change}" for change in changes]
    assert on_petition(complaint)[1:3] == [f"The category of the complaint was changed {change}" for change in changes]


def test_a_link_names_the_other_complaint_and_the_complainant_reads_nothing_of_it(world):
    one, other = world.complaint("financial_crime", "09:00"), world.complaint("financial_crime", "09:01", by="bashir")
    world.salma.does("link", one, "09:10", **{"with": other.etag})
    said = desk(one, world.salma)[-1].replace("\u2068", "").replace("\u2069", "")
    assert said == f"Salma linked it to complaint {other.spaced_etag}."
    told = "\n".join(citizen(one) + on_petition(one))
    assert other.etag not in told.replace(" ", "").replace("\u00a0", "")
    assert "linked" not in told


def test_whoever_gets_it_by_a_change_of_category_is_named(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    world.nadia.does("recategorise", complaint, "09:20", category="bribe_demand")
    assert complaint.holder == world.dania.posting
    dania = "Deputy Superintendent of Police Dania (SDPO, Gulberg Circle)"
    assert desk(complaint, world.zara)[-1].endswith(f"It is now with {dania}.")
    assert citizen(complaint)[-1].endswith("It is now with: Deputy Superintendent of Police, Gulberg Circle.")


@pytest.mark.slow
def test_a_promotion_changes_no_older_sentence(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    flag_all("17:01")
    asked = desk(complaint, world.zara), citizen(complaint), on_petition(complaint), on_dossiers(complaint)
    promote_officer(officer=world.bilal.officer, rank=Rank.DSP, by=None, at=clock("18:00"))
    promote_officer(officer=world.dania.officer, rank=Rank.SP, by=None, at=clock("18:00"))
    assert (desk(complaint, world.zara), citizen(complaint), on_petition(complaint), on_dossiers(complaint)) == asked
    world.bilal.does("note", complaint, "19:00")
    assert desk(complaint, world.zara)[1] == "Salma marked it to Inspector Bilal (Inquiry officer, Gulberg Circle)."
    assert desk(complaint, world.zara)[-1] == "Deputy Superintendent of Police Bilal wrote a note."
    assert citizen(complaint)[1] == "Assigned to: Inspector, Gulberg Circle."


def test_every_sentence_that_says_to_whom_is_of_a_kind_whose_offices_are_fetched():
    say = {name for name, kind in KINDS.items() if "{to}" in str(kind.sentences.officer)}
    assert say | {"return_report", "object"} <= CUSTODY_KINDS
