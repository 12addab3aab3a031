"""Every body of the description has an example, the page shows it, and the portal accepts it."""

import html
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from api.complaint_input import Input

pytestmark = pytest.mark.django_db


def described() -> dict:
    return Client().get("/api/v1/openapi.json").json()


def examples() -> dict[str, dict]:
    """Return the example of each JSON body of the description by the name of its shape."""
    schema, found = described(), {}
    for operations in schema["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                name = body["schema"]["$ref"].rsplit("/", 1)[-1]
                (found[name],) = schema["components"]["schemas"][name]["examples"]
    return found


def shapes(of: type[Input] = Input) -> dict[str, type[Input]]:
    """Return all shapes of bodies by their names."""
    found = {}
    for shape in of.__subclasses__():
        found |= {shape.__name__: shape} | shapes(shape)
    return found


@pytest.mark.slow
def test_every_example_has_the_shape_of_its_body_and_stands_on_the_page():
    found, page = examples(), html.unescape(Client().get("/api/v1/docs/").content.decode())
    assert len(found) == 11
    for name, example in found.items():
        shapes()[name](**example)
        assert json.dumps(example, ensure_ascii=False, indent=2) in page
    assert described()["openapi"].startswith("3.1")


def test_the_examples_of_complaint_and_status_are_accepted(partner, app):
    sent = examples()
    registered = partner.post("partner/complaints", sent["PartnerComplaintInput"])
    assert registered.status_code == 201
    status = sent["StatusInput"] | {"occurred_at": (now() - timedelta(seconds=1)).isoformat()}
    assert partner.post(f"partner/complaints/{registered.json()['etag']}/statuses", status).status_code == 201
    assert app.post("citizen/complaints", sent["AppComplaintInput"]).status_code == 201


@pytest.mark.parametrize("name", ["PartnerComplaintInput", "AppComplaintInput"])
def test_an_example_still_refuses_what_is_unknown(name):
    with pytest.raises(ValueError, match="unknown_field"):
        shapes()[name](**examples()[name], unknown_field="x")
