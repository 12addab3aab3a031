"""A site of six pages with planted faults, on the loopback only. A scanner that finds none of them has tested nothing.

`granian --interface wsgi tests.scan.canaries:application`. It is not part of the portal and is deleted afterwards.
"""

import os
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import psycopg

FIRST = """<!doctype html><title>Canaries</title><ul>
<li><a href="/echo?word=hello">An echo</a> <li><a href="/find?name=ayesha">A search</a>
<li><a href="/go?to=/echo">A way on</a> <li><a href="/read?file=hello.txt">A file</a></ul>"""


def application(environ, start_response):
    """A WSGI application without any of the portal's protections."""
    asked = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if environ["REQUEST_METHOD"] == "POST":
        sent = environ["wsgi.input"].read().decode("utf-8", "replace")
        asked |= {name: values[0] for name, values in parse_qs(sent).items()}
    status, headers, body = PAGES.get(environ["PATH_INFO"], first)(asked)
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), *headers])
    return [body.encode("utf-8", "replace")]


def first(asked):
    return "200 OK", [], FIRST


def echo(asked):
    """Reflected cross-site scripting."""
    return "200 OK", [], f"<!doctype html><title>Echo</title><p>{asked.get('word', '')}</p>"


def find(asked):
    """SQL injection, with the error shown."""
    question = "SELECT name FROM (VALUES ('ayesha'), ('bashir')) AS people(name) WHERE name = '%s'"
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
            found = line.execute(question % asked.get("name", "")).fetchall()  # the fault
    except (psycopg.Error, ValueError) as trouble:
        return "200 OK", [], f"<!doctype html><title>Error</title><p>PostgreSQL: ERROR: {escape(str(trouble))}</p>"
    return "200 OK", [], f"<!doctype html><title>Found</title><p>{escape(str(found))}</p>"


def go(asked):
    """An open redirect."""
    return "302 Found", [("Location", asked.get("to", "/").replace("\r", "").replace("\n", ""))], ""


def read(asked):
    """Read any file of the machine."""
    path = Path("/usr/share/doc") / asked.get("file", "")
    try:
        return "200 OK", [], path.read_text(errors="replace")[:20_000]
    except (OSError, ValueError) as trouble:
        return "200 OK", [], f"<p>{escape(str(trouble))}</p>"


def count(asked):
    """A server error for input that is not a number."""
    return "200 OK", [], f'<!doctype html><form><input name="of" value="3"></form><p>{int(asked.get("of", "3"))}</p>'


PAGES = {"/echo": echo, "/find": find, "/go": go, "/read": read, "/count": count}
EXPECTED = {"/echo": "xss", "/find": "sql", "/go": "redirect", "/read": "file"}
"""The planted faults: the page, and the module of wapiti that must find them."""


POSTED = (
    "POST /find HTTP/1.1\nHost: {host}\nContent-Type: application/x-www-form-urlencoded\n\n"
    "name=ayesha&csrfmiddlewaretoken=x"
)
"""The search again, submitted as a form."""


class Site:
    """The canaries in the form in which tests.scan.fuzz expects the portal: one role, one route."""

    def __init__(self, url: str):
        self.url, self.sessions = url, {"anybody": ""}

    def paths(self) -> list[tuple[str, str, frozenset[str]]]:
        return [("count", "/count", frozenset({"GET"}))]

    def renew(self) -> None:
        """Do nothing: the canaries have no sessions."""

    def is_in(self, role: str) -> bool:
        return True
