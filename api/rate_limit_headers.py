"""Count requests with the portal's token buckets, and tell the caller what is left.

The headers follow the draft of the IETF (RateLimit, RateLimit-Policy): `q` and `r` are requests, `w` and `t` seconds.
"""

import math
from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now

from api.models import ApiClient
from api.problems import ProblemFound
from citizen import rate_limits
from citizen.rate_limits import Bucket

PUBLIC_READS = Bucket("api_public", every=0.5, burst=120)
TOKENS_REQUESTED = Bucket("api_token", every=2, burst=30)
WRONG_SECRETS = Bucket("api_wrong", every=60, burst=20)
UNKNOWN_TOKENS = Bucket("api_unknown", every=1, burst=120)


def count_public_request(request: HttpRequest) -> bool:
    """Count a request without a token by its address. It is the `auth` of the public routes, and always passes.

    Raises ProblemFound if there were too many.
    """
    count_request(request, PUBLIC_READS, rate_limits.client_address(request), at=now())
    return True


def count_client_request(request: HttpRequest, client: ApiClient, *, at: datetime) -> None:
    """Count a request of a registered client. Raises ProblemFound if there were too many.

    The operator's own app is counted by the address of each telephone.
    """
    bucket = Bucket(f"api_{client.kind}", every=60 / client.requests_per_minute, burst=client.requests_per_minute)
    is_app = client.kind == ApiClient.Kind.APP
    count_request(request, bucket, rate_limits.client_address(request) if is_app else client.client_id, at=at)


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
