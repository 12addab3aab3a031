"""The API itself: its routers, its errors, and its OpenAPI description."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from api import docs_page
from api.citizen import access_routes, complaint_routes, file_routes
from api.partners import event_routes, partner_routes, token_routes
from api.problems import BY_STATUS, CONTENT_TYPE, TITLES, ProblemFound, problem_response, validation_errors
from api.public import public_routes

VERSION = "1.1.0"
DESCRIPTION = """Public data, the operator's own app, and partner organisations. See docs/api/ for the first steps.

Every error is a problem (RFC 9457) in the language of `Accept-Language` (en, ur). Lists have cursor pages. Reads have
an `ETag`; send it as `If-None-Match`. `RateLimit` says how many requests are left. A complaint is not an FIR."""

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": list(TITLES)},
        "detail": {"type": "string", "description": "One line that says what to do, in the caller's language."},
        "error": {"type": "string", "description": "Of the token endpoint, as in RFC 6749."},
        "challenge": {"type": "object", "description": "ALTCHA challenge, with challenge_required."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
    "example": {
        "type": "https://portal.example/api/v1/docs/#invalid",
        "title": "Unprocessable Content",
        "status": 422,
        "code": "invalid",
        "detail": "Some values cannot be accepted. See “errors”.",
        "errors": [{"field": "district", "message": "This is not one of the choices. Choose again."}],
    },
}
PROBLEM_RESPONSE = {
    "description": "A problem (RFC 9457).",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
APP_HEADERS = [
    {
        "name": "Visit",
        "in": "header",
        "schema": {"type": "string", "maxLength": 400},
        "description": "The visit of an opened complaint. An answer with this header replaces it.",
    },
    {
        "name": "Device",
        "in": "header",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{22,64}$"},
        "description": "A random id that the app draws once for each installation.",
    },
]
REQUIRED = {("post", "Device")}
"""The headers of the app's routes, and which of them a method needs."""


OF_COMPLAINT = {"etag": "$response.body#/etag"}
LINKS = {
    **dict.fromkeys(("ComplaintState", "FiledComplaint", "VisitAnswer", "StatusAnswer"), OF_COMPLAINT),
    "UploadProgress": {"etag": "$request.path.etag", "file": "$response.body#/id"},
}
"""By the shape of an answer: where the path of a following request takes its values from."""
PATH_PARAMETER = re.compile(r"{(\w+)}")


class PortalApi(NinjaAPI):
    """Django Ninja's API with problem details in its description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the view: generated clients have a method of that name."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *args, **kwargs) -> dict:
        """Return the OpenAPI 3.1 description: every operation may answer with a problem."""
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        schema["components"].setdefault("securitySchemes", {})["BasicAuth"] = {"type": "http", "scheme": "basic"}
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                operation["responses"]["default"] = PROBLEM_RESPONSE
                if "citizen" in operation.get("tags", ()):
                    headers = [{**header, "required": (method, header["name"]) in REQUIRED} for header in APP_HEADERS]
                    operation["parameters"] = [*operation.get("parameters", ()), *headers]
        _add_links(schema["paths"])
        return schema


def _add_links(paths: dict) -> None:
    """Add what can follow: a created complaint or file leads to the routes about it, of the same audience."""
    for creation in [operations["post"] for operations in paths.values() if "post" in operations]:
        created = creation["responses"].get(201)
        if created is None:
            continue
        name = created["content"]["application/json"]["schema"].get("$ref", "").rsplit("/", 1)[-1]
        for address, operations in paths.items():
            for operation in operations.values():
                parameters = LINKS.get(name, {})
                is_about_it = set(parameters) == set(PATH_PARAMETER.findall(address))
                if parameters and is_about_it and operation["tags"] == creation["tags"]:
                    link = {"operationId": operation["operationId"], "parameters": parameters}
                    created.setdefault("links", {})[operation["operationId"]] = link


api = PortalApi(
    title="Complaint portal",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    docs_decorator=require_safe,
    openapi_url="/openapi.json",
    servers=[{"url": settings.SITE_URL}],
)
api.add_router("", token_routes.router)
api.add_router("", public_routes.router)
api.add_router("/partner", partner_routes.router)
api.add_router("/partner", event_routes.router)
for _router in (access_routes.router, complaint_routes.router, file_routes.router):
    api.add_router("/citizen", _router)

_urls, _app_name, _namespace = api.urls
urls = ([path("docs/", docs_page.docs_view(api), name="docs"), *_urls], _app_name, _namespace)


@api.exception_handler(ProblemFound)
def answer_problem(request: HttpRequest, problem: ProblemFound) -> HttpResponse:
    """Answer with the problem that a route found."""
    return problem.as_response()


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with one entry for each refused value."""
    return problem_response("invalid", errors=validation_errors(error.errors))


@api.exception_handler(AuthenticationError)
def answer_unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer 401: there is no token, or it does not work."""
    return problem_response("unauthorized")


@api.exception_handler(HttpError)
def answer_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer an error of Django Ninja, for example a body that is no JSON."""
    return problem_response(BY_STATUS.get(error.status_code, "malformed"))


@api.exception_handler(Http404)
def answer_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer 404."""
    return problem_response("not_found")
