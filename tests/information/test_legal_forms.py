"""Legal forms are offered only while a lawyer's review of their present wording is in force (docs/rules.md)."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.models import StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from information.models import LegalAid, LegalFormReview
from information.queries.legal_forms import load_form_offers
from information.rules import legal_forms
from information.rules.legal_forms import LegalForm, may_offer_form
from information.services.legal_form_reviews import confirm_review, end_review, enter_review, refuse_review
from notifications.models import Message
from tests.citizen.conftest import words
from tests.factories import OfficerFactory, PostingFactory
from tests.legal_forms import review_forms
from tests.signing_in import sign_in
from tests.world import Person, clock

BLANK = {
    LegalForm.FIR_APPLICATION: "/services/fir/application.pdf",
    LegalForm.DETENTION_PETITION: "/services/detention/petition.pdf",
}
REVIEW = {
    "form": LegalForm.FIR_APPLICATION,
    "lawyer": "Sana Tariq, advocate",
    "reviewed_on": date(2026, 11, 20),
    "statute": "Code of Criminal Procedure, 1898, as amended up to June 2026",
}


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    posting = PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)
    return Person(world, posting)


@pytest.mark.parametrize(("reviewed", "demo", "offered"), [(0, 0, False), (0, 1, True), (1, 0, True), (1, 1, True)])
def test_when_a_form_may_be_offered(reviewed, demo, offered):
    assert may_offer_form(is_reviewed=bool(reviewed), is_demo=bool(demo)) is offered


def test_two_administrators_bring_a_form_and_one_takes_it_away(world, nasir):
    review = enter_review(**REVIEW, by=world.omar.actor, at=clock("09:00"))
    assert load_form_offers() == {}
    with pytest.raises(StaffChangeRefused, match="Another administrator"):
        confirm_review(change=review, by=world.omar.actor, at=clock("09:10"))
    confirm_review(change=review, by=nasir.actor, at=clock("09:20"))
    (offer,) = load_form_offers().values()
    assert (offer.form, offer.review.lawyer) == (LegalForm.FIR_APPLICATION, "Sana Tariq, advocate")
    end_review(review=review, by=world.omar.actor, at=clock("10:00"))
    assert load_form_offers() == {}
    with pytest.raises(StaffChangeRefused, match="not in force"):
        end_review(review=review, by=world.omar.actor, at=clock("10:01"))
    acts = StaffAct.objects.filter(kind=StaffActKind.LEGAL_FORM)
    assert acts.count() == 3
    assert Message.objects.filter(template="staff_act").count() >= 3  # the auditors read of each


def test_a_refused_review_brings_nothing(world, nasir):
    review = enter_review(**REVIEW, by=world.omar.actor, at=clock("09:00"))
    refuse_review(change=review, by=nasir.actor, at=clock("09:20"))
    assert load_form_offers() == {}


def test_a_new_review_takes_the_place_of_the_old_one(world, nasir):
    review_forms(world, LegalForm.FIR_APPLICATION)
    newer = enter_review(**REVIEW | {"lawyer": "Ali Raza"}, by=world.omar.actor, at=clock("09:00"))
    confirm_review(change=newer, by=nasir.actor, at=clock("09:20"))
    assert LegalFormReview.objects.in_force().get().lawyer == "Ali Raza"


def test_another_wording_needs_another_review(world, nasir, monkeypatch):
    review_forms(world, LegalForm.FIR_APPLICATION)
    waiting = enter_review(**REVIEW, by=world.omar.actor, at=clock("09:00"))
    monkeypatch.setitem(legal_forms.FORM_EDITIONS, LegalForm.FIR_APPLICATION, 9)
    assert load_form_offers() == {}
    with pytest.raises(StaffChangeRefused, match="wording has changed"):
        confirm_review(change=waiting, by=nasir.actor, at=clock("09:20"))


def test_a_day_that_has_not_come_is_refused(world):
    with pytest.raises(StaffChangeRefused, match="in the future"):
        enter_review(**REVIEW | {"reviewed_on": date(2027, 1, 1)}, by=world.omar.actor, at=clock("09:00"))


def test_an_administrator_enters_it_on_a_page_and_another_confirms_and_ends_it(world, nasir):
    omar, second = sign_in(Client(), world.omar.officer), sign_in(Client(), nasir.officer)
    add = "/desk/admin/information/legalformreview/add/"
    typed = REVIEW | {"form": "application_154", "reviewed_on": "2026-11-20"}
    assert omar.post(add, typed).status_code == 302
    page = f"/desk/admin/information/legalformreview/{LegalFormReview.objects.get().pk}/change/"
    refused = omar.post(page, {"decision": "confirm"})
    assert "Another administrator must decide" in unescape(refused.content.decode())
    assert second.post(page, {"decision": "confirm"}).status_code == 302
    assert load_form_offers()
    assert "no longer offered" in omar.get(page).content.decode()
    assert omar.post(page, {"decision": "end"}).status_code == 302
    assert not load_form_offers()


# --- the pages ----------------------------------------------------------------------------------------------------


def test_without_a_review_no_form_is_there(world):
    assert [Client().get(path).status_code for path in (*BLANK.values(), "/services/detention/")] == [404, 404, 404]
    assert "application.pdf" not in Client().get("/services/fir/").content.decode()


def test_in_the_demo_it_is_there_and_marked(world, settings):
    settings.DEMO = True
    page = unescape(words(Client().get("/services/detention/")))
    assert "SAMPLE No lawyer has reviewed this form yet. Do not file it." in page
    assert Client().get(BLANK[LegalForm.DETENTION_PETITION]).content.startswith(b"%PDF")


@pytest.mark.parametrize("form", BLANK)
@pytest.mark.parametrize("root", ["", "/ur"])
def test_with_a_review_the_blank_form_is_a_pdf(world, form, root):
    review_forms(world, form)
    answer = Client().get(root + BLANK[form])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_the_page_of_the_fir_names_the_lawyer_and_links_the_form(world):
    review_forms(world, LegalForm.FIR_APPLICATION)
    page = Client().get("/services/fir/")
    assert BLANK[LegalForm.FIR_APPLICATION] in page.content.decode()
    assert "Wording reviewed on 1 November 2026 by Sana Tariq, advocate" in unescape(words(page))


def test_the_way_of_section_491_is_told_step_by_step(world):
    review_forms(world, LegalForm.DETENTION_PETITION)
    page = unescape(words(Client().get("/services/detention/")))
    steps = ["Note what you know.", "Complain here.", "Know the 24 hours.", "Go to the Sessions Judge", "High Court"]
    assert [step for step in steps if step not in page] == []


# --- legal aid ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_district_has_legal_aid_that_no_source_names():
    assert not LegalAid.objects.exclude(district=None).exists()
    assert {row.certainty for row in LegalAid.objects.all()} <= {"certain", "likely", "guess"}


def test_a_place_that_an_administrator_added_names_its_district_and_what_is_not_known(world):
    names = {"name_en": "Clinic", "name_ur": "کلینک", "certainty": "certain", "source": "its letter"}
    LegalAid.objects.create(code="clinic", district=world.office("lahore"), **names)
    page = unescape(words(Client().get("/services/legal-aid/")))
    assert "Clinic Lahore Certain" in page
    assert "do not have" not in page
    assert page.index("District Legal Empowerment Committee All districts") < page.index("Clinic Lahore")
    assert "کلینک" in words(Client().get("/ur/services/legal-aid/"))
