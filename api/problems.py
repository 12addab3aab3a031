"""Errors as problem details (RFC 9457), with the text in the caller's language."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"

TITLES = {
    "malformed": (400, _("The request cannot be read.")),
    "key_missing": (400, _("Send an Idempotency-Key: 16 to 64 letters, digits, dashes or underscores.")),
    "device_missing": (400, _("Send a Device id: 22 to 64 letters, digits, dashes or underscores.")),
    "unauthorized": (401, _("Send a valid access token.")),
    "client_unknown": (401, _("The client id or the secret is wrong, or the client was revoked.")),
    "scope_missing": (403, _("This client may not do that.")),
    "not_open": (403, _("This complaint is not open here. Open it with its E-tag and a key first.")),
    "not_found": (404, _("There is nothing at this address.")),
    "method_not_allowed": (405, _("This address does not accept that method.")),
    "overtaken": (409, _("The complaint's current status does not allow this. Nothing was sent.")),
    "wrong_offset": (409, _("This part does not continue the file. Continue at Upload-Offset.")),
    "gone": (410, _("This has ended.")),
    "too_large": (413, _("This is too much to send at once, so nothing was received.")),
    "invalid": (422, _("Some values cannot be accepted. See “errors”.")),
    "bad_cursor": (422, _("This page cursor is not valid. Begin again without a cursor.")),
    "key_reused": (422, _("This Idempotency-Key was used for another request. Use a new key.")),
    "key_wrong": (422, _("This did not work. Check what you typed. Nothing was opened.")),
    "refused": (422, _("This was refused. Nothing was changed.")),
    "too_many_requests": (429, _("Too many requests. Wait as long as Retry-After says.")),
    "challenge_required": (429, _("Too many attempts. Solve the challenge, then try again.")),
    "error": (500, _("There is a problem on our side. Nothing was lost: try again later.")),
    "unavailable": (503, _("The service is not available at the moment. Try again later.")),
    "storage_full": (507, _("There is no room for files at the moment. Try again later.")),
}
"""The kinds of problems: their HTTP status, and what to do, in one line."""

BY_STATUS = {
    400: "malformed", 401: "unauthorized", 403: "scope_missing", 404: "not_found", 405: "method_not_allowed",
    409: "wrong_offset", 410: "gone", 413: "too_large", 422: "invalid", 429: "too_many_requests", 503: "unavailable",
    507: "storage_full",
}  # fmt: skip
"""The kind of a problem that only its HTTP status tells."""


class ProblemFound(Exception):
    """The request is answered with this problem. `detail`: replaces the kind's own text."""

    def __init__(
        self, kind: str, *, detail: str = "", errors: list[dict] | None = None, headers: Mapping[str, str] = {}, **more
    ):
        super().__init__(kind)
        self.kind, self.detail, self.errors, self.headers, self.more = kind, detail, errors, headers, more

    def as_response(self) -> HttpResponse:
        """Return the response."""
        return problem_response(self.kind, detail=self.detail, errors=self.errors, headers=self.headers, **self.more)


def problem_response(
    kind: str,
    *,
    status: int | None = None,
    detail: str = "",
    errors: list[dict] | None = None,
    headers: Mapping[str, str] = {},
    **more,
) -> HttpResponse:
    """Return a problem as a response. `errors`: one entry for each refused value, with `field` and `message`.

    `status`: another status than the kind's. `more`: further members.
    """
    own_status, title = TITLES[kind]
    status = status or own_status
    body = {
        "type": f"{settings.SITE_URL}/api/v1/docs/#{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": kind,
        "detail": str(detail or title),
        **({"errors": errors} if errors is not None else {}),
        **more,
    }
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers=dict(headers))
    response["Cache-Control"] = "private, no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


MESSAGES = {
    "missing": _("This is required."),
    "string_too_long": _("This is too long."),
    "string_too_short": _("This is too short."),
    "enum": _("This is not one of the choices. Choose again."),
    "literal_error": _("This is not one of the choices. Choose again."),
    "extra_forbidden": _("There is no such field."),
    "string_pattern_mismatch": _("This does not have the expected format."),
}
"""Texts for the kinds of errors of pydantic."""


def validation_errors(errors: list[dict]) -> list[dict]:
    """Return pydantic's errors as `field` and `message`, without the values that were sent."""
    return [
        {
            "field": ".".join(str(part) for part in error["loc"] if part not in {"body", "query", "path", "payload"}),
            "message": str(MESSAGES.get(error["type"]) or gettext("This value cannot be accepted.")),
        }
        for error in errors
    ]


def form_errors(form) -> list[dict]:
    """Return the errors of a Django form as `field` and `message`."""
    return [
        {"field": "" if field == "__all__" else field, "message": str(message)}
        for field, messages in form.errors.items()
        for message in messages
    ]
