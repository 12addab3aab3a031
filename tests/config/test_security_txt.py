"""The security.txt file of RFC 9116: contacts for vulnerability reports, and an expiry date in the future."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from web.security_txt import PATH

CONTACTS = ["mailto:security@complaints.example.org", "https://complaints.example.org/feedback/"]


def lines(client) -> list[tuple[str, str]]:
    return [tuple(line.split(": ", 1)) for line in client.get(PATH).text.split("\r\n")[:-1]]


@pytest.mark.django_db
def test_without_a_contact_there_is_none(client):
    assert client.get(PATH).status_code == 404


@pytest.mark.django_db
def test_it_names_whom_to_tell_in_both_languages(client, settings):
    settings.SECURITY_CONTACT = CONTACTS
    answer = client.get(PATH)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = lines(client)
    assert [value for name, value in said if name == "Contact"] == CONTACTS
    assert ("Preferred-Languages", "en, ur") in said
    assert ("Canonical", f"{settings.SITE_URL}{PATH}") in said


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-11-27", "2027-12-31", "2031-06-01"])
def test_it_never_runs_out_and_is_never_good_for_a_year(client, settings, day):
    settings.SECURITY_CONTACT = CONTACTS
    at = datetime.fromisoformat(f"{day}T20:00:00+00:00")
    with time_machine.travel(at):
        (expires,) = [value for name, value in lines(client) if name == "Expires"]
    left = datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - at
    assert timedelta(days=170) < left < timedelta(days=365)
