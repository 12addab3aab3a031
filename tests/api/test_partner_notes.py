"""A partner's note: only by the partner that the registration names, never naming a protected person, thirty a day."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now

from api.models import ApiClient, PartnerComplaint
from complaints.models import Complaint, Event
from tests.api.conftest import THEFT, Caller, partner_named

PARTNERS = THEFT | {"consent": "recorded_call", "consent_reference": "REC-1", "name": "Ayesha Tariq"}


def registered(caller: Caller, **more) -> str:
    """Register a complaint; return its E-tag."""
    answer = caller.post("partner/complaints", PARTNERS | more)
    assert answer.status_code == 201, answer.content
    return answer.json()["etag"]


def pushed(caller: Caller, etag: str, note: str = ""):
    status = {"status": "in_progress", "note": note, "occurred_at": now().isoformat()}
    return caller.post(f"partner/complaints/{etag}/statuses", status)


def number_of_notes() -> int:
    return Event.objects.filter(kind="partner_status").count()


@pytest.mark.parametrize(
    "note",
    [
        "We called Ayesha about it.",
        "We called her on 0300-1112233.",
        pytest.param("We called her on ۰۳۰۰ ۱۱۱۲۲۳۳.", marks=pytest.mark.slow),
    ],
)
def test_a_note_that_names_a_protected_complainant_is_refused(partner, note):
    answer = pushed(partner, registered(partner, protected=True), note)
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert "who complained" in answer.json()["detail"]
    assert number_of_notes() == 0
    assert pushed(partner, registered(partner, protected=False), note).status_code == 201


def test_another_note_about_a_protected_complainant_is_recorded(partner):
    assert pushed(partner, registered(partner, protected=True), "We called the bank.").status_code == 201


@pytest.mark.slow
def test_thirty_notes_a_day_for_each_complaint(world):
    caller = Caller(partner_named(requests_per_minute=6000))
    etag, another = registered(caller), registered(caller)
    statuses = [pushed(caller, etag).status_code for _ in range(31)]
    assert statuses == [201] * 30 + [429]
    assert int(pushed(caller, etag)["Retry-After"]) > 60
    assert pushed(caller, another).status_code == 201
    with time_machine.travel(now() + timedelta(hours=24)):
        caller.headers["Authorization"] = f"Bearer {caller.token()}"
        assert pushed(caller, etag).status_code == 201


def test_a_row_that_somebody_wrote_into_the_database_lets_no_partner_push(partner, world):
    """The row alone is not believed: the registration event names the partner, by an id that no renaming changes."""
    stranger = Caller(partner_named("Citizen portal"))
    for complaint in (world.complaint(), Complaint.objects.unscoped("test").get(etag=registered(partner))):
        PartnerComplaint.objects.update_or_create(
            complaint=complaint, defaults={"client": stranger.new.client, "registered_at": now()}
        )
        answer = pushed(stranger, complaint.etag)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert number_of_notes() == 0


def test_a_renamed_partner_still_pushes(partner):
    etag = registered(partner)
    client = ApiClient.objects.get(client_id=partner.new.client.client_id)
    client.name_en = "Provincial helpline 1787"
    client.save(update_fields=["name_en"])
    assert pushed(partner, etag).status_code == 201


def test_a_partners_references_are_sealed_and_stand_in_no_event(partner):
    etag = registered(partner, reference="PM-4711", consent_reference="REC-4712")
    assert partner.get(f"partner/complaints/{etag}").json()["reference"] == "PM-4711"
    assert PartnerComplaint.objects.get().consent_reference == "REC-4712"
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference || consent_reference FROM api_partnercomplaint")
        (stored,) = cursor.fetchone()
    bodies = " ".join(Event.objects.values_list("body", flat=True))
    for reference in ("PM-4711", "REC-4712"):
        assert reference not in stored + bodies
