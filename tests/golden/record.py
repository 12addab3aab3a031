"""The record: a line for each document, sorted, and the documents themselves, in `.golden`. Nothing of it is committed.

    desk:queue - GET en bilal<TAB>200<TAB>14<TAB>3f0c…     key, status, number of statements, first digits of SHA-256

Names are written as they were in the commit compared with: `renames.toml` takes what is new back to what was old.
"""

import hashlib
import os
import re
import tomllib
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.golden import normalise

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LOCAL = Path(os.environ.get("GOLDEN_FOLDER", ROOT / ".golden"))
DIGITS = 12


@dataclass(frozen=True)
class Entry:
    """A line of the record, for one document."""

    status: str
    statements: int
    digest: str

    def differs(self, other: "Entry | None") -> str:
        """Return what differs from another entry, in words; empty if nothing does."""
        if other is None:
            return "is new"
        found = []
        if self.status != other.status:
            found.append(f"status {other.status} → {self.status}")
        if self.statements != other.statements:
            found.append(f"statements {other.statements} → {self.statements}")
        if self.digest != other.digest:
            found.append("text")
        return ", ".join(found)


class Renames:
    """Old and new names of `renames.toml`. `back` replaces new names by old ones.

    There is a table for keys of the record, one for rows and event bodies, and one for pages, headers and messages.
    Whole words only.
    """

    def __init__(self, path: Path = HERE / "renames.toml"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        self._tables = {name: {new: old for old, new in table.items()} for name, table in tables.items()}
        twice = {name for name, table in tables.items() if len(set(table.values())) < len(table)}
        if twice:
            raise ValueError(f"renames.toml gives two old names the same new one in: {', '.join(sorted(twice))}")

    def back(self, table: str, text: str) -> str:
        names = self._tables.get(table)
        if not names:
            return text
        longest_first = sorted(names, key=len, reverse=True)
        pattern = "|".join(rf"(?<![\w]){re.escape(name)}(?![\w])" for name in longest_first)
        return re.sub(pattern, lambda found: names[found[0]], text)


class Bodies:
    """The documents by digest, compressed. Several records share them."""

    def __init__(self, folder: Path = LOCAL / "bodies"):
        self._folder = folder

    def put(self, digest: str, text: str) -> None:
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(zlib.compress(text.encode(), 1))

    def get(self, digest: str) -> str | None:
        path = self._path(digest)
        return zlib.decompress(path.read_bytes()).decode() if path.exists() else None

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]


class Writer:
    """Takes documents and writes one worker's part of the record."""

    def __init__(self, folder: Path, number: int):
        self._folder, self._number = folder, number
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._renames, self._bodies = Renames(), Bodies()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error) -> None:
        for section, lines in self._lines.items():
            (self._folder / f"{section}.{self._number}.tsv").write_text("".join(lines), encoding="utf-8")

    def write(self, section: str, document) -> None:
        key = self._renames.back("keys", document.key)
        text = self._renames.back("rows", self._renames.back("pages", document.text))
        text = normalise.numbered(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._bodies.put(digest[:DIGITS], text)
        self._statements(section, key, document.statements)
        values = (key, document.status, str(len(document.statements)), digest[:DIGITS])
        self._lines[section].append("\t".join(values) + "\n")

    def _statements(self, section: str, key: str, statements: tuple[str, ...]) -> None:
        """Keep the statements beside the record, to show them if their number differs."""
        text = "\n".join(statements)
        name = hashlib.sha256(f"{section} {key} {len(statements)}".encode()).hexdigest()
        self._bodies.put(f"s{name[:DIGITS]}", text)


def statements_of(section: str, key: str, number: int) -> str | None:
    name = hashlib.sha256(f"{section} {key} {number}".encode()).hexdigest()
    return Bodies().get(f"s{name[:DIGITS]}")


def own(only: str) -> Path:
    """Return the folder of the record that the last run made, of everything or of the parts that a pattern selects."""
    return LOCAL / folder_name("record", only)


def folder_name(name: str, only: str) -> str:
    return f"{name}-{hashlib.sha256(only.encode()).hexdigest()[:DIGITS]}" if only else name


def gather(folder: Path, into: Path) -> None:
    """Put the workers' parts together, sorted, a file for each section."""
    into.mkdir(parents=True, exist_ok=True)
    lines = defaultdict(list)
    for part in folder.glob("*.tsv"):
        lines[part.name.partition(".")[0]] += part.read_text(encoding="utf-8").splitlines(keepends=True)
    for old in into.glob("*.tsv"):
        old.unlink()
    for section, found in lines.items():
        (into / f"{section}.tsv").write_text("".join(sorted(found)), encoding="utf-8")


def read(folder: Path) -> dict[tuple[str, str], Entry]:
    """Return the entries of a record, by section and key."""
    found = {}
    for path in sorted(folder.glob("*.tsv")):
        found |= parse(path.stem, path.read_text(encoding="utf-8"))
    return found


def parse(section: str, text: str) -> dict[tuple[str, str], Entry]:
    entries = {}
    for line in text.splitlines():
        key, status, statements, digest = line.split("\t")
        if (section, key) in entries:
            raise ValueError(f"two documents are called {section} {key}")
        entries[section, key] = Entry(status, int(statements), digest)
    return entries


def differences(old: dict, new: dict) -> dict[tuple[str, str], str]:
    """Return what differs, by section and key."""
    found = {name: said for name, entry in new.items() if (said := entry.differs(old.get(name)))}
    found |= dict.fromkeys(old.keys() - new.keys(), "is gone")
    return dict(sorted(found.items()))
