"""The documents of the record: each page or action, and everything that results from it."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pikepdf
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from tests.golden import adapter, normalise
from tests.golden.database import Slate, Tables, watched
from tests.golden.fixed import Chance

DAYS = (0, 1, 2, 3, 8, 31)
"""The number of days for which complaints are left alone before the jobs run."""
PAGES = {"200", "409", "410", "422"}
"""Statuses of answers with a page of their own."""
LANGUAGES = {"en": "", "ur": "/ur"}


@dataclass(frozen=True)
class Document:
    """One entry of the record. `text` is compared; `statements` are counted, and shown if their number differs."""

    key: str
    status: str
    text: str
    statements: tuple[str, ...] = ()


class Recorder:
    """Performs one action after the other in the same transaction. Chance, caches and tables begin anew with each."""

    def __init__(self, slate: Slate, chance: Chance, tables: Tables | None = None):
        self.slate, self.chance, self.tables = slate, chance, tables or Tables()

    @cached_property
    def at_first(self) -> tuple[int, dict[str, int]]:
        """The mark and the tables' row counts at the beginning; undone actions leave them unchanged."""
        return self.tables.mark(), self.tables.counts()

    def begin(self, key: str) -> None:
        self.chance.begin(key)
        translation.activate("en")
        for cache in caches.all():
            cache.clear()
        adapter.forget()

    def request(self, key: str, client: Client, method: str, path: str, typed: dict | None = None) -> Document:
        """Send one request and undo what it wrote."""
        self.begin(key)
        cookies = client.cookies.copy()
        mark, before = self.at_first
        with watched() as seen:
            answer = client.generic(method, path) if typed is None else client.post(path, typed)
            body = b"".join(answer) if answer.streaming else answer.content
        lines = [f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name != "Content-Length"]
        lines += [f"Set-Cookie: {morsel.OutputString()}" for _, morsel in sorted(answer.cookies.items())]
        lines += ["", text_of(answer.headers.get("Content-Type", ""), body)]
        if seen.wrote:
            lines += ["", "--- written ---", *self.tables.written(mark, before)]
            self.slate.wipe()
        client.cookies = cookies
        return Document(key, str(answer.status_code), "\n".join(lines), tuple(seen.statements))

    @contextmanager
    def nested(self) -> Iterator["Recorder"]:
        """Return a recorder that begins at the present state and returns to it at the end."""
        with Slate() as slate:
            yield Recorder(slate, self.chance, self.tables)

    def attempt(self, key: str, act: Callable[[], object]) -> Document:
        """Do something, show what it returned and wrote, and undo it."""
        self.begin(key)
        mark, before = self.at_first
        with watched() as seen:
            result = act()
        lines = [str(result), ""]
        if seen.wrote:
            lines += self.tables.written(mark, before)
            self.slate.wipe()
        return Document(key, "done", "\n".join(lines), tuple(seen.statements))

    def story(self, key: str, act: Callable[[], object]) -> Document:
        """Do something that is kept. Show what it returned and wrote."""
        self.begin(key)
        mark, before = self.tables.mark(), self.tables.counts()
        with watched() as seen:
            result = act()
        lines = [str(result), "", *self.tables.written(mark, before)]
        return Document(key, "done", "\n".join(lines), tuple(seen.statements))


def text_of(kind: str, body: bytes) -> str:
    """Return a response's body as lines; for binary content its length and digest."""
    kind = kind.partition(";")[0].strip()
    if kind in ("text/html", "application/xhtml+xml"):
        return normalise.html(body.decode())
    if kind.endswith("json"):
        return normalise.formatted_json(body.decode())
    if kind.startswith("text/") or kind.endswith(("xml", "javascript")):
        return body.decode()
    if kind == "application/pdf":
        return _pdf(body)
    if "spreadsheet" in kind:
        return _spreadsheet(body)
    return f"{len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()[:20]}" if body else ""


def _pdf(body: bytes) -> str:
    """Return the drawing instructions of each page: glyphs and positions."""
    if len(body) < 100:  # a sample that is no PDF
        return f"{len(body)} bytes"
    with pikepdf.open(io.BytesIO(body)) as paper:
        drawn = [hashlib.sha256(b"".join(_streams(page))).hexdigest()[:20] for page in paper.pages]
    return f"a paper of {len(drawn)} pages: {drawn}"


def _streams(page) -> Iterator[bytes]:
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        yield stream.read_bytes()


def _spreadsheet(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(
            f"{name}\n{normalise.html(book.read(name).decode())}"
            for name in sorted(book.namelist())
            if name.endswith(".xml")
        )


# --- Routes and pages: the cast of the permission matrix ---------------------------------------------------------


def routes(recorder: Recorder, cast: adapter.Cast, actor: str) -> Iterator[Document]:
    """Open every route of the matrix as one actor, and send its form.

    One actor of each role opens pages in Urdu too.
    """
    for name, row in adapter.rows().items():
        for about in row.about:
            path, client = adapter.path_of(row, about, cast), cast.browsers[actor]
            for method in sorted(row.takes & {"GET", "POST"}):
                typed = adapter.typed_of(row, cast) if method == "POST" else None
                for language, prefix in LANGUAGES.items():
                    key = f"{name} {about or '-'} {method} {language} {actor}"
                    answered = recorder.request(key, client, method, f"{prefix}/{path}", typed)
                    yield answered
                    if answered.status not in PAGES or actor not in adapter.IN_URDU or name in adapter.IN_NO_LANGUAGE:
                        break


def pages(recorder: Recorder, cast: adapter.Cast) -> Iterator[Document]:
    """The sample pages, which have viewers and parameters that the matrix lacks."""
    with recorder.nested() as inner:
        inner.begin("viewers")
        samples = list(adapter.pages(cast))
        browsers = {viewer: adapter.browser_of(viewer, cast) for viewer in sorted({who for _, who, _ in samples})}
        with inner.nested() as knocking:
            for name, viewer, path in samples:
                for language, prefix in LANGUAGES.items():
                    key = f"{name} {viewer or '-'} {language}"
                    yield knocking.request(key, browsers[viewer], "GET", f"{prefix}/{path}")


# --- Moves, jobs, messages, conversations: the named cast --------------------------------------------------------


def moves(recorder: Recorder, world: adapter.World, name: str, make: Callable) -> Iterator[Document]:
    """Make one row of the table of moves for real, and show how each reader sees the complaint afterwards."""
    with recorder.nested() as inner:
        yield inner.story(f"{name} made", lambda: make(world) and "")
        complaint = adapter.latest_complaint()
        with time_machine.travel(adapter.after(complaint), tick=False):
            readers = adapter.readers(world, complaint)
            with inner.nested() as looking:
                for who, client, path in readers:
                    for language, prefix in LANGUAGES.items():
                        yield looking.request(f"{name} {who} {language}", client, "GET", prefix + path)


def attempts(recorder: Recorder, world: adapter.World, name: str, stage: Callable) -> Iterator[Document]:
    """Try every move of one stage as everybody. What succeeds is also made by the desk's form."""
    with recorder.nested() as inner:
        inner.begin(name)
        complaint = stage(world)
        at = adapter.after(complaint)
        with time_machine.travel(at, tick=False):
            browsers = {who: adapter.signed_in(world, who) for who in adapter.OFFICERS}
            with inner.nested() as trying:
                for move in adapter.permitted_by_table(complaint.status):
                    for who in adapter.PEOPLE:
                        tried = trying.attempt(
                            f"{name} {move} {who}",
                            lambda move=move, who=who: adapter.attempt(world, complaint, move, who, at),
                        )
                        yield tried
                        if who in browsers and tried.text.startswith("made"):
                            path, typed = adapter.form_of(world, complaint, move)
                            yield trying.request(f"{name} {move} {who} form", browsers[who], "POST", path, typed)


def jobs(recorder: Recorder, world: adapter.World) -> Iterator[Document]:
    """Leave complaints of all stages alone: run the sweep day by day, then every job in the schedule's order."""
    with recorder.nested() as inner:
        inner.begin("stages")
        for stage in adapter.STAGES.values():
            stage(world)
        for day in DAYS:
            at = adapter.clock("16:30") + timedelta(days=day)
            with time_machine.travel(at, tick=False):
                yield inner.story(f"sweep {day:03}", lambda at=at: adapter.run_sweep(at))
                for name, task in adapter.jobs().items():
                    yield inner.story(f"{name} {day:03}", lambda task=task: adapter.run_job(task))


def messages(recorder: Recorder) -> Iterator[Document]:
    """Render every message of the style guide in both languages and wordings."""
    recorder.begin("messages")
    for key, parts in adapter.message_samples():
        yield Document(key, "rendered", "\n".join(f"{name}: {text}" for name, text in parts))


def conversations(recorder: Recorder, path) -> Iterator[Document]:
    """Replay one transcript. Show the replies and what it wrote."""
    with recorder.nested() as inner:
        yield inner.story(path.stem, lambda: adapter.replayed(path))
