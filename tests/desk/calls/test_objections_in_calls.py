"""A complainant who cannot read hears in a call who could open the complaint, and objects in the same call."""

import pytest

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Call, Event, NarrowingRequest, WaitingCall
from complaints.rules.actors import Citizen
from complaints.rules.refusals import Refusal
from complaints.services.exclusion import narrowing
from complaints.workflow.table import KINDS, may_officer_read_text
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.test_unannounced_narrowing import approved, ends, who_cannot_read
from tests.complaints.verifying import found
from tests.desk.calls.test_news_during_a_call import opened
from tests.desk.conftest import address
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

OBJECTS = {"result": "reached:objects", "objection": "The SDPO is his brother.", "words": "She was afraid."}


@pytest.fixture
def rabia(world) -> Person:
    """Return an operator of the Central Police Office who has approved nothing."""
    officer = OfficerFactory(name_en="Rabia")
    posting = PostingFactory(officer=officer, office=world.office("punjab"), role=Role.COMPLAINT_OPERATOR)
    return Person("rabia", posting)


@pytest.fixture
def complaint(world):
    complaint = who_cannot_read(world)
    approved(world, complaint)
    return complaint


def call_page(complaint) -> str:
    return f"{address(complaint)}call/news/"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.slow
def test_the_page_shows_to_whom_it_would_be_opened_and_asks_whether_they_object(seat, rabia, complaint):
    shown = text(seat(rabia).get(call_page(complaint), "12:00"))
    for said in ("Another circle.", "Do you object?", "They object", "24 hours to object begin when you save the call"):
        assert said in shown
    assert "Officers and offices that could open the complaint" in shown


def test_an_objection_in_a_call_stops_the_request_like_one_on_the_page(seat, world, rabia, complaint):
    sitting = seat(rabia)
    page = opened(sitting, complaint, "news", "12:00")
    assert sitting.sends(call_page(complaint), "12:05", **page, **OBJECTS).status_code == 302
    assert NarrowingRequest.objects.get().objected_at == clock("12:05")
    event = Event.objects.filter(complaint=complaint).latest("seq")
    assert (event.kind, event.posting) == ("narrowing_objected", rabia.posting)
    assert event.words.text == "The SDPO is his brother."
    assert str(KINDS[event.kind].sentences.citizen(event)).startswith("You objected by phone.")
    call = Call.objects.get()
    assert (call.answer, call.words) == ("objects", "She was afraid.")
    assert not WaitingCall.objects.exists()
    recipients = set(Message.objects.filter(template="narrowing_objected").values_list("recipient", flat=True))
    assert recipients == {f"office:{world.office('punjab').pk}", f"posting:{world.zara.posting.pk}"}
    assert ends("+9d 12:00") == 0
    assert "The complainant objected by telephone, as recorded by" in text(sitting.opens(complaint, "12:10"))
    assert found() == []


@pytest.mark.slow
def test_without_an_objection_the_day_begins(seat, rabia, complaint):
    sitting = seat(rabia)
    page = opened(sitting, complaint, "news", "12:00")
    assert sitting.sends(call_page(complaint), "12:05", **page, result="reached").status_code == 302
    assert [ends("+1d 12:04"), ends("+1d 12:05")] == [0, 1]


@pytest.mark.slow
def test_who_approved_the_request_cannot_record_the_objection(seat, world, complaint):
    sitting = seat(world.nadia)
    shown = text(sitting.get(call_page(complaint), "12:00"))
    assert "You cannot record an objection, because you approved this request." in shown
    assert "reached:objects" not in shown
    with pytest.raises(NotPermitted):
        world.nadia.rings(complaint, "12:00", "news", "reached", answer="objects")
    assert not Call.objects.exists()
    assert NarrowingRequest.objects.get().objected_at is None


@pytest.mark.slow
def test_a_second_objection_is_refused_and_the_typed_reason_stays(seat, rabia, complaint):
    sitting = seat(rabia)
    page = opened(sitting, complaint, "news", "12:00")
    citizen = Citizen(complaint.complainant_id)
    narrowing.object_to_narrowing(complaint_id=complaint.pk, by=citizen, at=clock("12:01"))
    answer = sitting.sends(call_page(complaint), "12:05", **page, **OBJECTS)
    assert answer.status_code == 422
    for said in ("There is nothing to object to any more", "The SDPO is his brother.", "She was afraid."):
        assert said in text(answer)
    assert not Call.objects.exists()


@pytest.mark.slow
def test_nobody_objects_in_a_call_without_such_a_request(world, seat):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    shown = text(seat(world.salma).get(call_page(complaint), "09:20"))
    assert "reached:objects" not in shown
    assert "Do you object?" not in shown
    nothing = refusal(world.salma.rings, complaint, "09:30", "news", "reached", answer="objects")
    assert nothing is Refusal.NOTHING_TO_OBJECT_TO


@pytest.mark.slow
def test_who_calls_the_cell_within_the_day_can_still_object(seat, world, rabia, complaint):
    rabia_sits, nadia_sits, page = seat(rabia), seat(world.nadia), f"{address(complaint)}exclusion/"
    world.nadia.rings(complaint, "12:00", "news", "reached")
    assert "The complainant objects by telephone" in text(rabia_sits.get(page, "13:00"))
    assert "The complainant objects by telephone" not in text(nadia_sits.get(page, "13:00"))
    assert nadia_sits.sends(page, "13:00", act="object", words="").status_code == 404
    assert rabia_sits.sends(page, "13:00", act="object", words="He is his brother.").status_code == 302
    assert NarrowingRequest.objects.get().objected_at == clock("13:00")
    again = rabia_sits.sends(page, "13:01", act="object", words="She called again.")
    assert again.status_code == 422
    assert "She called again." in text(again)
    assert ends("+9d 12:00") == 0
    assert found() == []


@pytest.mark.parametrize("kind", [OfficeKind.STATION, OfficeKind.DISTRICT, OfficeKind.CENTRAL])
def test_only_the_central_police_office_reads_why_they_object(kind):
    may_read = may_officer_read_text("narrowing_objected", by_officer=True, role=Role.MONITOR, office_kind=kind)
    assert may_read is (kind is OfficeKind.CENTRAL)
