"""`python -m tests.golden.worker NUMBER FOLDER PATTERN`: one process that makes documents, on a clone of its own.

Workers claim parts of the record by making a file, so that the quicker one does more. A part comes out the same in any
worker: chance, caches and tables begin anew with each document.
"""

import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests import servers
from tests.golden import fixed

NUMBER, FOLDER, PATTERN = int(sys.argv[1]), Path(sys.argv[2]), re.compile(sys.argv[3])
servers.settle(f"gw{NUMBER}")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from tests.golden import adapter, documents  # noqa: E402
from tests.golden.database import Slate  # noqa: E402
from tests.golden.documents import Document, Recorder  # noqa: E402
from tests.golden.record import Writer  # noqa: E402


def claims(part: str) -> bool:
    """Return whether this worker is the first to claim this part."""
    if not PATTERN.search(part):
        return False
    try:
        os.close(os.open(FOLDER / f"claimed {part.replace('/', '-')}", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def of_the_world(recorder: Recorder) -> Iterator[tuple[str, Iterator[Document]]]:
    with recorder.nested() as inner:
        inner.begin("world")
        world = adapter.build()
        if claims("jobs"):
            yield "jobs", documents.jobs(inner, world)
        for path in adapter.conversations():
            if claims(f"chat {path.stem}"):
                yield "chat", documents.conversations(inner, path)
        if claims("messages"):
            yield "messages", documents.messages(inner)
        for name, stage in adapter.STAGES.items():
            if claims(f"attempts {name}"):
                yield "attempts", documents.attempts(inner, world, name, stage)
        for name, make in adapter.made():
            if claims(f"moves {name}"):
                yield "moves", documents.moves(inner, world, name, make)


def of_the_cast(recorder: Recorder) -> Iterator[tuple[str, Iterator[Document]]]:
    with recorder.nested() as inner:
        inner.begin("cast")
        cast = adapter.Cast()
        if claims("pages"):
            yield "pages", documents.pages(inner, cast)
        for actor in adapter.ACTORS:
            if actor not in adapter.BY_OTHERS and claims(f"routes {actor}"):
                with inner.nested() as knocking:
                    yield "routes", documents.routes(knocking, cast, actor)


def main() -> None:
    logging.disable(logging.CRITICAL)
    with fixed.clock(), fixed.Chance().in_place() as chance, tempfile.TemporaryDirectory() as evidence:
        adapter.prepare(Path(evidence))
        with Writer(FOLDER, NUMBER) as writer, Slate() as slate:
            recorder = Recorder(slate, chance)
            for source in (of_the_world, of_the_cast):
                for section, found in source(recorder):
                    began, number = time.process_time(), 0
                    last = began
                    for number, document in enumerate(found, 1):  # noqa: B007
                        writer.write(section, document)
                        if "GOLDEN_TIMES" in os.environ and (spent := time.process_time() - last) > 0.3:
                            print(f"  {document.key}: {spent:.1f} s, {len(document.text)}", flush=True)
                        last = time.process_time()
                    print(f"{section}: {number} documents, {time.process_time() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
