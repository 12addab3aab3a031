"""Forms that sqlmap submits, as the portal's own pages write them: who sends which form, and on which page it is."""

import html
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.scan.fuzz import CSRF, Line
from tests.scan.ground import Ground

TYPED = {
    "reached_at": "0300 1112233",
    "phone": "0300 1112233",
    "email": "ayesha@example.org",
    "login": "bilal",
    "code": "123456",
    "employer_phone": "0300 1112233",
    "employer_cnic": "35202-1234567-1",
    "worker_cnic": "35202-1234567-1",
    "district": "lahore",
    "category": "threats",
    "kind": "threats",
    "happened_on": "2026-11-01",
    "etag": "260000000001",
}
"""The text that a person types there, so that the whole form is processed."""
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(
    r"<(?:input|select|textarea|button)\b[^>]*>(?:[^<]*</textarea>|\s*<option[^>]*value=\"[^\"]+\")?", re.DOTALL
)
ATTRIBUTE = re.compile(r'\b(name|value|type|action)="([^"]*)"')
SENT = (
    ("anonymous citizen", "account_login"),
    ("anonymous citizen", "account_reset_password"),
    ("anonymous citizen", "complain"),
    ("anonymous citizen", "ask_code"),
    ("anonymous citizen", "enter_code"),
    ("anonymous citizen", "enter_key"),
    ("anonymous citizen", "my_list"),
    ("anonymous citizen", "check_receipt"),
    ("anonymous citizen", "verification_ask"),
    ("anonymous citizen", "feedback"),
    ("complainant with keys", "where"),
    ("complainant with keys", "what"),
    ("complainant with keys", "whom"),
    ("complainant with keys", "reach"),
    ("complainant with keys", "my_move"),
    ("head", "desk:search"),
    ("head", "desk:move"),
    ("operator", "desk:call"),
    ("operator", "desk:intake_draft"),
)
"""The forms by role and route; for a route with several objects, with the first."""
BESIDE = {"desk:move": "note/", "ask_code": "code/ask/", "my_move": "add/"}
"""Forms that are on the page one step above their own address."""


@dataclass(frozen=True)
class Posted:
    """One form, ready to be sent. `fields`: the fields to try; the form's token is sent unchanged."""

    role: str
    route: str
    path: str
    fields: dict[str, str]

    def request(self, ground: Ground) -> str:
        """Return the raw HTTP request."""
        session = ground.sessions[self.role]
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
        body = urlencode(self.fields | {"csrfmiddlewaretoken": CSRF})
        return (
            f"POST {self.path} HTTP/1.1\nHost: 127.0.0.1:{urlsplit(ground.url).port}\nCookie: {cookies}\n"
            f"Content-Type: application/x-www-form-urlencoded\n\n{body}"
        )


def forms(ground: Ground) -> list[Posted]:
    """Return all forms. Raises LookupError if a page no longer has such a form."""
    paths = {name: path for name, path, _ in reversed(ground.paths())}
    return [_read(ground, role, route, paths[route].split("?")[0]) for role, route in SENT]


def _read(ground: Ground, role: str, route: str, path: str) -> Posted:
    line = Line(ground, role)
    _, page = line.ask("GET", path.removesuffix(BESIDE.get(route, "")), b"", {})
    line.close()
    found = [
        _fields(inside)
        for head, inside in FORM.findall(page)
        if 'method="post"' in head and dict(ATTRIBUTE.findall(head)).get("action", path) in {path, ""}
    ]
    if not any(found):
        raise LookupError(f"{route}: no form for {path} as {role}")
    return Posted(role, route, path, max(found, key=len))


def _fields(inside: str) -> dict[str, str]:
    """Return the form's fields, each filled in."""
    found = {}
    for field in FIELD.findall(inside):
        told = dict(ATTRIBUTE.findall(field))
        if told.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            value = TYPED.get(told["name"]) or html.unescape(told.get("value", ""))
            found.setdefault(told["name"], value or f"Gulberg {secrets.randbelow(10)}")
    return found
