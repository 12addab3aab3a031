"""The documentation page: every route as the OpenAPI description has it. Server-rendered, without scripts."""

import json
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from api.problems import TITLES


def docs_view(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of the page. It is in English: its readers write programs."""

    @require_safe
    def show_docs(request: HttpRequest) -> HttpResponse:
        with translation.override("en"):
            context = {"groups": _groups(api), "problems": TITLES, "openapi_url": reverse("api:openapi-json")}
            return render(request, "api/docs.html", context)

    return show_docs


@cache
def _groups(api: NinjaAPI) -> list[tuple[str, list[dict]]]:
    """Return the operations by tag. The description does not change while the process runs."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_describe(schema, path, method, operation))
    return list(groups.items())


def _describe(schema: dict, path: str, method: str, operation: dict) -> dict:
    bodies = operation.get("requestBody", {}).get("content", {})
    answers = [(code, answer) for code, answer in operation["responses"].items() if code != "default"]
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "bodies": [(kind, _fields(schema, body["schema"])) for kind, body in bodies.items()],
        "answers": [
            (code, kind, _fields(schema, content["schema"]))
            for code, answer in answers
            for kind, content in answer.get("content", {}).items()
        ],
    }


def _fields(schema: dict, described: dict) -> list[dict]:
    """Return the fields of an object: name, type, whether it is required, description, example."""
    reference = described.get("$ref", "")
    named = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else described
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
