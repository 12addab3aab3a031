"""The permissions that a page may ask a device for."""

import pytest

HEADER = "Permissions-Policy"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/ur/", "/no-such-page/", "/desk/", "/healthz"])
def test_every_answer_says_what_a_page_may_ask_a_device_for(client, path):
    allowed = dict(part.split("=") for part in client.get(path).headers[HEADER].split(", "))
    assert {name for name, whom in allowed.items() if whom != "()"} == {"geolocation", "microphone"}
    assert allowed["geolocation"] == allowed["microphone"] == "(self)"
    assert allowed["camera"] == "()"
