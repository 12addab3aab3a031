"""What a partner organisation may do: register for a person who agreed, read open or closed, push its own status."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext
from ninja import Header, Path, Router, Status

from accounts.models import Office
from api.access_tokens import PartnerToken
from api.complaint_filing import public_state, register_from_api
from api.complaint_input import answers_of
from api.cursor_pages import CURSOR, LIMIT, page_of_rows
from api.models import ApiClient, EventSubject, PartnerComplaint
from api.partners.partner_schemas import (
    ComplaintState,
    PartnerComplaintInput,
    PartnerComplaintPage,
    PartnerComplaintState,
    ReferralPage,
    StatusAnswer,
    StatusInput,
)
from api.problems import ProblemFound
from api.queries.partner_states import partner_complaints, referral_of, referred_complaints, state_of
from api.rate_limit_headers import STATUSES_PER_COMPLAINT, require_tokens
from api.rules.client_scopes import KEY_DESCRIPTION, Scope, may_register
from api.services.event_recording import follow_complaint
from api.services.idempotent_requests import answer_once
from citizen import rate_limits
from complaints.models import Category
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules import etag as etag_rules
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.statuses import Channel
from complaints.services.partner_notes import record_partner_status
from ledger.service_exceptions import NotPermitted, Refused
from web.form_fields import UNREADABLE
from web.identity_numbers import is_personal_number
from web.text_cleaning import UnreadableText, clean_text

router = Router(tags=["partner"])
KEY = Header("", alias="Idempotency-Key", description=KEY_DESCRIPTION)
ETAG = Path(max_length=40, description="E-tag; spaces and dashes do not matter.", examples=["264819073555"])
CLOCKS_DIFFER_BY = timedelta(minutes=5)


@router.post(
    "/complaints",
    response={201: ComplaintState},
    auth=PartnerToken(Scope.REGISTER),
    url_name="partner_register",
    summary="Register a complaint for a person",
)
def register_complaint_for_person(request: HttpRequest, payload: PartnerComplaintInput, idempotency_key: str = KEY):
    """Register a complaint for a person who agreed, with the proof of that. Give the person the E-tag.

    The person's number is unproved until they open the complaint with a code sent to it. Which offices cannot open the
    complaint is shown to the person alone.
    """
    client, at = request.api_client, now()
    answer = answer_once(
        caller=client.client_id,
        route="register",
        key=idempotency_key,
        body=payload.dict(),
        act=lambda: _register(client, payload, at=at),
        at=at,
    )
    return Status(201, answer)


def _register(client: ApiClient, payload: PartnerComplaintInput, *, at: datetime) -> dict:
    reach = "email" if payload.email and not payload.phone else "phone"
    answers = answers_of(payload, reach=reach, at=at) | {"name": _cleaned(payload.name, "name")}
    place = Office.objects.only("path").get(code=answers["station"] or answers["district"])
    confidential = Category.objects.only("confidential").get(code=answers["category"]).confidential
    if not may_register(
        offices=client.offices,
        categories=client.categories,
        place_path=place.path,
        category=answers["category"],
        confidential=confidential,
    ):
        raise ProblemFound("scope_missing")
    facts = _partner_names(client) | {"client": client.client_id, "consent": str(payload.consent)}
    references = {name: getattr(payload, name) for name in ("reference", "consent_reference")}
    _require_no_personal_number(references)
    complaint = register_from_api(answers, channel=Channel.PARTNER, recorded_facts=facts, at=at)
    PartnerComplaint.objects.create(client=client, complaint=complaint, **references, registered_at=at)
    follow_complaint(client, complaint)
    return public_state(complaint)


def _require_no_personal_number(references: dict[str, str]) -> None:
    """Raise ProblemFound for a reference that is a telephone or CNIC number."""
    text = gettext("This looks like a telephone or CNIC number. Use a number of your own that names nobody.")
    errors = [{"field": name, "message": text} for name, typed in references.items() if is_personal_number(typed)]
    if errors:
        raise ProblemFound("invalid", errors=errors)


def _partner_names(client: ApiClient) -> dict[str, str]:
    """Return the partner's names as an event keeps them."""
    return {"partner": client.name_en, "partner_ur": client.name_ur}


def _cleaned(text: str, field: str) -> str:
    try:
        return clean_text(text)
    except UnreadableText as unreadable:
        raise ProblemFound("invalid", errors=[{"field": field, "message": str(UNREADABLE)}]) from unreadable


@router.get(
    "/complaints",
    response=PartnerComplaintPage,
    auth=PartnerToken(Scope.READ_STATE),
    url_name="partner_register",
    summary="List what you registered",
)
def list_own_complaints(
    request: HttpRequest,
    cursor: str = CURSOR,
    limit: int = LIMIT,
):
    """The complaints that this partner registered, the latest first: open or closed, and nothing else."""
    rows = partner_complaints(request.api_client)
    return page_of_rows(rows, name="partner", keys=("-id",), cursor=cursor, limit=limit, show=state_of)


@router.get(
    "/referrals",
    response=ReferralPage,
    auth=PartnerToken(Scope.PUSH_STATUS),
    url_name="partner_referrals",
    summary="List what is referred to you",
)
def list_referrals(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """The matters that the police refer to this partner now, the latest first. The rest comes by letter."""
    rows = referred_complaints(request.api_client)
    return page_of_rows(rows, name="referrals", keys=("-id",), cursor=cursor, limit=limit, show=referral_of)


@router.get(
    "/complaints/{etag}",
    response=PartnerComplaintState,
    auth=PartnerToken(Scope.READ_STATE),
    url_name="partner_complaint",
    summary="Open or closed",
)
def read_own_complaint(request: HttpRequest, etag: str = ETAG):
    """Whether a complaint that this partner registered is open or closed. 404 for every other E-tag."""
    return state_of(_find_own(request.api_client, etag))


def _find_own(client: ApiClient, etag: str, *, or_referred: bool = False) -> PartnerComplaint | EventSubject:
    """Return a complaint that this client registered. Raises ProblemFound, the same for every other E-tag.

    `or_referred`: also one that the police refer to it now.
    """
    try:
        digits = etag_rules.parse_etag(etag)
    except etag_rules.MistypedEtag:
        digits = ""
    row = partner_complaints(client).filter(complaint__etag=digits).first()
    if row is None and or_referred:
        row = referred_complaints(client).filter(complaint__etag=digits).first()
    if row is None:
        raise ProblemFound("not_found")
    return row


@router.post(
    "/complaints/{etag}/statuses",
    response={201: StatusAnswer},
    auth=PartnerToken(Scope.PUSH_STATUS),
    url_name="partner_status",
    summary="Push your own status",
)
def push_status(request: HttpRequest, payload: StatusInput, etag: str = ETAG, idempotency_key: str = KEY):
    """Write how far your own handling of a matter is into the history of the complaint.

    For complaints that you registered, and for those that the police refer to you.

    It is a note by you: it changes neither the complaint's status nor a deadline.
    """
    client, at = request.api_client, now()
    row = _find_own(client, etag, or_referred=True)
    _check_time(payload.occurred_at, row, at=at)
    answer = answer_once(
        caller=client.client_id,
        route=f"status {row.etag}",
        key=idempotency_key,
        body=payload.dict(),
        act=lambda: _record_status(client, row, payload, at=at),
        at=at,
    )
    return Status(201, answer)


def _check_time(occurred_at: datetime, row: PartnerComplaint | EventSubject, *, at: datetime) -> None:
    """Raise ProblemFound for a time without a zone, in the future, or before the day of the registration."""
    error = ""
    if occurred_at.tzinfo is None:
        error = gettext("Give the time with its zone, like 2026-11-24T10:30:00+05:00.")
    elif occurred_at > at + CLOCKS_DIFFER_BY:
        error = gettext("This time is in the future.")
    elif occurred_at.astimezone(PAKISTAN).date() < row.received_at.astimezone(PAKISTAN).date():
        error = gettext("This time is before the complaint was registered.")
    if error:
        raise ProblemFound("invalid", errors=[{"field": "occurred_at", "message": error}])


def _record_status(
    client: ApiClient, row: PartnerComplaint | EventSubject, payload: StatusInput, *, at: datetime
) -> dict:
    """Record the status. A refused note counts too, so that nobody guesses a protected person's data with notes."""
    require_tokens(rate_limits.take_token(STATUSES_PER_COMPLAINT, row.etag, at=at))
    try:
        event = record_partner_status(
            complaint_id=row.complaint_id,
            client_id=client.client_id,
            names=_partner_names(client),
            state=str(payload.status),
            note=_cleaned(payload.note, "note"),
            occurred_at=payload.occurred_at,
            at=at,
        )
    except NotPermitted as refused:
        raise ProblemFound("not_found") from refused
    except Refused as refused:
        raise ProblemFound("refused", detail=str(REFUSALS[refused.reason])) from refused
    return {"etag": row.etag, "status": str(payload.status), "recorded_at": event.at.isoformat()}
