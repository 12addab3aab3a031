"""The application to the Justice of the Peace: offered after a breach or a rejection, made from the record alone."""

import io

import pypdfium2
import pytest

from accounts.rules.office_tree import OfficeKind
from citizen.complaint_page import petition_view as door
from citizen.queries import own_complaint
from citizen.queries.petition_record import load_petition_record, may_request_petition
from complaints.models import Complaint
from complaints.rules.complainant.petition_offer import is_petition_offered
from complaints.rules.statuses import Status
from documents import FactSource
from sla.services.sweeping import sweep
from tests.citizen.conftest import path_of
from tests.citizen.mine.conftest import closed, opens, resolved, told
from tests.legal_forms import review_forms
from tests.world import clock


@pytest.fixture(autouse=True)
def reviewed(request):
    """Let the forms be offered: a lawyer has reviewed them."""
    if "world" in request.fixturenames:
        review_forms(request.getfixturevalue("world"))


def address(complaint) -> str:
    return f"/track/{complaint.etag}/mine/petition.pdf"


def late(world, **answers) -> Complaint:
    """Return a complaint whose complainant was not contacted within the eight hours."""
    complaint = world.complaint("financial_crime", station="gulberg", **answers)
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    sweep(at=clock("17:30"))
    return complaint


def text_of(answer) -> str:
    """Return the text of the PDF, with one space between words."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


@pytest.mark.parametrize(
    ("status", "cycle", "kind", "breach", "offered"),
    [
        (Status.IN_INQUIRY, 1, OfficeKind.CIRCLE, False, False),
        (Status.IN_INQUIRY, 1, OfficeKind.CIRCLE, True, True),
        (Status.REJECTED, 1, OfficeKind.DISTRICT, False, True),
        (Status.RESOLVED, 2, OfficeKind.DIVISION, False, False),
        (Status.RESOLVED, 3, OfficeKind.DIVISION, False, True),
        (Status.CLOSED, 1, OfficeKind.CENTRAL, False, True),
        (Status.IN_INQUIRY, 3, OfficeKind.CENTRAL, False, False),
        (Status.WITHDRAWN, 3, OfficeKind.CENTRAL, False, False),
    ],
)
def test_when_it_is_offered(status, cycle, kind, breach, offered):
    assert is_petition_offered(status=status, cycle=cycle, office_kind=kind, has_breach=breach) is offered


def test_before_a_breach_or_a_refusal_the_page_says_why_not(world, ayesha):
    complaint = world.in_inquiry()
    page = opens(ayesha, complaint, "11:00")
    assert "If a deadline passes or the complaint is not accepted, an application to the Justice of the Peace" in page
    assert "Download the application" not in page
    answer = ayesha.get(address(complaint), "11:05")
    assert path_of(answer) == f"/track/{complaint.etag}/mine/"
    assert (
        told(ayesha.get(path_of(answer), "11:06")).count(
            "If a deadline passes or the complaint is not accepted, an application to the Justice of the Peace (section"
        )
        == 2
    )


@pytest.mark.parametrize("language", ["en", "ur"])
def test_after_a_breach_it_is_a_pdf_in_the_language_of_the_page(world, ayesha, language):
    complaint = late(world, name="Ayesha Noor", document="cnic", document_number="3520112345671")
    page = opens(ayesha, complaint, "18:00")
    assert "Download the application (PDF)" in page
    ayesha.language = language
    answer = ayesha.get(address(complaint), "18:05")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF")
    if language == "en":
        said = text_of(answer)
        assert "Ayesha Noor" in said
        assert "3520112345671" in said
        assert complaint.spaced_etag.replace(" ", "") in said.replace(" ", "").replace("\u00a0", "")
        assert "An officer speaks to the applicant personally" in said


def test_after_a_refusal_the_order_is_quoted(world, ayesha):
    complaint = world.complaint("land_grab")
    world.usman.does("reject", complaint, "10:00", words="A matter for the revenue court.")
    ayesha.opens(complaint, "11:00")
    assert "A matter for the revenue court." in text_of(ayesha.get(address(complaint), "11:05"))


def test_after_a_final_order_it_is_offered_without_any_breach(world):
    complaint = resolved(world)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(cycle=3)
    assert may_request_petition(own_complaint.load_own_complaint(complaint.pk))


def test_nobody_gets_it_without_the_key(world, bashir):
    complaint = late(world)
    answer = bashir.get(address(complaint), "18:00")
    assert answer.status_code == 302
    assert not answer.content.startswith(b"%PDF")


# --- the record ---------------------------------------------------------------------------------------------------


def known(complaint, kind: str) -> list[FactSource]:
    return [
        fact.known
        for fact in load_petition_record(own_complaint.load_own_complaint(complaint.pk)).facts
        if fact.event.kind == kind
    ]


def claimed(world) -> Complaint:
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    return complaint


def test_what_an_office_says_is_claimed_until_she_has_said_something_of_it(world):
    complaint = claimed(world)
    assert known(complaint, "record_contact") == [FactSource.CLAIMED]
    world.ayesha.says("nobody", complaint, "10:00")
    assert known(complaint, "record_contact") == [FactSource.DENIED]
    world.bilal.records_contact(complaint, "11:00")
    world.ayesha.says("in_person", complaint, "12:00")
    assert known(complaint, "record_contact") == [FactSource.DENIED, FactSource.CONFIRMED]
    assert known(complaint, "mark") == known(complaint, "registered") == [FactSource.RECORDED]
    world.bilal.reports(complaint, "13:00")
    assert known(complaint, "submit_report") == [FactSource.CLAIMED]


def test_what_the_cell_noted_of_a_call_is_no_confirmation_of_hers(world):
    complaint = claimed(world)
    world.salma.says("in_person", complaint, "+1d 10:00")
    assert known(complaint, "record_contact") == [FactSource.CLAIMED]


def test_the_limit_that_passed_stands_with_the_office_that_had_it_and_when_it_was_done(world):
    complaint = late(world)
    (limit,) = load_petition_record(own_complaint.load_own_complaint(complaint.pk)).limits
    assert (limit.due_at, limit.office.code, limit.done_at) == (clock("17:00"), "gulberg_circle", None)
    world.bilal.records_contact(complaint, "18:00")
    (limit,) = load_petition_record(own_complaint.load_own_complaint(complaint.pk)).limits
    assert limit.done_at == clock("18:00")
    world.ayesha.says("nobody", complaint, "18:10")
    (limit,) = load_petition_record(own_complaint.load_own_complaint(complaint.pk)).limits
    assert limit.done_at is None


def test_a_decision_that_is_late_is_the_senior_offices(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    sweep(at=clock("+2d 11:30"))
    (limit,) = load_petition_record(own_complaint.load_own_complaint(complaint.pk)).limits
    assert (limit.due_at, limit.office.code) == (clock("+2d 11:00"), "model_town")
    world.usman.does("accept", complaint, "+2d 12:00")
    (limit,) = load_petition_record(own_complaint.load_own_complaint(complaint.pk)).limits
    assert (limit.office.code, limit.done_at) == ("lahore", clock("+2d 12:00"))


def test_respondents_are_offices_and_pressure_is_never_on_paper(world):
    complaint = late(world)
    world.ayesha.does("report_pressure", complaint, "17:40", words="His cousin.")
    told_facts = door.petition_facts(own_complaint.load_own_complaint(complaint.pk))
    assert told_facts.respondents == (
        "SHO, Gulberg Police Station",
        "SDPO, Gulberg Circle",
        "CCPO, Lahore",
    )
    everything = repr(told_facts)
    assert not [word for word in ("cousin", "Bilal", "Salma", "pressure") if word in everything]
    assert told_facts.fir_refused


def test_the_record_costs_the_same_however_long_the_story(world, django_assert_num_queries):
    short, long = late(world), closed(world)
    for complaint in (short, long):
        found = own_complaint.load_own_complaint(complaint.pk)
        with django_assert_num_queries(5):
            load_petition_record(found)
