"""A message that was not sent yet reaches no officer who is excluded meanwhile, also not as the head of an office."""

from accounts.rules.roles import Role
from complaints.services.exclusion.exclusion_enforcement import enforce_exclusion
from complaints.services.exclusion.officer_naming import name_officer
from notifications.models import Message
from notifications.services import NewMessage, enqueue_many
from tests.complaints.verifying import found
from tests.factories import PostingFactory
from tests.world import clock


def pressed(world):
    """Ayesha reports pressure, so the Central Police Office and its operators get a message each."""
    complaint = world.in_inquiry("10:00")
    world.ayesha.does("report_pressure", complaint, "11:00", words="They wait at my door.")
    return complaint


def names(world, complaint, whom):
    why = "So it is said."
    name_officer(
        complaint_id=complaint.pk, officer_id=whom.officer.pk, why=why, by=world.nadia.actor, at=clock("11:01")
    )


def waiting(template="pressure") -> set[str]:
    return set(Message.objects.waiting().filter(template=template).values_list("recipient", flat=True))


def test_the_message_to_an_office_is_recalled_with_those_to_its_officers(world):
    complaint, central = pressed(world), f"office:{world.office('punjab').pk}"
    assert waiting() == {central, f"posting:{world.nadia.posting.pk}"}
    names(world, complaint, world.imran)
    assert waiting() == set()
    assert found() == []


def test_a_named_operator_gets_none_and_the_head_of_the_office_still_does(world):
    complaint, central = pressed(world), f"office:{world.office('punjab').pk}"
    names(world, complaint, world.nadia)
    assert waiting() == {central}


def test_the_message_to_an_office_is_recalled_whose_head_is_also_posted_at_an_excluded_office(world):
    """Dania heads the circle. She is posted at a station as well, which the complainant asks to keep out."""
    complaint = world.complaint("misbehaviour", station="garden_town")
    PostingFactory(officer=world.dania.officer, office=world.office("garden_town"), role=Role.INQUIRY_OFFICER)
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    offices = [f"office:{world.office(code).pk}" for code in ("gulberg_circle", "model_town")]
    enqueue_many([NewMessage(office, "unopened", context) for office in offices], at=clock("10:30"))
    enforce_exclusion(complaint.pk, at=clock("10:31"))
    assert waiting("unopened") == {offices[1]}
