"""A sign-in that ends while an officer types: nothing is done, and the typed text is given back."""

import pytest
import time_machine
from django.test import Client

from complaints.models import Event
from tests.citizen.conftest import words
from tests.signing_in import sign_in
from tests.world import clock

OURS = {"Sec-Fetch-Site": "same-origin"}
REPORT = "I heard both sides at the station. The lock was broken from outside."


def opened(world, at: str = "10:00"):
    """A complaint that Bilal holds, and his browser with its page open."""
    complaint = world.in_inquiry()
    with time_machine.travel(clock(at), tick=False):
        bilal = sign_in(Client(), world.bilal.officer)
        assert bilal.get(f"/desk/complaints/{complaint.etag}/").status_code == 200
    return bilal, f"/desk/complaints/{complaint.etag}/note/"


@pytest.mark.parametrize(("before", "said"), [("", "You are signed out"), ("/ur", "آپ لاگ آؤٹ ہو چکے ہیں")])
def test_bilal_comes_back_from_the_court_and_sends_what_he_had_begun(world, before, said):
    bilal, path = opened(world)
    events = Event.objects.count()
    with time_machine.travel(clock("11:05"), tick=False):
        answer = bilal.post(before + path, {"words": REPORT}, headers=OURS)
    assert answer.status_code == 401
    assert said in words(answer)
    assert REPORT in words(answer)
    assert f"{before}/desk/sign-in/?next=" in answer.content.decode()
    assert Event.objects.count() == events


@pytest.mark.slow
def test_within_the_hour_it_is_taken(world):
    bilal, path = opened(world)
    with time_machine.travel(clock("10:55"), tick=False):
        assert bilal.post(path, {"words": REPORT, "seen": Event.objects.count()}, headers=OURS).status_code == 302
