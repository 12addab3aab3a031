"""docs/api/events.md and the Python client on real events: signatures, duplicates, rotation, and what is refused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from api.services.event_endpoints import replay_since, rotate_event_secret
from api.services.event_recording import write_test_event
from api.services.event_relay import deliver_due_events
from tests.api.event_receiver import receiving
from tests.api.test_events import closed, endpoint_of, opened, registered
from tests.databases import ROOT

EVENTS = (ROOT / "docs" / "api" / "events.md").read_text()
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", EVENTS, re.DOTALL)


@pytest.fixture(autouse=True)
def on_loopback(settings, monkeypatch):
    settings.EVENTS_TO_LOOPBACK = True
    monkeypatch.syspath_prepend(str(ROOT / "clients" / "python"))


@pytest.fixture
def example() -> dict:
    """The names that the example of the document defines."""
    names = {}
    exec(EXAMPLE, names)  # the text of our own document
    return names


@pytest.mark.slow
def test_the_example_takes_each_event_once_and_refuses_others(partner, world, example, capsys):
    with receiving() as receiver:
        endpoint = endpoint_of(partner, receiver)
        example["SECRETS"][:] = [endpoint.secret]
        receiver.behave = lambda got: example["take_event"](got.body, got.headers)
        complaint = registered(partner)
        closed(complaint, world)
        opened(complaint)
        write_test_event(endpoint, at=now())
        assert deliver_due_events(at=now()) == {"sent": 3}
        replay_since(endpoint.pk, now() - timedelta(hours=1), at=now())
        assert deliver_due_events(at=now()) == {"sent": 3}
        assert capsys.readouterr().out == f"{complaint.etag} closed\n{complaint.etag} open\n"
        rotate_event_secret(endpoint.pk, at=now())
        write_test_event(endpoint, at=now())
        assert deliver_due_events(at=now()) == {"sent": 1}, "the former secret signs too"
        rotate_event_secret(endpoint.pk, at_once=True, at=now())
        write_test_event(endpoint, at=now())
        assert deliver_due_events(at=now()) == {"retrying": 1}
        got = receiver.got[0]
        with time_machine.travel(now() + timedelta(minutes=6)):
            assert example["take_event"](got.body, got.headers) == 401, "too old"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "evt_1", "webhook-timestamp": "now", "webhook-signature": "v1,AAAA"},
        {"webhook-id": "evt_1", "webhook-timestamp": "1", "webhook-signature": "nonsense"},
        {"webhook-id": "evt_1", "webhook-timestamp": "1e400", "webhook-signature": "v1,"},
    ],
)
def test_the_example_refuses_malformed_headers(example, headers):
    assert example["take_event"](b"{}", headers) == 401
    assert example["take_event"](b"\xff", headers) == 401
