"""A partner's endpoint for events: set its address, see deliveries, send again, rotate the secret, pause, test."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext
from ninja import Path, Router

from api.access_tokens import PartnerToken
from api.cursor_pages import CURSOR, LIMIT, page_of_rows
from api.event_texts import ADDRESS_PROBLEMS, last_answer, state_of_delivery, state_of_endpoint
from api.models import EventDelivery, EventEndpoint
from api.partners.event_schemas import (
    Delivery,
    DeliveryPage,
    Endpoint,
    EndpointInput,
    ReplayAnswer,
    ReplayInput,
    RotationInput,
)
from api.problems import ProblemFound
from api.rate_limit_headers import ADDRESS_CHANGES, TEST_EVENTS, require_tokens
from api.rules.client_scopes import Scope
from api.rules.webhook_addresses import RefusedAddress
from api.services import event_endpoints
from api.services.event_recording import write_test_event
from citizen import rate_limits

router = Router(tags=["events"], auth=PartnerToken(Scope.EVENTS))
EVENT = Path(pattern="^evt_[0-9a-f]{32}$", description="The webhook-id.")


@router.put("/endpoint", response=Endpoint, url_name="partner_endpoint", summary="Set where you receive events")
def set_endpoint(request: HttpRequest, payload: EndpointInput):
    """Set the address. The first time the answer has the secret; keep it. A new address keeps the secret."""
    client = request.api_client
    require_tokens(rate_limits.take_token(ADDRESS_CHANGES, client.client_id, at=now()))
    try:
        endpoint, secret = event_endpoints.set_address(client, payload.address, at=now())
    except RefusedAddress as refused:
        error = {"field": "address", "message": str(ADDRESS_PROBLEMS[refused.problem])}
        raise ProblemFound("invalid", errors=[error]) from refused
    return _shown(endpoint, secret=secret)


@router.get("/endpoint", response=Endpoint, url_name="partner_endpoint", summary="Read your endpoint")
def read_endpoint(request: HttpRequest):
    """The address, and whether it works. The secret is never shown again."""
    return _shown(_endpoint_of(request))


@router.post("/endpoint/secrets", response=Endpoint, url_name="partner_endpoint_secret", summary="Rotate the secret")
def rotate_endpoint_secret(request: HttpRequest, payload: RotationInput):
    """Get a new secret. For a day each event is signed with both, so that you can change over without a gap.

    If the answer is lost, rotate again with `at_once`.
    """
    endpoint = _endpoint_of(request)
    secret = event_endpoints.rotate_event_secret(endpoint.pk, at_once=payload.at_once, at=now())
    return _shown(_endpoint_of(request), secret=secret)


@router.post("/endpoint/pause", response=Endpoint, url_name="partner_endpoint_pause", summary="Pause")
def pause_own_endpoint(request: HttpRequest):
    """Send nothing until you resume. Events wait, for thirty days."""
    event_endpoints.pause_endpoint(_endpoint_of(request).pk, at=now())
    return _shown(_endpoint_of(request))


@router.post("/endpoint/resume", response=Endpoint, url_name="partner_endpoint_resume", summary="Resume")
def resume_own_endpoint(request: HttpRequest):
    """Send again: after a pause, after your server answered 410, or at once instead of after the rest."""
    event_endpoints.resume_endpoint(_endpoint_of(request).pk)
    return _shown(_endpoint_of(request))


@router.post("/endpoint/test", response=Delivery, url_name="partner_endpoint_test", summary="Send a test event")
def send_test_event(request: HttpRequest):
    """Send an event of the type `test`, which is about no complaint. Read its delivery a few seconds later."""
    endpoint = _endpoint_of(request)
    require_tokens(rate_limits.take_token(TEST_EVENTS, str(endpoint.pk), at=now()))
    return shown_delivery(write_test_event(endpoint, at=now()))


@router.get("/deliveries", response=DeliveryPage, url_name="partner_deliveries", summary="List your events")
def list_deliveries(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """The events of the last thirty days, the latest first, and how their delivery stands."""
    rows = EventDelivery.objects.filter(endpoint__client=request.api_client)
    return page_of_rows(rows, name="deliveries", keys=("-id",), cursor=cursor, limit=limit, show=shown_delivery)


@router.post(
    "/deliveries/{event_id}/replay",
    response=ReplayAnswer,
    url_name="partner_replay_one",
    summary="Send one event again",
)
def replay_one_event(request: HttpRequest, event_id: str = EVENT):
    """Send one event again, with the same id, whether it was delivered or given up."""
    replayed = event_endpoints.replay_one(_endpoint_of(request).pk, event_id, at=now())
    if not replayed:
        raise ProblemFound("not_found")
    return {"replayed": replayed}


@router.post("/replays", response=ReplayAnswer, url_name="partner_replay", summary="Send everything since a time again")
def replay_events(request: HttpRequest, payload: ReplayInput):
    """Send every event again that was written since a time, the oldest 10,000 of them, with the same ids."""
    if payload.since.tzinfo is None:
        error = gettext("Give the time with its zone, like 2026-11-24T10:30:00+05:00.")
        raise ProblemFound("invalid", errors=[{"field": "since", "message": error}])
    return {"replayed": event_endpoints.replay_since(_endpoint_of(request).pk, payload.since, at=now())}


def _endpoint_of(request: HttpRequest) -> EventEndpoint:
    """Return the caller's endpoint. Raises ProblemFound if it has none."""
    endpoint = EventEndpoint.objects.filter(client=request.api_client).first()
    if endpoint is None:
        raise ProblemFound("not_found")
    return endpoint


def _shown(endpoint: EventEndpoint, *, secret: str = "") -> dict:
    at: datetime = now()
    is_changing_over = endpoint.former_until is not None and at < endpoint.former_until
    return {
        "address": endpoint.address,
        "state": state_of_endpoint(endpoint, at=at),
        "failures": endpoint.failures,
        "secret": secret or None,
        "former_secret_until": endpoint.former_until if is_changing_over else None,
    }


def shown_delivery(row: EventDelivery) -> dict:
    """Return one delivery for its partner."""
    return {
        "id": row.event_id,
        "type": row.kind,
        "body": row.body,
        "state": state_of_delivery(row),
        "attempts": row.attempts,
        "status": row.status,
        "problem": "" if row.status else last_answer(row),
    }
