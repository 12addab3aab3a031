"""Track, request a code, open a complaint, solve a challenge: by the same services and limits as the web pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Path, Router

from api.access_tokens import AppToken
from api.citizen.citizen_schemas import (
    AcceptedAnswer,
    ChallengeInput,
    CodeInput,
    PassAnswer,
    PublicState,
    VisitAnswer,
    VisitInput,
)
from api.citizen.visits import challenge_problem, parse_etag, visit_token, with_visit
from api.problems import ProblemFound, form_errors
from api.rate_limit_headers import require_tokens
from citizen import guess_pass, known_browsers, rate_limits, visitor_session
from citizen.access import guess_challenge, guess_limits, proof_of_work
from citizen.access.access_forms import AccessCodeForm, AccessKeyForm, CodeRequestForm, TrackForm
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.queries import access_key_facts
from complaints.services.access_keys import access_codes

router = Router(tags=["citizen"], auth=AppToken())
ETAG = Path(max_length=60, description="E-tag; spaces and dashes do not matter.", examples=["264819073555"])


@router.get("/track/{etag}", response=PublicState, url_name="app_track", summary="What the E-tag alone shows")
@with_visit
def track_complaint(request: HttpRequest, etag: str = ETAG):
    """The day of registration, and open or closed: the same two facts for every complaint."""
    at, digits = now(), _typed_etag(etag)
    pass_name = guess_pass.current_pass_name(request, for_etags=True, at=at)
    buckets = (rate_limits.LOOK_UPS,) if pass_name else (rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_PER_ETAG)
    if rate_limits.take_tokens_and_get_wait(request, *buckets, etag=digits, at=at):
        raise challenge_problem(request)
    guess = guess_limits.charge_guess(request, at=at)
    if guess is None:
        raise challenge_problem(request)
    facts = access_key_facts.load_public_facts(digits)
    if facts is None:
        raise ProblemFound("not_found")
    guess.refund(at=at)
    state = "closed" if facts.is_closed else "open"
    return {"etag": digits, "registered_on": facts.registered_on.isoformat(), "state": state}


def _typed_etag(typed: str) -> str:
    """Return the twelve digits. Raises ProblemFound with the web form's own text for a mistyped number."""
    form = TrackForm({"etag": typed})
    if not form.is_valid():
        raise ProblemFound("invalid", errors=form_errors(form))
    return form.cleaned_data["etag"]


@router.post("/complaints/{etag}/codes", response={202: AcceptedAnswer}, url_name="app_code", summary="Send a code")
@with_visit(status=202)
def request_code(request: HttpRequest, payload: CodeInput, etag: str = ETAG):
    """Send a code to the complainant. The answer is the same whether or not the phone or address is theirs."""
    at, digits, form = now(), _typed_etag(etag), CodeRequestForm({"reached_at": payload.reached_at})
    if rate_limits.take_tokens_and_get_wait(request, rate_limits.CODE_FORMS, at=at):
        raise challenge_problem(request)
    if not form.is_valid():
        raise ProblemFound("invalid", errors=form_errors(form))
    reached_at = form.cleaned_data["reached_at"]
    require_tokens(
        rate_limits.take_tokens_and_get_wait(
            request, rate_limits.CODES_PER_RECIPIENT, etag=digits, reached_at=reached_at, at=at
        )
    )
    if not guess_limits.may_request_code(request, digits, at=at):
        raise challenge_problem(request)
    browser_digest = known_browsers.browser_digest(request)
    access_codes.send_code(etag=digits, phone_or_email=reached_at, at=at, browser_digest=browser_digest)
    return {"accepted": True}


@router.post("/visits", response={201: VisitAnswer}, url_name="app_visits", summary="Open a complaint")
@with_visit(status=201)
def open_complaint(request: HttpRequest, payload: VisitInput):
    """Open a complaint with the code from a message, or with a key. A wrong one and an unknown E-tag answer alike.

    A printed code opens the complaint on the web only, where the person then chooses how to open it next time. Here it
    is answered like a wrong key and stays unused.
    """
    digits = _typed_etag(payload.etag)
    if bool(payload.code) == bool(payload.key):
        raise ProblemFound("malformed")
    if rate_limits.take_tokens_and_get_wait(request, rate_limits.CODE_FORMS, at=now()):
        raise challenge_problem(request, word_of=digits if payload.key else "")
    if payload.code:
        _open_with_code(request, digits, payload.code)
    else:
        _open_with_key(request, digits, payload.key)
    return {"etag": digits, "visit": visit_token(request)}


def _open_with_code(request: HttpRequest, etag: str, typed: str) -> None:
    at, form = now(), AccessCodeForm({"code": typed})
    if not form.is_valid():
        raise ProblemFound("invalid", errors=form_errors(form))
    guess = guess_limits.charge_guess(request, of_code=True, at=at)
    if guess is None or not guess_limits.may_enter_code(request, etag, at=at):
        raise challenge_problem(request)
    opening = access_codes.open_with_code(
        etag=etag,
        code=form.cleaned_data["code"],
        at=at,
        browser_digest=known_browsers.browser_digest(request),
        on_filing_device=known_browsers.has_filed_complaint(request, etag),
    )
    if opening is None:
        raise ProblemFound("key_wrong")
    guess.refund(at=at)
    visitor_session.begin_visit(request, etag=etag, complaint_id=opening.pk, opened_by=opening.opened_by, at=at)


def _open_with_key(request: HttpRequest, etag: str, typed: str) -> None:
    at, form = now(), AccessKeyForm({"key": typed})
    if not form.is_valid():
        raise ProblemFound("invalid", errors=form_errors(form))
    guess = guess_limits.charge_word_guess(request, etag, at=at)
    if guess is None:
        raise challenge_problem(request, word_of=etag)
    opening = open_with_key(etag=etag, typed=form.cleaned_data["key"], takes_printed=False, at=at)
    if opening is None:
        rate_limits.take_token(rate_limits.WRONG_WORDS_PER_ETAG, etag, at=at)
        raise ProblemFound("key_wrong")
    guess.refund(at=at)
    visitor_session.begin_visit(
        request,
        etag=etag,
        complaint_id=opening.complaint_id,
        opened_by=opening.opened_by,
        at=at,
        under_duress=opening.by is AccessKey.DURESS_WORD,
    )


@router.delete("/visits/{etag}", response={204: None}, url_name="app_visit", summary="Close a complaint")
@with_visit
def close_visit(request: HttpRequest, etag: str = ETAG):
    """End the visit, because somebody else may use the device next."""
    visitor_session.end_visit(request, etag=parse_etag(etag))
    return HttpResponse(status=204)


@router.post("/challenges", response={201: PassAnswer}, url_name="app_challenge", summary="Solve a challenge")
@with_visit(status=201)
def solve_challenge(request: HttpRequest, payload: ChallengeInput):
    """Exchange a solved proof of work for further attempts. Each solution counts once."""
    at = now()
    word_of = _typed_etag(payload.etag) if payload.etag else ""
    solved = proof_of_work.verify_solution(payload.solution)
    too_easy = solved and solved.hardness < proof_of_work.current_difficulty(request, word_of=word_of, at=at)
    if not solved or too_easy or guess_challenge.is_proof_used_up(solved.name, at=at):
        raise challenge_problem(request, word_of=word_of)
    proof_of_work.count_granted_pass(request, at=at)
    guess_pass.grant_guess_pass(request, solved.name, at=at)
    return {"visit": visit_token(request)}
