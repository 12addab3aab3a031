"""Adapter for the Cloud API. Only this module knows pywa, and it uses only pywa's client.

Its webhook, handlers and listeners are not used (docs/decisions/0024). The client always addresses Meta's host; if
WHATSAPP_GRAPH_URL names another one (a stand-in on this machine), requests are redirected there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import httpx
from django.conf import settings
from pywa import WhatsApp
from pywa.errors import WhatsAppError

from whatsapp.rules.cloud_api.api_errors import ApiError, ErrorKind, classify_error

TIME_OUT = 10  # seconds
META_URL = "https://graph.facebook.com"
LARGEST_FILE = 26 * 1024 * 1024
"""Bytes that are read of a file: slightly more than the portal accepts, so that its own check can refuse it."""


class GraphError(Exception):
    """The API refused a request. `error`: its meaning. It repeats no text of the API, which may contain a number."""

    def __init__(self, error: ApiError):
        super().__init__(f"WhatsApp: {error.code}")
        self.error = error


class _RedirectingTransport(httpx.HTTPTransport):
    """Sends requests for Meta's host to the host in the settings."""

    def __init__(self, base: str):
        super().__init__()
        self.base = httpx.URL(base)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == httpx.URL(META_URL).host:
            request.url = request.url.copy_with(scheme=self.base.scheme, host=self.base.host, port=self.base.port)
            request.headers["Host"] = self.base.netloc.decode()
        return super().handle_request(request)


@lru_cache(maxsize=2)
def _pywa_client(base: str, token: str, number: str, version: str) -> WhatsApp:
    session = httpx.Client(timeout=TIME_OUT, transport=_RedirectingTransport(base), follow_redirects=False)
    return WhatsApp(phone_id=number, token=token, session=session, api_version=float(version))


def _configured_api():
    return _pywa_client(
        settings.WHATSAPP_GRAPH_URL,
        settings.WHATSAPP_ACCESS_TOKEN,
        settings.WHATSAPP_PHONE_NUMBER_ID,
        settings.WHATSAPP_GRAPH_VERSION,
    ).api


@contextmanager
def _raise_as_graph_error() -> Iterator[None]:
    """Raise every failure as GraphError."""
    try:
        yield
    except WhatsAppError as error:
        http = error.status_code or 400
        raise GraphError(classify_error(error.code or http, http=http)) from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError):
        raise GraphError(ApiError(0, ErrorKind.LATER)) from None


def post_message(payload: dict, *, phone: str = "", user_id: str = "") -> str:
    """Send one message to a number (E.164) or a business-scoped id and return its id. Raises GraphError."""
    with _raise_as_graph_error():
        answer = _configured_api().send_message(
            sender=settings.WHATSAPP_PHONE_NUMBER_ID,
            to=phone or None,
            recipient=None if phone else user_id,
            recipient_type="individual",
            typ=payload["type"],
            msg=payload[payload["type"]],
        )
        return answer["messages"][0]["id"]


def mark_as_read(message_id: str) -> None:
    """Show the person blue ticks and that we are writing. Earlier messages count as read too. Raises GraphError."""
    with _raise_as_graph_error():
        _configured_api().set_indicator(settings.WHATSAPP_PHONE_NUMBER_ID, message_id, "text")


def upload_document(content: bytes, *, name: str) -> str:
    """Upload a PDF and return its id at Meta, where it is deleted after 30 days. Raises GraphError."""
    with _raise_as_graph_error():
        answer = _configured_api().upload_media(
            settings.WHATSAPP_PHONE_NUMBER_ID, content, mime_type="application/pdf", filename=name
        )
        return answer["id"]


def fetch_media(media_id: str) -> bytes:
    """Return the bytes of a file, at most LARGEST_FILE. Raises GraphError.

    The token is sent only to Meta's hosts, and redirects are not followed.
    """
    with _raise_as_graph_error():
        url = _configured_api().get_media_url(media_id)["url"]
        is_allowed = is_media_address(url)
    if not is_allowed:
        raise GraphError(ApiError(0, ErrorKind.NEVER))
    with _raise_as_graph_error(), _configured_api()._session.stream("GET", url) as answer:
        if answer.status_code != 200:  # a redirect has no content
            raise GraphError(
                classify_error(answer.status_code, http=404 if answer.status_code == 404 else answer.status_code)
            )
        return b"".join(_limit_bytes(answer.iter_bytes(), LARGEST_FILE))


def is_media_address(address: str) -> bool:
    """Return whether the address is on one of Meta's media hosts by HTTPS, or on the stand-in of the settings."""
    url, own = httpx.URL(address), httpx.URL(settings.WHATSAPP_GRAPH_URL)
    if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
        return True
    return url.scheme == "https" and (url.host == "lookaside.fbsbx.com" or url.host.endswith(".fbcdn.net"))


def _limit_bytes(parts: Iterator[bytes], most: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:most]
        most -= len(part)
        if most <= 0:
            return


def fetch_templates(account: str) -> list[dict]:
    """Return the templates of the account. Raises GraphError."""
    with _raise_as_graph_error():
        return _configured_api().get_templates(account)["data"]


def create_template(account: str, template: dict) -> str:
    """Submit a template and return its status at Meta. Raises GraphError."""
    with _raise_as_graph_error():
        return _configured_api().create_template(account, template)["status"]
