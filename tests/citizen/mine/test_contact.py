"""Safe contact: a complainant who cannot be called gets a message on the page, and the answer there is the contact."""

import pytest

from complaints.models import Complaint, ContactAnswer, ContactClaim, Event
from complaints.rules.calls.contact_ways import ContactWay, is_portal_the_default, permitted_ways
from complaints.rules.guard_facts import ContactState
from complaints.rules.refusals import Refusal
from notifications.models import Message
from tests.citizen.conftest import mistakes, path_of
from tests.citizen.mine.conftest import opens, stands, told
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.desk.conftest import address
from tests.signing_in import sign_in

SAFE = [
    pytest.param({"category": "gender_harassment"}, id="confidential"),
    pytest.param({"category": "financial_crime", "protected": True}, id="protected"),
    pytest.param({"category": "financial_crime", "phone": "", "email": "ayesha@example.org"}, id="no phone"),
]


def written_to(world, answers, words="Are you safe? When was it?"):
    complaint = world.complaint(**answers)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("record_contact", complaint, "09:30", words=words)
    return complaint


def test_without_a_proof_the_page_says_what_an_answer_needs_to_count_as_contact(world, ayesha):
    ayesha.get("/complain/", "08:59")
    ayesha.files("09:00", protected="on")
    complaint = Complaint.objects.unscoped("test").latest("pk")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("record_contact", complaint, "09:15", words="Are you safe?")
    page = ayesha.get(f"/track/{complaint.etag}/mine/", "09:20")
    assert "It counts as contact only after you have entered a code." in told(page)
    assert 'href="#proof"' in page.content.decode()
    assert 'id="proof"' in page.content.decode()


def reached(answers) -> str:
    return answers.get("email") or "0300 1112233"


@pytest.mark.parametrize("answers", SAFE)
def test_the_officers_message_stands_on_the_page_and_the_answer_is_the_contact(world, ayesha, answers):
    complaint = written_to(world, answers)
    page = told(ayesha.opens(complaint, "10:00", reached_at=reached(answers)))
    assert "Message from the officer" in page
    assert page.count("Are you safe? When was it?") == 2  # at the field for the answer, and in the conversation
    assert "Did Deputy Superintendent" not in page
    answer = ayesha.moves(
        complaint, "confirm_contact", "10:05", answer="in_person", **{"confirm_contact-words": "On Friday. I am safe."}
    )
    assert path_of(answer) == f"/track/{complaint.etag}/mine/"
    claim = ContactClaim.objects.get(complaint=complaint)
    assert (stands(complaint).contact, claim.answer) == (ContactState.CONFIRMED, ContactAnswer.IN_PERSON)
    page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "10:06"))
    assert "On Friday. I am safe." in page
    assert "That counts as their contact with you." in page
    assert found() == []


def test_an_answer_without_words_is_none(world, ayesha):
    complaint = written_to(world, {"category": "gender_harassment"})
    ayesha.opens(complaint, "10:00")
    answer = ayesha.moves(complaint, "confirm_contact", "10:05", answer="in_person")
    assert answer.status_code == 422
    assert "Write your answer first." in mistakes(answer)["confirm_contact-words"]
    assert stands(complaint).contact == ContactState.CLAIMED


@pytest.mark.parametrize("answer", [ContactAnswer.NOBODY, ContactAnswer.SOMEONE_ELSE])
def test_it_can_still_be_denied(world, ayesha, answer):
    complaint = written_to(world, {"category": "gender_harassment"})
    page = opens(ayesha, complaint, "10:00")
    assert "Nobody contacted me about this" in page
    ayesha.moves(complaint, "deny_contact", "10:05", answer=answer)
    assert ContactClaim.objects.get(complaint=complaint).answer == answer
    assert stands(complaint).contact == ContactState.OPEN


def test_the_officer_reads_the_answer_and_may_begin(world, ayesha, client):
    complaint = written_to(world, {"category": "gender_harassment"})
    ayesha.opens(complaint, "10:00")
    ayesha.moves(complaint, "confirm_contact", "10:05", **{"confirm_contact-words": "On Friday."})
    sign_in(client, world.dania.officer)
    html = client.get(address(complaint)).content.decode()
    assert "On Friday." in html
    assert "wrote to the complainant on their page" in html


def test_the_complainant_is_told_that_there_is_a_message_and_not_that_somebody_rang(world):
    complaint = written_to(world, {"category": "financial_crime", "protected": True})
    told_last = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").latest("pk")
    assert told_last.context["by_portal"] is True


def test_the_desks_form_says_what_it_is(world, client):
    hidden = world.complaint("gender_harassment")
    ringable = world.complaint("financial_crime")
    sign_in(client, world.dania.officer)
    for complaint in (hidden, ringable):
        world.nadia.marks(complaint, to=world.dania, at="09:10")
    html = client.get(address(hidden)).content.decode()
    assert "Your message to the complainant" in html
    assert "You cannot call them yourself." in html
    assert 'name="how"' not in html
    html = client.get(address(ringable)).content.decode()
    assert "What was said" in html
    assert html.count('name="how"') == 4  # in person, by telephone, by WhatsApp, by message; no e-mail was given


@pytest.mark.parametrize("way", [way for way in ContactWay if way is not ContactWay.PORTAL])
def test_nobody_claims_to_have_rung_whom_they_cannot_ring(world, way):
    complaint = world.complaint("gender_harassment")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert refusal(world.dania.does, "record_contact", complaint, "09:30", how=way) is Refusal.NOT_THAT_WAY


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (ContactWay.WHATSAPP, "By WhatsApp call"),
        (ContactWay.EMAIL, "By e-mail, and they answered"),
        (ContactWay.IN_PERSON, "In person"),
    ],
)
def test_abroad_a_whatsapp_call_or_an_answered_email_counts(world, ayesha, way, said):
    complaint = world.complaint("overseas_property", phone="+442071838750", email="ayesha@example.org")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("record_contact", complaint, "09:30", how=way)
    assert f'"how":"{way}"' in Event.objects.filter(complaint=complaint).latest("seq").body
    page = told(ayesha.opens(complaint, "10:00", reached_at="ayesha@example.org"))
    assert "Did Deputy Superintendent of Police Dania speak to you?" in page
    assert said in page


def test_who_is_anonymous_owes_nobody_a_contact(world):
    complaint = world.complaint("bribe_demand", anonymous=True, phone="", name="")
    assert complaint.contact == ContactState.NOT_NEEDED


@pytest.mark.parametrize(
    ("hidden", "has_phone", "has_email", "ways"),
    [
        (True, True, True, [ContactWay.PORTAL]),
        (False, True, False, [ContactWay.IN_PERSON, ContactWay.TELEPHONE, ContactWay.WHATSAPP, ContactWay.PORTAL]),
        (
            False,
            True,
            True,
            [ContactWay.IN_PERSON, ContactWay.TELEPHONE, ContactWay.WHATSAPP, ContactWay.EMAIL, ContactWay.PORTAL],
        ),
        (False, False, True, [ContactWay.IN_PERSON, ContactWay.EMAIL, ContactWay.PORTAL]),
        (False, False, False, [ContactWay.IN_PERSON, ContactWay.PORTAL]),
    ],
)
def test_the_ways_that_are_open(hidden, has_phone, has_email, ways):
    assert list(permitted_ways(hidden=hidden, has_phone=has_phone, has_email=has_email)) == ways
    assert is_portal_the_default(hidden=hidden, has_phone=has_phone) is (hidden or not has_phone)
