"""The visits of the operator's own app. They are the web's visits; a header takes the place of the cookie.

So codes, secret words, duress words, limits and idle times are the web's own.
"""

import re
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt

from accounts.session_store import SessionStore
from api.problems import ProblemFound
from citizen import visitor_session
from citizen.access import duress_page, proof_of_work
from complaints.rules import etag as etag_rules
from web.cache_headers import NO_STORE

VISIT_HEADER, DEVICE_HEADER, SALT = "Visit", "Device", "api.visit"
DEVICE_PATTERN = re.compile(r"[A-Za-z0-9_-]{22,64}")
type Answer = dict | HttpResponseBase


def visit_token(request: HttpRequest) -> str:
    """Return the token of this request's session, which is saved first if necessary."""
    if request.session.modified or not request.session.session_key:
        request.session.save()
        request.session.modified = False
    return signing.dumps(request.session.session_key, salt=SALT)


def visit_key(request: HttpRequest) -> str:
    """Return the key of the session that the request's token names; empty without a token of ours. No query."""
    try:
        return signing.loads(request.headers.get(VISIT_HEADER, ""), salt=SALT)
    except signing.BadSignature:
        return ""


def session_of_request(request: HttpRequest) -> SessionStore:
    """Return the session of the visit that the request names, or an empty one."""
    return SessionStore(visit_key(request) or None)


def with_visit(view: Callable[..., Answer] | None = None, *, status: int = 200) -> Callable:
    """Decorate a route of the app: load its visit, answer with JSON that no cache keeps, and save the visit.

    A header `Visit` in the answer replaces the token. `Device` is an id that the app draws once for each installation;
    it takes the place of the browser's cookie (citizen.known_browsers). A POST without one is refused: otherwise all
    telephones without it would share the allowance and the repeated answers of one.
    """
    if view is None:
        return lambda view: with_visit(view, status=status)

    @csrf_exempt
    @wraps(view)
    def visited(request: HttpRequest, **arguments) -> HttpResponse:
        request.session = session_of_request(request)
        known = request.session.session_key
        device = request.headers.get(DEVICE_HEADER, "")
        request.META["CSRF_COOKIE"] = f"app:{device}" if DEVICE_PATTERN.fullmatch(device) else ""
        response = as_response(lambda: _answer_to_device(view, request, arguments), status=status)
        if request.session.modified or (known and request.session.session_key != known):
            response[VISIT_HEADER] = visit_token(request)
        return response

    return visited


def _answer_to_device(view: Callable[..., Answer], request: HttpRequest, arguments: dict) -> Answer:
    """Return the view's answer. Raises ProblemFound for a POST without a usable Device."""
    if request.method == "POST" and not request.META["CSRF_COOKIE"]:
        raise ProblemFound("device_missing")
    return view(request, **arguments)


def as_response(act: Callable[[], Answer], *, status: int = 200) -> HttpResponse:
    """Return the result as a response; a problem too."""
    try:
        answer = act()
    except ProblemFound as problem:
        return problem.as_response()
    if isinstance(answer, HttpResponseBase):
        return answer
    return JsonResponse(answer, status=status, encoder=DjangoJSONEncoder, headers={"Cache-Control": NO_STORE})


def on_open_complaint(
    request: HttpRequest, etag: str, act: Callable[[int, str], Answer], *, status: int = 200
) -> HttpResponse:
    """Return what `act` answers for the complaint that this visit has open; under duress, for the harmless one.

    `act` receives the complaint's id and the twelve digits. Raises ProblemFound, the same for every other E-tag.
    """
    digits = parse_etag(etag)
    visit = visitor_session.current_visit(request, etag=digits, at=now())
    if visit is None:
        raise ProblemFound("not_open")

    def page(complaint_id: int) -> HttpResponse:
        return as_response(lambda: act(complaint_id, digits), status=status)

    if visit.under_duress:
        return duress_page.render_harmless_page(request, page, complaint_id=visit.complaint_id)
    return page(visit.complaint_id)


def parse_etag(etag: str) -> str:
    """Return the twelve digits. Raises ProblemFound for a mistyped E-tag, like for one that is not open."""
    try:
        return etag_rules.parse_etag(etag)
    except etag_rules.MistypedEtag as mistyped:
        raise ProblemFound("not_open") from mistyped


def challenge_problem(request: HttpRequest, *, word_of: str = "") -> ProblemFound:
    """Return the problem of too many attempts, with a challenge to solve."""
    challenge = proof_of_work.create_challenge(request, word_of=word_of, at=now())
    return ProblemFound("challenge_required", headers={"Retry-After": "20"}, challenge=challenge)


def parse_file_id(text: str) -> UUID:
    """Return the id of a file. Raises ProblemFound."""
    try:
        return UUID(text)
    except ValueError as wrong:
        raise ProblemFound("not_found") from wrong
