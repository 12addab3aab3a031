"""The documentation page: every route as the OpenAPI description has it. Server-rendered, without scripts."""

import json
from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from api.problems import TITLES

BASE = "/api/v1"
NEEDS = {
    "token": "Client id and secret by HTTP Basic. A token works for ten minutes.",
    "public": "Nothing: anybody may read these.",
    "partner": "“Authorization: Bearer TOKEN”, a token of a partner with the scope of the route.",
    "events": "“Authorization: Bearer TOKEN”, a token of a partner with the scope “events”.",
    "citizen": "“Authorization: Bearer TOKEN”, a token of the operator's own app, and “Device” and “Visit”.",
}
"""What the requests of each group need."""


def docs_view(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of the page. It is in English: its readers write programs."""

    @require_safe
    def show_docs(request: HttpRequest) -> HttpResponse:
        with translation.override("en"):
            context = {"groups": _groups(api), "base": BASE, "problems": TITLES}
            return render(request, "api/docs.html", context | {"openapi_url": reverse("api:openapi-json")})

    return show_docs


@cache
def _groups(api: NinjaAPI) -> list[tuple[str, str, list[dict]]]:
    """Return each tag, what its requests need, and its operations. The description stays the same in a process."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_describe(schema, path, method, operation))
    return [(tag, NEEDS.get(tag, ""), operations) for tag, operations in groups.items()]


def _describe(schema: dict, path: str, method: str, operation: dict) -> dict:
    bodies = operation.get("requestBody", {}).get("content", {})
    answers = [(code, answer) for code, answer in operation["responses"].items() if code != "default"]
    return {
        "steps": path.removeprefix(BASE).split("/")[1:],
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "bodies": [(kind, _fields(schema, body["schema"]), _example_of(schema, body)) for kind, body in bodies.items()],
        "answers": [
            (code, kind, _fields(schema, content["schema"]))
            for code, answer in answers
            for kind, content in answer.get("content", {}).items()
        ],
    }


def _example_of(schema: dict, body: dict) -> str:
    """Return the example of a body as it is sent; empty if it has none."""
    if "example" in body:  # a form
        return urlencode(body["example"])
    examples = _named(schema, body["schema"]).get("examples")
    return json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else ""


def _named(schema: dict, described: dict) -> dict:
    """Return the schema that a reference names, or the schema itself."""
    reference = described.get("$ref", "")
    return schema["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else described


def _fields(schema: dict, described: dict) -> list[dict]:
    """Return the fields of an object: name, type, whether it is required, description, example."""
    named = _named(schema, described)
    return [
        {
            "name": name,
            "type": _type_of(field),
            "required": name in named.get("required", ()),
            "description": field.get("description", ""),
            "example": json.dumps(field["examples"][0], ensure_ascii=False) if field.get("examples") else "",
        }
        for name, field in named.get("properties", {}).items()
    ]


def _type_of(field: dict) -> str:
    """Return a field's type in a few words."""
    if "anyOf" in field:
        return " or ".join(_type_of(part) for part in field["anyOf"])
    if "enum" in field:
        return " | ".join(str(value) for value in field["enum"])
    if "$ref" in field:
        return field["$ref"].rsplit("/", 1)[-1]
    if field.get("type") == "array":
        return f"list of {_type_of(field.get('items', {}))}"
    return str(field.get("format") or field.get("const") or field.get("type", ""))
