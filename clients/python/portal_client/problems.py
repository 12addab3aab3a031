"""Errors of the API: problem details (RFC 9457)."""

import httpx


class Problem(Exception):
    """The portal refused a request. `code`: stable, for programs. `detail`: one line for people, in their language."""

    def __init__(self, status: int, body: dict):
        self.status = status
        self.code: str = body.get("code", "")
        self.detail: str = body.get("detail", "")
        self.errors: list[dict[str, str]] = body.get("errors", [])
        super().__init__(f"{status} {self.code}: {self.detail}")


class RateLimited(Problem):
    """Too many requests. `retry_after`: seconds to wait."""

    def __init__(self, status: int, body: dict, retry_after: float):
        super().__init__(status, body)
        self.retry_after = retry_after


def problem_of(response: httpx.Response) -> Problem:
    """Return the problem of a response."""
    is_json = "json" in response.headers.get("Content-Type", "")
    body = response.json() if is_json else {"detail": response.reason_phrase}
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(response.status_code, body, float(response.headers.get("Retry-After", 1)))
    return Problem(response.status_code, body)
