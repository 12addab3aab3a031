"""SMS through a gateway that accepts JSON by HTTP: `SMS_URL=https://user:key@host/path?from=PORTAL`."""

import httpx
from django.conf import settings

from notifications.transports.transport_interface import (
    ChannelNotSetUp,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)

TIME_OUT = 10  # seconds, for connecting and for each answer

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

# These concern our account, the gateway's URL or our rate, not the message, so it can be sent later.
NOT_THIS_MESSAGE = {401, 402, 403, 404, 405, 407, 408, 425, 429}


def send(outgoing: OutgoingMessage) -> None:
    """POST {to, text, id} to the gateway. 2xx is success.

    Raises ChannelNotSetUp, PermanentFailure for a 4xx that concerns this message, and otherwise TemporaryFailure.
    """
    gateway = parse_gateway_url(settings.SMS_URL)
    body = {"to": outgoing.to, "text": outgoing.text, "id": str(outgoing.id)}
    headers = {"Idempotency-Key": body["id"]}
    try:
        # Follow no redirects and use no proxy of the environment: both would send the text elsewhere.
        with httpx.Client(timeout=TIME_OUT, follow_redirects=False, trust_env=False) as client:
            status = client.post(gateway, json=body, headers=headers).status_code
    except httpx.HTTPError as error:
        raise TemporaryFailure(f"SMS gateway not reached: {type(error).__name__}") from None
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in NOT_THIS_MESSAGE:
        raise PermanentFailure(f"SMS gateway: {status}")
    raise TemporaryFailure(f"SMS gateway: {status}")


def parse_gateway_url(url: str) -> httpx.URL:
    """Return the gateway's URL. Raises ChannelNotSetUp if it is empty or unencrypted.

    Messages then use another channel or wait for a valid setting, instead of being lost.
    """
    try:
        gateway = httpx.URL(url)
    except httpx.InvalidURL:
        raise ChannelNotSetUp("SMS_URL is not an address") from None
    if not gateway.host:
        raise ChannelNotSetUp("no SMS gateway: SMS_URL is not set")
    if gateway.scheme != "https" and not (gateway.scheme == "http" and gateway.host in LOOPBACK):
        raise ChannelNotSetUp("SMS_URL must be https")
    return gateway
