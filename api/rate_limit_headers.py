"""Count requests with the portal's token buckets, and tell the caller what is left.

The headers follow the draft of the IETF (RateLimit, RateLimit-Policy): `q` and `r` are requests, `w` and `t` seconds.
"""

import json
import math
from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now

from api.citizen import visits
from api.models import ApiClient
from api.problems import ProblemFound
from citizen import rate_limits
from citizen.complaint_page.complaint_views import UNLIMITED_MOVE
from citizen.rate_limits import Bucket

PUBLIC_READS = Bucket("api_public", every=0.5, burst=120)
# Mobile operators put thousands behind one address, and the app's secret can be read out of the app. So a token for the
# right secret has a wide bucket of its own, which the wrong secrets of a stranger at the same address do not empty.
TOKENS_ISSUED = Bucket("api_token", every=0.05, burst=1200)
TOKENS_REFUSED = Bucket("api_refused", every=2, burst=30)
WRONG_SECRETS = Bucket("api_wrong", every=60, burst=20)
UNKNOWN_TOKENS = Bucket("api_unknown", every=1, burst=120)
TELEPHONES_PER_ADDRESS = 20
# Each asks the resolver, which may be slow.
ADDRESS_CHANGES = Bucket("api_event_address", every=60, burst=10)
TEST_EVENTS = Bucket("api_test_event", every=60, burst=10)
STATUSES_PER_COMPLAINT = Bucket("api_status_one", every=2880, burst=30)  # 30 a day


def count_public_request(request: HttpRequest) -> bool:
    """Count a request without a token by its address. It is the `auth` of the public routes, and always passes.

    Raises ProblemFound if there were too many.
    """
    count_request(request, PUBLIC_READS, rate_limits.client_address(request), at=now())
    return True


def count_client_request(request: HttpRequest, client: ApiClient, *, at: datetime) -> None:
    """Count a request of a registered client. Raises ProblemFound if there were too many.

    The operator's own app is counted by visit. Requests without one share a wide bucket for each address. So a stranger
    at the same address stops nobody who has a complaint open, and a report of pressure is never stopped.
    """
    rate = client.requests_per_minute
    if client.kind != ApiClient.Kind.APP:
        count_request(request, _bucket(f"api_{client.kind}", rate), client.client_id, at=at)
    elif visit := visits.visit_key(request):
        try:
            count_request(request, _bucket("api_app", rate), visit, at=at)
        except ProblemFound:
            if not _reports_pressure(request):
                raise
    else:
        bucket = _bucket("api_app_address", rate * TELEPHONES_PER_ADDRESS)
        count_request(request, bucket, rate_limits.client_address(request), at=at)


def _bucket(name: str, requests_per_minute: int) -> Bucket:
    return Bucket(name, every=60 / requests_per_minute, burst=requests_per_minute)


def _reports_pressure(request: HttpRequest) -> bool:
    """Return whether the request is the move that has no limit (citizen.complaint_page)."""
    if request.method != "POST" or not request.path_info.endswith("/moves"):
        return False
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and body.get("name") == UNLIMITED_MOVE


def count_request(request: HttpRequest, bucket: Bucket, subject: str, *, at: datetime) -> None:
    """Take a token of this bucket and note the headers. Raises ProblemFound if there is none."""
    wait = rate_limits.take_token(bucket, subject, at=at)
    # Redis keeps a time to a tenth of a millisecond.
    missing = bucket.burst if wait else round(rate_limits.tokens_taken(bucket, subject, at=at), 3)
    left, full_in = max(0, math.floor(bucket.burst - missing)), math.ceil(missing * bucket.every)
    window = math.ceil(bucket.burst * bucket.every)
    request.rate_limit_headers = {
        "RateLimit-Policy": f'"{bucket.name}";q={bucket.burst};w={window}',
        "RateLimit": f'"{bucket.name}";r={left};t={math.ceil(wait) if wait else full_in}',
    }
    if wait:
        raise ProblemFound("too_many_requests", headers={"Retry-After": str(math.ceil(wait))})


def require_tokens(wait: float) -> None:
    """Raise ProblemFound if one of the web's own limits is reached. `wait`: seconds, 0 if it is not."""
    if wait:
        raise ProblemFound("too_many_requests", headers={"Retry-After": str(math.ceil(wait))})
