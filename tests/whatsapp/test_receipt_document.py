"""The receipt as a PDF in the chat that filed the complaint; never where it could give somebody away."""

import pytest

from complaints.models import Complainant, Complaint
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import CRIME, HARASSMENT, lodged
from tests.whatsapp.test_sending import texts
from whatsapp.models import Sending
from whatsapp.services import message_sending, receipt_documents
from whatsapp.standin.meta_simulator import MetaSimulator


def documents(line: MetaSimulator, number: str = "923001112233") -> list[dict]:
    return [entry["message"] for entry in line.chats[number] if entry["message"].get("type") == "document"]


def sends_all(phone: Phone) -> None:
    message_sending.send_due_messages(at=phone.at)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("language", ["2", "1", "3"])
def test_the_receipt_comes_as_a_pdf_after_its_text(phone, simulator, language):
    submit = {"1": "جمع، اطلاعات چاہییں", "2": "Submit with updates", "3": "Jama, ittelaat bhi"}[language]
    for said in ("Salam", language, *CRIME, submit):
        phone.writes(said)
        sends_all(phone)
    complaint = Complaint.objects.unscoped("test").get()
    (document,) = documents(simulator)
    content, _ = simulator.documents[document["document"]["id"]]
    assert content.startswith(b"%PDF")
    assert len(content) < 300_000, "it has to load on a slow line"
    assert document["document"]["filename"] == f"E-tag-{complaint.etag}.pdf"
    assert texts(simulator)[-2] != "document"
    assert complaint.spaced_etag in texts(simulator)[-2].replace("\u00a0", " ")
    assert not simulator.refused
    sends_all(phone)
    assert len(documents(simulator)) == 1


@pytest.mark.slow
def test_a_second_tap_on_submit_brings_no_second_document(phone, simulator):
    lodged(phone, CRIME, "this number", "yes")
    phone.writes("yes")
    sends_all(phone)
    assert Sending.objects.filter(receipt_of__isnull=False).count() == 1


@pytest.mark.slow
def test_a_confidential_complaint_has_none(phone, simulator):
    complaint, _ = lodged(phone, HARASSMENT, "", "yes")
    assert complaint.is_quiet
    sends_all(phone)
    assert not documents(simulator)
    assert not simulator.documents
    assert not Sending.objects.filter(receipt_of__isnull=False).exists()


def test_a_protected_complaint_has_none(world):
    complaint = world.complaint(protected=True)
    assert complaint.identity_is_protected
    assert not receipt_documents.may_be_sent(complaint)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed", [{"neutral": True}, {"under_18": True}, {"secret_hash": digest_secret_word("nargis")}], ids=str
)
def test_what_became_delicate_before_it_was_sent_is_not_sent(phone, simulator, changed):
    """A secret word set on the web a moment later counts, also where a duress word stands beside it."""
    complaint, _ = lodged(phone, CRIME, "this number", "yes")
    person = Complainant.objects.get(pk=complaint.complainant_id)
    for name, value in changed.items():
        setattr(person, name, value)
    person.save()
    sends_all(phone)
    assert not documents(simulator)
    assert not simulator.documents
    row = Sending.objects.get(receipt_of__isnull=False)
    assert (row.sent_at, bool(row.given_up_at), row.outcome) == (None, True, "")


@pytest.mark.slow
def test_a_username_alone_gets_the_document_too(world, client, simulator):
    phone = Phone(number="", user_id="PK.9", client=client)
    lodged(phone, CRIME, "no telephone", "yes")
    sends_all(phone)
    assert len(documents(simulator, "PK.9")) == 1
