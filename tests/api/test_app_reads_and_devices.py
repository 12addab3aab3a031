"""The operator's own app: what a read begins, which device asks, and what caches may keep."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from complaints.models import Complaint, NarrowingRequest
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion import narrowing
from tests.api.conftest import THEFT, Caller, own_app
from tests.citizen.keys.cast import SECRET
from tests.citizen.mine.test_objection import approved


@pytest.mark.slow
def test_a_read_by_the_app_begins_no_day_after_which_an_exclusion_ends(app, world):
    """The app shows no narrowing and offers no objection, so the 24 hours begin on the web alone."""
    complaint = world.complaint(
        "misbehaviour", station="gulberg", post="SDPO", secret_digest=digest_secret_word(SECRET)
    )
    approved(world, complaint)
    app.visit = app.post("citizen/visits", {"etag": complaint.etag, "key": SECRET}).json()["visit"]
    path = f"citizen/complaints/{complaint.etag}"
    read = app.get(path)
    assert read.status_code == 200, read.content
    assert app.call("HEAD", path).status_code == 200
    assert app.get(path, **{"If-None-Match": read["ETag"]}).status_code in {200, 304}
    assert NarrowingRequest.objects.get().seen_at is None
    assert narrowing.end_narrowed_exclusions(at=now() + timedelta(days=2)) == 0


@pytest.mark.parametrize("device", [None, "", "short", "with a space in it, too"])
def test_each_post_of_the_app_needs_a_device(app, world, device):
    """Otherwise all telephones without one would be one browser: with one allowance and the answers of each other."""
    del app.headers["Device"]
    sent, etag = {} if device is None else {"Device": device}, world.complaint().etag
    for path, body in (
        ("citizen/complaints", THEFT | {"reach": "phone"}),
        (f"citizen/complaints/{etag}/codes", {"reached_at": "0300 1112233"}),
        ("citizen/visits", {"etag": etag, "code": "123456"}),
    ):
        answer = app.post(path, body, **sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "device_missing"), path
    assert Complaint.objects.unscoped("test").count() == 1
    assert app.get(f"citizen/track/{etag}", **sent).status_code == 200


def test_two_devices_with_the_same_key_file_two_complaints(app, world):
    body, key = THEFT | {"reach": "phone"}, "k" * 20
    first = app.post("citizen/complaints", body, key=key).json()["etag"]
    other = app.post("citizen/complaints", body, key=key, Device="o" * 32).json()["etag"]
    assert first != other


@pytest.mark.slow
def test_no_cache_keeps_answers_to_partners_and_to_the_app(partner, anybody, world):
    etag = partner.post("partner/complaints", THEFT | {"consent": "signed_form", "consent_reference": "F-1"}).json()[
        "etag"
    ]
    app = Caller(own_app())
    filed = app.post("citizen/complaints", THEFT | {"reach": "phone"})
    app.visit = filed.json()["visit"]
    read = partner.get(f"partner/complaints/{etag}")
    answers = [
        *(partner.get("partner/complaints"), read, filed),
        partner.get(f"partner/complaints/{etag}", **{"If-None-Match": read["ETag"]}),
        partner.post(f"partner/complaints/{etag}/statuses", {"status": "closed", "occurred_at": now().isoformat()}),
        *(app.get(f"citizen/track/{etag}"), app.get(f"citizen/complaints/{filed.json()['etag']}")),
        app.call("DELETE", f"citizen/visits/{filed.json()['etag']}"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 201, 304, 201, 200, 200, 204]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert "no-store" not in anybody.get("offices").get("Cache-Control", "")


def statuses_until_refused(caller: Caller, path: str, most: int) -> list[int]:
    """Read until the first 429; return the statuses."""
    statuses = []
    while 429 not in statuses and len(statuses) < most:
        statuses.append(caller.get(path).status_code)
    return statuses


@pytest.mark.slow
def test_a_stranger_at_the_same_address_does_not_stop_an_owner(world):
    """The test client has one address, like the telephones of a mobile operator."""
    owner = Caller(own_app(requests_per_minute=3))
    filed = owner.post("citizen/complaints", THEFT | {"reach": "phone"}).json()
    owner.visit = filed["visit"]
    stranger = Caller(owner.new, headers={"Authorization": owner.headers["Authorization"]})
    statuses = statuses_until_refused(stranger, f"citizen/track/{filed['etag']}", 100)
    assert len(statuses) > 10 * 3
    assert statuses[-1] == 429
    forged = {"Visit": filed["visit"][:-3] + "xxx"}
    assert stranger.get(f"citizen/track/{filed['etag']}", **forged).status_code == 429
    assert owner.get(f"citizen/complaints/{filed['etag']}").status_code == 200


@pytest.mark.slow
def test_a_report_of_pressure_is_never_stopped(world):
    owner = Caller(own_app(requests_per_minute=3))
    filed = owner.post("citizen/complaints", THEFT | {"reach": "phone"}).json()
    owner.visit, path = filed["visit"], f"citizen/complaints/{filed['etag']}"
    seen = owner.get(path).json()["seen"]
    assert statuses_until_refused(owner, path, 20)[-1] == 429
    move = {"words": "He told me to take it back.", "seen": seen}
    assert owner.post(f"{path}/moves", move | {"name": "add"}).status_code == 429
    reported = owner.post(f"{path}/moves", move | {"name": "report_pressure"})
    assert reported.status_code == 200, reported.content


@pytest.mark.slow
def test_wrong_secrets_at_the_same_address_stop_nobody_with_the_right_one(app):
    assert [app.ask_token(secret="wrong").status_code for _ in range(40)][-1] == 429
    assert [app.ask_token().status_code for _ in range(40)] == [200] * 40
