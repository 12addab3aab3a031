"""WhatsApp vouches for the writer's number, so the number counts as proved; an issued key stays limited."""

from complaints.models import Complainant, Event
from complaints.rules.statuses import Status
from complaints.services import printed_keys
from tests.citizen.keys.cast import claimed, resolved
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import words
from tests.world import PHONES, clock


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
    key = printed_keys.issue(complaint, by=world.salma.actor, at=clock("+1d 11:30"))
    phone = Phone(number="447700900123", user_id="GB.1", client=client, at=clock("+1d 12:00"))
    assert "Is it solved?" in writes(phone, "Salam", "2", complaint.etag, key)
    assert "With it you can read, add, answer and object." in writes(phone, "yes")
    complaint.refresh_from_db(from_queryset=type(complaint).objects.for_service())
    assert complaint.status == Status.RESOLVED
    writes(phone, complaint.etag, "no")
    assert "close" not in kinds(complaint)
