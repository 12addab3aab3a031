"""SMS through any gateway that takes JSON by HTTP: `SMS_URL=https://user:key@host/path?from=PORTAL`."""

import base64
import http.client
import json
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from notifications.transports.contract import NotSetUp, Outgoing, PermanentFailure, TemporaryFailure

TIME_OUT = 10  # seconds, for connecting and for each answer

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

# These speak of our account, our address of the gateway or our pace, not of this message: it can be sent later.
NOT_THIS_MESSAGE = {401, 402, 403, 404, 405, 407, 408, 425, 429}


@dataclass(frozen=True)
class Gateway:
    """Where messages go, taken apart from SMS_URL."""

    connection: type[http.client.HTTPConnection]
    host: str
    port: int | None
    target: str
    authorization: str


def send(outgoing: Outgoing) -> None:
    """POST {to, text, id}. 2xx is success. Raises NotSetUp; PermanentFailure for a 4xx that is about this message,
    else TemporaryFailure."""
    gateway = gateway_from(settings.SMS_URL)
    try:
        status = _post(gateway, outgoing)
    except (OSError, http.client.HTTPException) as trouble:
        raise TemporaryFailure(f"SMS gateway not reached: {type(trouble).__name__}") from None
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in NOT_THIS_MESSAGE:
        raise PermanentFailure(f"SMS gateway: {status}")
    raise TemporaryFailure(f"SMS gateway: {status}")


def gateway_from(url: str) -> Gateway:
    """Take SMS_URL apart. Raises NotSetUp when it is empty or would send in the clear: messages take another way or
    wait for a better setting, instead of being lost."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise NotSetUp("no SMS gateway: SMS_URL is not set")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise NotSetUp("SMS_URL must be https")
    return Gateway(
        connection=http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection,
        host=parts.hostname,
        port=parts.port,
        target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        authorization=_basic(unquote(parts.username or ""), unquote(parts.password or "")),
    )


def _basic(user: str, key: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{key}".encode()).decode() if user or key else ""


def _post(gateway: Gateway, outgoing: Outgoing) -> int:
    """The status of the gateway's answer. Redirections are not followed: they would carry the words elsewhere."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(outgoing.id)}
    if gateway.authorization:
        headers["Authorization"] = gateway.authorization
    body = json.dumps({"to": outgoing.to, "text": outgoing.text, "id": str(outgoing.id)}).encode()
    connection = gateway.connection(gateway.host, gateway.port, timeout=TIME_OUT)
    try:
        connection.request("POST", gateway.target, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
