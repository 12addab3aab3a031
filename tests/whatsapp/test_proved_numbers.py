"""WhatsApp vouches for the writer's number, so the number counts as proved; an issued key stays limited."""

import json

import pytest

from complaints.models import Complainant, Event
from complaints.rules.statuses import Status
from complaints.services.access_keys import printed_keys
from tests.citizen.keys.cast import claimed, resolved
from tests.evidence import samples
from tests.evidence.conftest import own_storage  # noqa: F401 (files lie in the test's own folder)
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_files import sends
from tests.whatsapp.transcripts import words
from tests.world import PHONES, clock
from whatsapp.services import media_download


def writes(phone: Phone, *texts: str) -> str:
    """Return the text of the reply to the last message."""
    for text in texts:
        answers = phone.writes(text)
    return "\n".join(words(answer) for answer in answers)


def kinds(complaint) -> set[str]:
    return set(Event.objects.filter(complaint=complaint).values_list("kind", flat=True))


def test_writing_from_the_number_proves_it_and_yes_counts(world, client):
    complaint = claimed(world, is_proved=False)
    phone = Phone(number=PHONES["ayesha"][1:], client=client, at=clock("10:00"))
    assert "Bilal" in writes(phone, "Salam", "2", complaint.etag)
    writes(phone, "yes")
    assert "confirm_contact" in kinds(complaint)
    assert Complainant.objects.get(complaint=complaint).phone_verified_at is not None


def test_a_key_that_an_officer_issued_closes_nothing_in_a_chat_either(world, client):
    complaint = resolved(world, phone="")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=clock("+1d 11:30"))
    phone = Phone(number="447700900123", user_id="GB.1", client=client, at=clock("+1d 12:00"))
    assert "Is it solved?" in writes(phone, "Salam", "2", complaint.etag, key)
    assert "You can read, add, answer and object." in writes(phone, "yes")
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert complaint.status == Status.RESOLVED
    writes(phone, complaint.etag, "no")
    assert "close" not in kinds(complaint)


@pytest.mark.slow
def test_a_file_that_is_sent_with_such_a_key_is_marked_as_on_the_web(world, client, simulator):
    complaint = resolved(world, phone="")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=clock("+1d 11:30"))
    phone = Phone(number="447700900123", user_id="GB.1", client=client, at=clock("+1d 12:00"))
    writes(phone, "Salam", "2", complaint.etag, key, "no")
    sends(phone, simulator, samples.photo(), caption="the lock")
    writes(phone, "yes")
    assert media_download.download_due_files(at=phone.at) == 1
    added = Event.objects.get(complaint=complaint, kind="evidence_added")
    assert json.loads(added.body)["facts"]["officers_key"] is True
    assert complaint.evidence.get().by_officers_key


@pytest.mark.slow
def test_a_file_that_the_owner_sends_is_not_marked(world, client, simulator):
    complaint = claimed(world)
    phone = Phone(number=PHONES["ayesha"][1:], client=client, at=clock("10:00"))
    writes(phone, "Salam", "2", complaint.etag)
    sends(phone, simulator, samples.photo())
    writes(phone, "yes")
    assert media_download.download_due_files(at=phone.at) == 1
    added = Event.objects.get(complaint=complaint, kind="evidence_added")
    assert "officers_key" not in json.loads(added.body)["facts"]
