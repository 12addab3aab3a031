"""An SMS transport for a gateway that takes a form (to, text, ref) and answers "OK …" or "ERR code" in plain text."""

import os

import httpx

from notifications.transports.transport_interface import (
    ChannelNotSetUp,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)

TIME_LIMIT = 10  # seconds
WRONG_NUMBER = "ERR 21"


def send(outgoing: OutgoingMessage) -> None:
    """Send one SMS. Settings: FORM_GATEWAY_URL (https) and FORM_GATEWAY_KEY."""
    address, key = os.environ.get("FORM_GATEWAY_URL", ""), os.environ.get("FORM_GATEWAY_KEY", "")
    if not address.startswith(("https://", "http://127.0.0.1:")) or not key:
        raise ChannelNotSetUp("no SMS gateway: set FORM_GATEWAY_URL and FORM_GATEWAY_KEY")
    form = {"to": outgoing.to, "text": outgoing.text, "ref": str(outgoing.id)}  # the gateway drops a repeated ref
    try:
        with httpx.Client(timeout=TIME_LIMIT, follow_redirects=False, trust_env=False) as client:
            answer = client.post(address, data=form, headers={"X-Api-Key": key})
    except httpx.HTTPError as error:
        raise TemporaryFailure(f"form gateway not reached: {type(error).__name__}") from None
    if answer.status_code == 200 and answer.text.startswith("OK"):
        return
    if answer.text.startswith(WRONG_NUMBER):
        raise PermanentFailure("form gateway: wrong number")
    raise TemporaryFailure(f"form gateway: {answer.status_code}")
