"""Renaming an office, officer, category or post changes no older sentence; correcting a mistake changes all."""

import re

import pytest
from django.db import Error, transaction
from django.utils import translation

from accounts.models import FormerOfficeName, Officer, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_rows import OfficeListRow
from accounts.services.office_import import import_offices
from accounts.services.officers import change_officer_record
from citizen.complaint_page import citizen_timeline, conversation_entries, petition_view
from citizen.queries import own_complaint
from complaints.models import Category
from complaints.services.administration.category_texts_and_policies import save_category_texts
from desk.complaint import timeline
from desk.queries import complaint_details
from notifications.models import Message
from reviews.desk import dossier_pdf, flag_evidence
from reviews.models import Flag
from reviews.queries.review_details import FlagWithDossier, load_history, parse_dossier_of_flag
from tests.desk.conftest import address
from tests.desk.test_told_as_it_was import citizen, desk, forwards
from tests.documents.reading import words
from tests.monitoring.reviews.lives import explained, flag_all
from tests.world import clock


def renames_office(world, code, at, *, correction=False, **changed) -> None:
    """Rename it as the import of offices or the administration's form does."""
    office = world.office(code)
    values = {
        name: getattr(office, name) for name in ("kind", "name_en", "name_ur", "head_title", "certainty", "source")
    }
    row = OfficeListRow(line=1, code=code, parent=office.parent.code if office.parent else "", **values | changed)
    report = import_offices(rows=[row], by=world.omar.actor, at=clock(at), correction=correction)
    assert not report.errors


def renames_officer(world, person, at, *, correction=False, **changed) -> None:
    change_officer_record(officer=person.officer, by=world.omar.actor, at=clock(at), correction=correction, **changed)


def renames_category(world, code, at, *, correction=False, **changed) -> None:
    category = Category.objects.get(code=code)
    for name, value in changed.items():
        setattr(category, name, value)
    save_category_texts(category, by=world.omar.actor, at=clock(at), correction=correction)


def renames_all(world, at, *, correction=False) -> None:
    """Rename Lahore and its circle, the circle's officers, the category, and the posts of heads."""
    renamed = {"at": at, "correction": correction}
    renames_office(world, "lahore", name_en="Lahore Capital", name_ur="لاہور دارالحکومت", **renamed)
    renames_office(
        world, "gulberg_circle", name_en="North Circle", name_ur="شمالی سرکل", head_title="INCHARGE", **renamed
    )
    renames_officer(world, world.bilal, name_en="Bilawal", name_ur="بلاول", **renamed)
    renames_officer(world, world.dania, name_en="Danish", name_ur="دانش", **renamed)
    renames_category(world, "property_crime", name_en="Theft and robbery", name_ur="چوری ڈکیتی", **renamed)


@pytest.fixture
def lived(world):
    """A complaint: recategorised, forwarded to Lahore, marked to Bilal, handled by him and Dania, and late by 18:00."""
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.nadia.does("recategorise", complaint, "09:05", category="property_crime")
    forwards(world, world.salma, complaint, "multan", "09:10")
    forwards(world, world.sana, complaint, "lahore", "09:20")
    world.salma.marks(complaint, to=world.bilal, at="09:30")
    world.bilal.does("tell_citizen", complaint, "09:40", words="We are looking into it.")
    world.dania.does("note", complaint, "09:50")
    flag_all("17:31")
    flag_all("+1d 17:40")
    return complaint


def everything(world, complaint) -> dict[str, list]:
    """Return what each reader of the history reads, by page, in the active language."""
    history = entries(world, complaint)
    opened = own_complaint.load_own_complaint(complaint.pk)
    on_paper, papers = (
        petition_view.petition_facts(opened),
        [dossier_pdf.dossier_pdf_facts(one) for one in dossiers(complaint)],
    )
    shown = flag_evidence.flag_rows(dossiers(complaint), decided_on={}, on_record={})
    return {
        "timeline": [(one["when"], one["sentence"]) for one in history],
        "citizen": [
            one["sentence"] for one in citizen_timeline.citizen_timeline_entries(opened, now=clock("+9d 09:00"))
        ],
        "conversation": [
            one["who"] for one in conversation_entries.list_conversation_entries(opened, now=clock("+9d 09:00"))
        ],
        "petition": [(one.when, one.what, one.office) for one in on_paper.timeline],
        "petition's deadlines": [(one.what, one.office) for one in on_paper.breaches],
        "dossiers": [(one.officer, one.facts[1], one.custody, one.pauses, one.events) for one in papers],
        "review": [(one["category"], one["custody"]) for one in shown],
    }


def entries(world, complaint) -> list[dict]:
    found = complaint_details.load_complaint(world.zara.actor, complaint.etag)
    history = complaint_details.visible_history(found, world.zara.actor)
    return timeline.timeline_entries(history, complaint_details.load_history_names(history))


def dossiers(complaint) -> list[FlagWithDossier]:
    related = "dossier", "breach__complaint__category", "review__officer"
    found = Flag.objects.filter(breach__complaint=complaint, dossier__isnull=False).select_related(*related)
    return [parse_dossier_of_flag(flag) for flag in found.order_by("pk")]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_renaming_changes_no_sentence_that_was_written_before(world, lived, language):
    with translation.override(language):
        read = everything(world, lived)
        assert all(read.values())
        renames_all(world, "+2d 09:00")
        assert everything(world, lived) == read


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_happens_after_a_renaming_is_told_with_the_new_names(world, lived, language):
    renames_all(world, "+2d 09:00")
    world.dania.does("note", lived, "+2d 10:00")
    world.dania.does("re_mark", lived, "+2d 10:10", to=world.kamran)
    world.dania.does("re_mark", lived, "+2d 10:20", to=world.bilal)
    new = {"en": ("Danish", "In-charge, North Circle", "Bilawal"), "ur": ("دانش", "شمالی سرکل", "بلاول")}[language]
    with translation.override(language):
        *_before, note, _to_kamran, marked = entries(world, lived)
        assert new[0] in note["sentence"]
        assert new[1] in note["when"]
        assert new[2] in marked["sentence"]
        assert new[1].split(", ")[-1] in citizen(lived)[-1]


@pytest.mark.slow
def test_one_history_has_both_names_each_in_its_time(world):
    complaint = world.complaint("financial_crime", "09:00")
    forwards(world, world.salma, complaint, "multan", "09:10")
    forwards(world, world.sana, complaint, "lahore", "09:20")
    renames_office(world, "lahore", "10:00", name_en="Lahore Capital")
    renames_officer(world, world.salma, "10:00", name_en="Salma Bibi")
    forwards(world, world.salma, complaint, "multan", "10:10")
    world.nadia.marks(complaint, to=world.usman, at="10:20")
    renames_office(world, "lahore", "11:00", name_en="Lahore Metropolis")
    world.nadia.does("recategorise", complaint, "11:10", category="property_crime")
    renames_category(world, "property_crime", "12:00", name_en="Theft")
    world.nadia.does("recategorise", complaint, "12:10", category="threats")
    said = desk(complaint, world.zara)
    assert said[1] == "Salma forwarded it to Multan."
    assert said[2] == "Sana forwarded it to Lahore."
    assert said[3].startswith("Salma Bibi forwarded it to ")
    assert "Usman (CCPO, Lahore Capital)" in said[4]
    first, second = (one for one in said if "category" in one)
    assert "to “Theft or damage to property”." in first
    assert "from “Theft” to “" in second
    assert citizen(complaint)[2] == "Assigned to: Lahore."


def test_the_record_on_paper_keeps_the_names_of_the_moment(world, seat, lived):
    renames_all(world, "+2d 09:00")
    said = words(seat(world.zara).get(f"{address(lived)}record.pdf", "+2d 12:00").content)
    assert "Sana forwarded it to Lahore." in said
    assert "marked it to Inspector Bilal (Inquiry officer, Gulberg Circle)." in said
    assert "SDPO, Gulberg Circle" in said


def test_a_corrected_mistake_is_corrected_in_the_past_too(world, lived):
    renames_all(world, "+2d 09:00", correction=True)
    said = desk(lived, world.zara)
    assert "Sana forwarded it to Lahore Capital." in said
    assert "Salma marked it to Inspector Bilawal (Inquiry officer, North Circle)." in said
    assert said[1].endswith("to “Theft and robbery”.")
    assert not FormerOfficeName.objects.exists()


def test_a_correction_after_a_renaming_corrects_the_new_name_only(world, lived):
    renames_office(world, "lahore", "+2d 09:00", name_en="Lahor Capital")
    renames_office(world, "lahore", "+2d 10:00", name_en="Lahore Capital", correction=True)
    assert "Sana forwarded it to Lahore." in desk(lived, world.zara)
    assert list(FormerOfficeName.objects.values_list("name_en", flat=True)) == ["Lahore"]


def test_a_name_that_was_missing_is_filled_in_for_the_past_too(world, lived):
    Officer.objects.filter(pk=world.bilal.officer.pk).update(name_ur="")
    assert any("Bilal" in said for said in in_urdu(world, lived))
    renames_officer(world, world.bilal, "+2d 10:00", name_ur="بلال احمد")
    said = " ".join(in_urdu(world, lived))
    assert "بلال احمد" in said
    assert "Bilal" not in said


def in_urdu(world, complaint) -> list[str]:
    with translation.override("ur"):
        return desk(complaint, world.zara)


def test_the_pages_of_today_show_the_names_of_today(world, lived, client):
    renames_all(world, "+2d 09:00")
    assert "Lahore Capital" in client.get("/offices/").content.decode()
    assert own_complaint.load_own_complaint(lived.pk).complaint.office.name == "North Circle"


def test_nobody_changes_or_removes_a_former_name(world):
    renames_office(world, "lahore", "10:00", name_en="Lahore Capital")
    for wrong in (lambda kept: kept.update(name_en="Multan"), lambda kept: kept.delete()):
        with pytest.raises(Error), transaction.atomic():
            wrong(FormerOfficeName.objects.all())
    assert FormerOfficeName.objects.get().name_en == "Lahore"


def test_the_admin_log_and_the_auditors_hear_of_a_correction(world):
    renames_office(world, "lahore", "10:00", name_en="Lahore Capital")
    renames_office(world, "lahore", "11:00", name_en="Lahore", correction=True)
    acts = StaffAct.objects.filter(kind=StaffActKind.OFFICE_NAME).order_by("at")
    assert [act.words for act in acts] == ["lahore. name_en: Lahore Capital → Lahore"]
    told = Message.objects.filter(template="staff_act", recipient=f"posting:{world.asad.posting.pk}")
    assert [one.context["act"] for one in told] == [acts[0].pk]


@pytest.mark.slow
def test_the_access_log_and_its_file_name_who_opened_it_as_they_were_then(world, seat, lived):
    dania, asad = seat(world.dania), seat(world.asad)
    dania.opens(lived, "+1d 20:00")
    renames_all(world, "+2d 09:00")
    dania.opens(lived, "+2d 10:00")
    page = asad.get("/desk/access/", "+2d 11:00").content.decode()
    lines = b"".join(asad.sends("/desk/access/export/", "+2d 11:00").streaming_content).decode()
    for said in (page, lines):
        assert re.findall(r"Danish|Dania|North Circle|Gulberg Circle", said) == BOTH


BOTH = ["Danish", "North Circle", "Dania", "Gulberg Circle"]
"""The latest first."""


def test_the_history_of_a_review_names_people_as_they_were_then(world, lived):
    review = explained(world)
    renames_all(world, "+9d 09:00")
    (said,) = (event for event in load_history(review) if event.posting_id == world.bilal.posting.pk)
    assert said.officer.title == "Inspector Bilal"
    assert str(said.posting) == "Bilal, Inquiry officer, Gulberg Circle"
