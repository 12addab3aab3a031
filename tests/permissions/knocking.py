"""One request to a route: its actor, the answer, and the rows that it wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.db import connection
from django.urls import Resolver404, get_resolver, resolve
from django.utils import translation

from tests import headers
from tests.permissions.cast import Cast
from tests.permissions.rows import FORBIDDEN, LET_IN, NO_SUCH_WAY, NOT_THERE, OVER, SIGN_IN, Row, fits, led

WRITES = re.compile(r"\b(?:INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )UPDATE) (\S+)")
SESSIONS = {'"django_session"', '"accounts_desksession"'}
TRACES = {'"complaints_reading"', '"complaints_accesssearch"', '"accounts_rowversion"'}
TRACES_OF = {
    "desk_verification": {'"enquiries_verificationreading"'},
    "inbox_chat": {'"whatsapp_handoverline"'},  # that a chat about no complaint was opened
    "notices_tip": {'"notices_tipact"', '"notices_tip"'},  # an opened one is no longer new
}
"""The tables to which a GET of one page may write."""
SAID = {
    **dict.fromkeys((200, 201, 204, 400, 409, 422), LET_IN),
    **{401: SIGN_IN, 403: FORBIDDEN, 404: NOT_THERE, 405: NO_SUCH_WAY, 410: OVER},
}


def addresses(patterns=None, above: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Return name and address of every route; routes below a language's prefix once.

    Unnamed routes go by their address.
    """
    for pattern in patterns or get_resolver().url_patterns:
        address = above + str(pattern.pattern)
        if inner := getattr(pattern, "url_patterns", None):
            yield from addresses(inner, address, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else address), address


def name_of(path: str) -> str:
    """Return the name of the route at an address, or its pattern; outside the portal the address itself."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return path
    return found.view_name if found.url_name else found.route


@dataclass
class Knock:
    """A request: the actor, the row, the object that it is about, and the method."""

    actor: str
    name: str
    row: Row
    about: str
    method: str
    wrote: set[str] = field(default_factory=set)
    loose: list[str] = field(default_factory=list)

    def surprise(self, cast: Cast, *, before: str = "") -> list[str]:
        """Send the request and return what differs from the row: the answer, the rows written, or missing headers.

        `before`: a language's prefix. Only the first answer counts; redirects are not followed.
        """
        found, wanted = self._answer(cast, before), self.row.wanted(self.actor, self.about, self.method)
        said = f"{self.method} {before}{self.name} ({self.about or '-'}) by {self.actor}"
        if not fits(found, wanted):
            return [f"{said} is {found}, not {wanted}"]
        stray = self.wrote - self._may_write()
        lacking = [f"{said} is {found}, and its headers lack {loose}" for loose in self.loose]
        return [*lacking, *([f"{said} is {found}, and wrote into {stray}"] if stray else [])]

    def _may_write(self) -> set[str]:
        """Return the tables to which this request may write.

        A GET that is admitted may leave a trace, a form may write anything, and every session is kept.
        """
        way = "GET" if self.method == "HEAD" else self.method
        if way not in self.row.takes or not self.row.lets_in(self.actor, self.about, way):
            return SESSIONS
        return SESSIONS | TRACES | TRACES_OF.get(self.name, set()) if way == "GET" else self.wrote

    def path(self, cast: Cast) -> str:
        """Return the row's address, filled in.

        Deletion uses another file than reading, because a file's removal from the disk cannot be undone.
        """
        names = cast.behind.names
        file = names.get(f"{self.about}_{'rest' if self.method == 'DELETE' else 'file'}", names["nothing"])
        return "/" + self.row.path.format(c=names.get(self.about, ""), f=file, **names)

    def _answer(self, cast: Cast, before: str) -> str:
        browser = cast.browsers[self.actor]
        send, cookies = getattr(browser, self.method.lower()), SimpleCookie(browser.cookies)
        typed = {name: value.format(**cast.behind.names) for name, value in self.row.typed.items()}
        with connection.execute_wrapper(self._watch):
            answer = send(before + self.path(cast), **({"data": typed} if self.method == "POST" else {}))
        browser.cookies = cookies
        self.loose = headers.header_problems(
            answer.headers, personal=self.row.is_personal and answer.status_code in (200, 404, 422)
        )
        if self.wrote:
            cast.slate.wipe()
        if 300 <= answer.status_code < 400:
            with translation.override("ur" if before else "en"):
                return led(name_of(answer["Location"]))
        if self.method == "OPTIONS" and answer.status_code == 200 and not answer.content:
            return NO_SUCH_WAY  # it names the allowed methods, and nothing else
        return SAID.get(answer.status_code, str(answer.status_code))

    def _watch(self, execute, sql, params, many, context):
        if not sql.startswith("SELECT"):
            self.wrote |= set(WRITES.findall(sql))
        return execute(sql, params, many, context)
