"""A citizen's journey and a partner's, by the API alone."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now
from PIL import Image

from complaints.evidence import inspect_waiting_files
from complaints.models import Complaint, Event, Words
from complaints.rules.statuses import Channel
from tests.api.conftest import THEFT
from tests.citizen.conftest import code_sent
from tests.world import choose_hours_around_now


def complaint_of(etag: str) -> Complaint:
    return Complaint.objects.unscoped("test").select_related("complainant").get(etag=etag)


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(out, "PNG")
    return out.getvalue()


@pytest.mark.slow
def test_a_citizen_files_sends_a_photo_adds_and_denies_a_contact_by_the_app_alone(app, world):
    filed = app.post("citizen/complaints", THEFT | {"reach": "phone"})
    assert filed.status_code == 201, filed.content
    etag, complaint = filed.json()["etag"], complaint_of(filed.json()["etag"])
    app.visit = filed.json()["visit"]
    assert complaint.channel == Channel.APP
    assert app.get(f"citizen/track/{etag}").json()["state"] == "open"

    picture = photo()
    begun = app.post(
        f"citizen/complaints/{etag}/files",
        {"name": "market.png", "size": len(picture), "media_type": "image/png", "key": str(uuid4())},
    )
    assert begun.status_code == 201, begun.content
    file = begun.json()["id"]
    path, half = f"/api/v1/citizen/complaints/{etag}/files/{file}", len(picture) // 2
    assert half > 64 * 1024 // 2

    def send(offset: int, part: bytes):
        headers = app.headers | {"Visit": app.visit, "Upload-Offset": str(offset)}
        return app.http.generic("PATCH", path, part, "application/octet-stream", headers=headers)

    assert send(0, picture[:half]).json()["offset"] == half
    lost = send(half + 5, picture[half:])
    assert (lost.status_code, lost["Upload-Offset"], lost.json()["code"]) == (409, str(half), "wrong_offset")
    assert app.get(f"citizen/complaints/{etag}/files/{file}").json()["received"] == half
    assert send(half, picture[half:]).json()["done"]
    inspect_waiting_files(at=now())
    assert app.get(f"citizen/complaints/{etag}/files/{file}/content").status_code == 200

    at = now()
    world.salma.marks(complaint, to=world.bilal, at=at)
    own = app.get(f"citizen/complaints/{etag}").json()
    added = app.post(f"citizen/complaints/{etag}/moves", {"name": "add", "words": "It is red.", "seen": own["seen"]})
    assert added.status_code == 200, added.content
    own = app.get(f"citizen/complaints/{etag}").json()
    assert next(line["sentence"] for line in own["timeline"]) == "You made this complaint."
    assert any("It is red." in message["words"] for message in own["conversation"])
    assert [row["state"] for row in own["files"]] == ["shown"]

    assert app.call("DELETE", f"citizen/visits/{etag}").status_code == 204
    assert app.get(f"citizen/complaints/{etag}").json()["code"] == "not_open"
    assert app.post(f"citizen/complaints/{etag}/codes", {"reached_at": "0300 1112233"}).status_code == 202
    code = code_sent()
    opened = app.post("citizen/visits", {"etag": etag, "code": code})
    assert opened.status_code == 201, opened.content
    app.visit = opened.json()["visit"]

    world.bilal.records_contact(complaint, at + timedelta(minutes=1))
    own = app.get(f"citizen/complaints/{etag}").json()
    assert "deny_contact" in {move["name"] for move in own["moves"]}
    denied = app.post(f"citizen/complaints/{etag}/moves", {"name": "deny_contact", "answer": "no", "seen": own["seen"]})
    assert denied.status_code == 200, denied.content
    assert "confirm_contact" not in {move["name"] for move in app.get(f"citizen/complaints/{etag}").json()["moves"]}


def filed_and_open(app) -> Complaint:
    """Return a complaint that was filed in the app and is open there."""
    filed = app.post("citizen/complaints", THEFT | {"reach": "phone"}).json()
    app.visit = filed["visit"]
    return complaint_of(filed["etag"])


def make_move(app, complaint: Complaint, name: str, **more) -> None:
    """Make a move that the app offers now, on the history that it has read."""
    path = f"citizen/complaints/{complaint.etag}"
    own = app.get(path).json()
    assert name in {move["name"] for move in own["moves"]}, own["moves"]
    answer = app.post(f"{path}/moves", {"name": name, "seen": own["seen"], **more})
    assert answer.status_code == 200, answer.content


@pytest.mark.slow
def test_a_citizen_objects_by_the_app_and_a_new_round_begins(app, world):
    complaint, at = filed_and_open(app), now()
    world.salma.marks(complaint, to=world.bilal, at=at)
    world.bilal.records_contact(complaint, at)
    world.ayesha.says("in_person", complaint, at)
    world.bilal.reports(complaint, at)
    choose_hours_around_now(complaint)
    world.salma.does("verify", complaint, at, verdict="satisfied")
    world.farah.does("accept", complaint, at)
    make_move(app, complaint, "object", answer="partly", words="The motorcycle came back without its papers.")
    assert (complaint_of(complaint.etag).status, complaint_of(complaint.etag).cycle) == ("marked", complaint.cycle + 1)
    event = Event.objects.get(complaint=complaint, kind="object")
    assert (event.actor_kind, event.words.text) == ("citizen", "The motorcycle came back without its papers.")
    assert app.get(f"citizen/complaints/{complaint.etag}").json()["status"] == "marked"


def test_a_citizen_withdraws_by_the_app_after_a_code_proved_the_number(app, world):
    complaint = filed_and_open(app)
    app.post(f"citizen/complaints/{complaint.etag}/codes", {"reached_at": "0300 1112233"})
    app.visit = app.post("citizen/visits", {"etag": complaint.etag, "code": code_sent()}).json()["visit"]
    make_move(app, complaint, "withdraw", words="It was found.")
    assert complaint_of(complaint.etag).status == "withdrawn"
    assert Event.objects.get(complaint=complaint, kind="withdraw").actor_kind == "citizen"
    assert app.get(f"citizen/track/{complaint.etag}").json()["state"] == "closed"


def test_a_partner_registers_reads_open_or_closed_and_pushes_its_status(partner, world):
    sent = THEFT | {"consent": "recorded_call", "consent_reference": "REC-77", "reference": "PM-1", "name": "Ayesha"}
    answer = partner.post("partner/complaints", sent)
    assert answer.status_code == 201, answer.content
    etag = answer.json()["etag"]
    assert set(answer.json()) == {"etag", "registered_on", "state"}
    complaint = complaint_of(etag)
    assert (complaint.channel, complaint.complainant.name) == (Channel.PARTNER, "Ayesha")
    assert complaint.complainant.phone_verified_at is None

    read = partner.get(f"partner/complaints/{etag}").json()
    assert read == {"etag": etag, "registered_on": read["registered_on"], "state": "open", "reference": "PM-1"}
    assert [row["etag"] for row in partner.get("partner/complaints").json()["items"]] == [etag]

    status = {"status": "in_progress", "note": "We called the bank.", "occurred_at": now().isoformat()}
    pushed = partner.post(f"partner/complaints/{etag}/statuses", status)
    assert pushed.status_code == 201, pushed.content
    assert complaint_of(etag).status == "received"
    assert Words.objects.get(event=Event.objects.get(kind="partner_status")).text == "We called the bank."

    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(status="withdrawn")
    assert partner.get(f"partner/complaints/{etag}").json()["state"] == "closed"
