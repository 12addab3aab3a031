"""The legal forms of one's own complaint: offered where they fit, filled from what was told, and verifiable."""

import io

import pypdfium2
import pytest

from complaints.models import Category
from complaints.queries.cognizable_offences import cognizable_categories
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from information.rules.legal_forms import LegalForm
from sla.services.sweeping import sweep
from tests.citizen.conftest import Visitor, path_of, registered, words
from tests.citizen.mine.conftest import opens
from tests.documents.reading import scanned
from tests.legal_forms import review_forms
from tests.secret_words import set_words
from tests.world import clock


def text_of(answer) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def form_of(complaint, name: str) -> str:
    return f"/track/{complaint.etag}/mine/{name}"


FIR, RELEASE, PETITION = "fir-application.pdf", "petition-491.pdf", "petition.pdf"


@pytest.mark.parametrize(
    ("category", "offered"),
    [
        ("vehicle_theft", {FIR}),
        ("threats", {FIR}),
        ("fir_not_registered", {FIR}),
        ("illegal_detention", {RELEASE}),
        ("traffic", set()),
        ("cybercrime", set()),
        ("custodial_torture", set()),
    ],
)
def test_each_form_is_offered_where_it_fits_and_only_with_a_review(world, ayesha, category, offered):
    complaint = world.complaint(category)
    page = opens(ayesha, complaint, "10:00")
    assert "(PDF)" not in page
    review_forms(world)
    page = ayesha.get(form_of(complaint, ""), "10:01").content.decode()
    assert {name for name in (FIR, RELEASE) if form_of(complaint, name) in page} == offered
    for name in (FIR, RELEASE):
        answer = ayesha.get(form_of(complaint, name), "10:02")
        assert answer.content.startswith(b"%PDF") is (name in offered)
        assert name in offered or path_of(answer) == form_of(complaint, "")


def test_every_category_with_a_rule_exists(world):
    known = set(type(world.complaint().category).objects.values_list("code", flat=True))
    assert set(cognizable_categories()) <= known


def test_the_application_has_what_she_told_and_nothing_of_the_inquiry(world, ayesha):
    review_forms(world)
    complaint = world.complaint("vehicle_theft", station="gulberg", name="Ayesha Noor", text="My car is gone.")
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    ayesha.opens(complaint, "11:00")
    said = text_of(ayesha.get(form_of(complaint, FIR), "11:05"))
    for told in ("Ayesha Noor", "My car is gone.", "Gulberg Police Station", "Lahore"):
        assert told in said
    assert "Bilal" not in said


def test_once_an_fir_is_known_the_application_goes(world, ayesha):
    review_forms(world)
    complaint = world.complaint("vehicle_theft")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(fir_number="12/26", fir_station="Gulberg")
    assert form_of(complaint, FIR) not in opens(ayesha, complaint, "10:00")


def test_a_browser_without_the_key_gets_nothing(world, bashir):
    review_forms(world)
    complaint = world.complaint("vehicle_theft")
    assert bashir.get(form_of(complaint, FIR), "10:00").status_code == 302


def test_the_petition_is_not_offered_without_a_review(world, ayesha):
    complaint = world.complaint("financial_crime")
    sweep(at=clock("17:30"))
    assert "Justice of the Peace" not in opens(ayesha, complaint, "18:00")
    assert path_of(ayesha.get(form_of(complaint, PETITION), "18:01")) == form_of(complaint, "")


@pytest.mark.parametrize(("category", "form"), [("vehicle_theft", FIR), ("illegal_detention", RELEASE)])
def test_the_receipt_offers_the_filled_form_here_and_the_blank_one_elsewhere(world, ayesha, category, form):
    review_forms(world)
    receipt = path_of(ayesha.files(category=category))
    (complaint,) = registered()
    assert form_of(complaint, form) in ayesha.get(receipt).content.decode()
    elsewhere = Visitor().get(receipt).content.decode()
    assert form_of(complaint, form) not in elsewhere
    blank = {FIR: "/services/fir/application.pdf", RELEASE: "/services/detention/petition.pdf"}[form]
    assert blank in elsewhere


def test_the_receipt_s_paper_leads_to_the_fir_and_to_the_judge(world, ayesha):
    review_forms(world)
    theft = path_of(ayesha.files(category="vehicle_theft")).removesuffix("/")
    said = text_of(ayesha.get(f"{theft}.pdf"))
    assert "For a criminal case you also need an FIR." in said
    assert "/services/fir/" in said
    held = path_of(ayesha.files(category="illegal_detention", phone="0300 1112244")).removesuffix("/")
    said = text_of(ayesha.get(f"{held}.pdf"))
    assert "ask the Sessions Judge to free the person" in said
    assert "/services/detention/" in said


# --- the code -----------------------------------------------------------------------------------------------------


@pytest.fixture
def petition(world, ayesha):
    """Return a complaint with a missed deadline, and its petition, made after the breach."""
    review_forms(world, LegalForm.PETITION)
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    sweep(at=clock("17:30"))
    ayesha.opens(complaint, "18:00")
    return complaint, ayesha.get(form_of(complaint, PETITION), "18:05").content


def test_the_code_on_a_petition_fills_in_the_check_and_proves_the_record(petition):
    (complaint, paper), court = petition, Visitor()
    (address,) = scanned(paper)
    path = address.partition("/log/")[2]
    page = court.get(f"/log/{path}", "18:10").content.decode()
    mark = path.rpartition("mark=")[2]
    assert f'value="{complaint.etag}"' in page
    assert f'value="{mark}"' in page
    assert "part of the log" not in page  # opening the link checks nothing
    typed = {"etag": complaint.etag, "mark": mark}
    assert "Come back in an hour" in words(court.posts("/log/receipt/", "18:11", **typed))
    seal_events(at=clock("18:30"))
    publish_head(at=clock("+1d 00:10"))
    page = words(court.posts("/log/receipt/", "+1d 09:00", **typed))
    assert "The record behind this document is part of the log" in page
    assert "in the hour that began on 24 November 2026, 00:00" in page
    proof = court.posts("/log/receipt/", "+1d 09:01", file="1", **typed)
    assert proof["Content-Disposition"] == 'attachment; filename="receipt.tlog-proof"'


@pytest.mark.slow
def test_the_code_of_a_petition_reveals_no_silent_event(petition, world, ayesha):
    """A report of pressure writes events that the district cannot see. The code stays that of the last one shown."""
    complaint, paper = petition
    world.ayesha.does("report_pressure", complaint, "18:20", words="His cousin.")
    assert scanned(ayesha.get(form_of(complaint, PETITION), "18:08").content) == scanned(paper)


def test_one_wrong_digit_is_no_code(petition, bashir):
    complaint, paper = petition
    mark = scanned(paper)[0].rpartition("mark=")[2]
    wrong = f"{mark[:-1]}{(int(mark[-1]) + 1) % 10}"
    answer = bashir.posts("/log/receipt/", "18:11", etag=complaint.etag, mark=wrong)
    assert answer.status_code == 404


@pytest.mark.slow
def test_a_paper_under_the_duress_word_carries_the_code_of_the_real_registration(world):
    """The page's own events are in no public log: with their code *Check a receipt* would tell that it is not real."""
    review_forms(world)
    Category.objects.filter(group__in=("feedback", "service")).update(is_active=False)  # so that a form is offered
    complaint = world.complaint("gender_harassment", phone="", text="He follows me from work every day.")
    set_words(complaint.pk, secret_hash="the blue mango tree", duress_hash="my aunt's red door")
    codes = []
    for word in ("the blue mango tree", "my aunt's red door"):
        visitor = Visitor()
        visitor.posts(f"/track/{complaint.etag}/key/", "10:00", key=word)
        paper = visitor.get(form_of(complaint, FIR), "10:01")
        assert ("He follows me" in text_of(paper)) == (word == "the blue mango tree")
        (address,) = scanned(paper.content)
        codes.append(address.rpartition("mark=")[2])
    assert codes[0] == codes[1]
    checked = Visitor().posts("/log/receipt/", "10:05", etag=complaint.etag, mark=codes[1])
    assert "Come back in an hour" in words(checked)
