"""The clients: public data, and what a partner organisation may do.

Every call has a time limit. A request that creates something is safe to repeat: it has an Idempotency-Key.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal, Self
from uuid import uuid4

import httpx

from portal_client.problems import problem_of
from portal_client.shapes import NewComplaint, PartnerState, State, partner_state_from, state_from

TIMEOUT = 20  # seconds
RENEW_BEFORE = 30  # seconds before a token ends
Lists = Literal["services", "offices", "helplines", "categories", "figures", "notices"]


class PublicClient:
    """Public data. `language`: of texts and errors, "en" or "ur". Use it as a context manager, or call `close`."""

    def __init__(self, url: str, *, language: str = "en", timeout: float = TIMEOUT, http: httpx.Client | None = None):
        headers = {"Accept-Language": language, "User-Agent": "portal-client/1.0"}
        self._http = http or httpx.Client(timeout=timeout, follow_redirects=False)
        self._http.headers.update(headers)
        self._root = f"{url.rstrip('/')}/api/v1/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def items(self, of: Lists, **query: Any) -> Iterator[dict]:
        """Yield all rows of a public list, page by page. `query`: for example `kind="district"` for offices."""
        yield from self._all_pages(of, query)

    def _all_pages(self, path: str, query: dict) -> Iterator[dict]:
        cursor = ""
        while True:
            page = self._call("GET", path, params=query | ({"cursor": cursor} if cursor else {})).json()
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Return the answer. Raises Problem, RateLimited, or httpx.HTTPError for a connection that fails."""
        response = self._http.request(method, self._root + path, **request)
        if response.is_success:
            return response
        raise problem_of(response)


class PartnerClient(PublicClient):
    """What a partner organisation may do. It gets and renews access tokens by itself."""

    def __init__(self, url: str, client_id: str, secret: str, **options: Any):
        super().__init__(url, **options)
        self._credentials = client_id, secret
        self._token, self._token_ends = "", 0.0

    def register(self, complaint: NewComplaint, *, key: str = "") -> State:
        """Register a complaint. `key`: give the same one again to repeat a call whose answer was lost."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        return state_from(self._call("POST", "partner/complaints", json=complaint.as_body(), headers=headers).json())

    def state(self, etag: str) -> PartnerState:
        """Return whether a complaint that this partner registered is open or closed."""
        return partner_state_from(self._call("GET", f"partner/complaints/{etag}").json())

    def registered(self) -> Iterator[PartnerState]:
        """Yield everything that this partner registered, the latest first."""
        yield from map(partner_state_from, self._all_pages("partner/complaints", {}))

    def push_status(
        self,
        etag: str,
        status: Literal["received", "in_progress", "completed", "closed"],
        *,
        note: str = "",
        occurred_at: datetime | None = None,
        key: str = "",
    ) -> None:
        """Write how far the partner's own handling is into the complaint's history."""
        at = occurred_at or datetime.now(UTC)
        body = {"status": status, "note": note, "occurred_at": at.isoformat()}
        headers = {"Idempotency-Key": key or uuid4().hex}
        self._call("POST", f"partner/complaints/{etag}/statuses", json=body, headers=headers)

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = request.pop("headers", {})
        if path.startswith("partner/"):
            headers = {**headers, "Authorization": f"Bearer {self.current_token()}"}
        return super()._call(method, path, headers=headers, **request)

    def current_token(self) -> str:
        """Return an access token, a new one shortly before the last one ends."""
        if time.monotonic() > self._token_ends - RENEW_BEFORE:
            form = {"grant_type": "client_credentials"}
            answer = super()._call("POST", "token", data=form, auth=self._credentials).json()
            self._token, self._token_ends = answer["access_token"], time.monotonic() + answer["expires_in"]
        return self._token
