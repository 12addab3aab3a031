"""Import the scans of a folder: split them, take the letters, and set aside what nobody can attribute.

A file leaves the folder only after each of its pages was taken or set aside. So an import that was interrupted is
repeated, and takes nothing twice.
"""

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from accounts.actors import Actor
from complaints.evidence.sandbox import InspectionInterrupted
from complaints.isolation.bubblewrap import SandboxUnavailable
from complaints.rules.accepted_files import LARGEST_FILE, MOST_FILES, FileRefusal, FileRefused
from complaints.rules.scanning.page_splitting import (
    ScannedPage,
    ScannedPart,
    ScanProblem,
    describe_ranges,
    split_pages,
)
from complaints.services.scanning import scan_problems
from complaints.services.scanning.letter_taking import LetterFile, Taken, check_sheet, require_importer, take_letter
from complaints.services.scanning.scan_reading import (
    JPEG,
    copy_scanned_pages,
    family_of_scan,
    read_scanned_pages,
)

SET_ASIDE = "set-aside"
"""The folder inside, for files with pages that could not be taken."""
SECONDS_OF_WRITING = 60
"""A file that changed within so many seconds may not be complete."""
_NUMBERS = re.compile(r"(\d+)")


class FolderUnusable(Exception):
    """The folder cannot be used. The message is for the person who runs the import."""


class FolderBusy(FolderUnusable):
    """Another import works on the folder now."""


@dataclass(frozen=True)
class ReportLine:
    """What became of pages of a file, or of a file (without `pages`).

    `is_problem`: somebody has to look at it. `is_letter`: a letter was taken now.
    """

    file: str
    text: str
    pages: str = ""
    is_problem: bool = True
    is_letter: bool = False


class _FolderForbids(Exception):
    """A file cannot be read, or not be removed from the folder. The message says which."""


class _ScanChanged(Exception):
    """A file is no longer the one whose pages were read."""


@dataclass
class _Scan:
    """A file with its digest and the state in which it was read. `family`: how it is read; empty if it is no scan.

    It is opened only while it is needed: a stack of pictures may have more files than a process may open.
    """

    path: Path
    family: str = ""
    sha256: str = ""
    state: tuple = ()
    problems: list[ReportLine] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the file. Raises OSError; _ScanChanged if it is gone, or is another one than the first time."""
        try:
            opened = self.path.open("rb")
        except FileNotFoundError as gone:
            raise _ScanChanged from gone
        with opened as file:
            stat = os.fstat(file.fileno())
            state = stat.st_ino, stat.st_size, stat.st_mtime_ns
            if self.state not in {(), state}:
                raise _ScanChanged
            self.state = state
            yield file


def import_folder(
    folder: Path, *, by: Actor | None, at: datetime, is_dry_run: bool = False, until: float | None = None
) -> Iterator[ReportLine]:
    """Import all scans of a folder and yield what became of each, file after file.

    A PDF or a TIFF is complete by itself. The JPEGs of the folder are pages of one stack, in the order of their names.
    `by`: the operator who imports, None for the scanner's folder. `is_dry_run`: read everything, change nothing.
    `until`: the reading of time.monotonic() after which no further file is begun.
    Raises FolderUnusable, NotPermitted, SandboxUnavailable, StorageUnavailable and database errors. What was taken
    until then stays taken.
    """
    require_importer(by)
    with _lock_folder(folder):
        for stack in _stacks(folder):
            if until is not None and time.monotonic() > until:
                return
            if isinstance(stack, ReportLine):
                yield stack
            else:
                yield from _import_stack(folder, stack, by=by, at=at, is_dry_run=is_dry_run)


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Keep other imports away from the folder. The lock ends with the process."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FolderUnusable(f"{folder}: {error.strerror}") from error
    try:
        if not os.access(folder, os.W_OK | os.X_OK):
            raise FolderUnusable(f"{folder}: {os.strerror(13)}")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as busy:
            raise FolderBusy(f"{folder}") from busy
        yield
    finally:
        os.close(handle)


def is_open_to_others(folder: Path) -> bool:
    """Return whether every user of the computer can list the folder."""
    return bool(folder.stat().st_mode & 0o007)


def _stacks(folder: Path) -> Iterator[list[Path] | ReportLine]:
    """Yield the files that belong together, and a line for each entry that is left alone now."""
    # Numbers are compared as numbers, so that page 2 comes before page 10.
    paths = sorted(
        (path for path in folder.iterdir() if not path.name.startswith(".")),
        key=lambda path: [
            (int(part), part) if number % 2 else (0, part)
            for number, part in enumerate(_NUMBERS.split(path.name.casefold()))
        ],
    )
    pictures: list[Path] = []
    for path in paths:
        if path.name == SET_ASIDE:
            continue
        if path.is_symlink() or not path.is_file():
            yield ReportLine(path.name, str(scan_problems.FOLDER_INSIDE))
        elif path.suffix.lower() in {".jpg", ".jpeg"}:
            pictures.append(path)
        elif _may_be_incomplete(path):
            yield ReportLine(path.name, str(scan_problems.STILL_WRITTEN), is_problem=False)
        else:
            yield [path]
    if pictures and any(map(_may_be_incomplete, pictures)):
        yield ReportLine(pictures[-1].name, str(scan_problems.STILL_WRITTEN), is_problem=False)
    elif pictures:
        yield pictures


def _may_be_incomplete(path: Path) -> bool:
    return abs(time.time() - path.stat().st_mtime) < SECONDS_OF_WRITING


def _import_stack(
    folder: Path, paths: Sequence[Path], *, by: Actor | None, at: datetime, is_dry_run: bool
) -> Iterator[ReportLine]:
    """Import files that belong together. They leave the folder at the end."""
    scans, pages = [_Scan(path) for path in paths], []
    try:
        for position, scan in enumerate(scans):
            pages += _read_pages(scan, position=position)
        for scan in scans:
            yield from scan.problems
        for part in split_pages(pages):
            yield from _import_part(part, scans, by=by, at=at, is_dry_run=is_dry_run)
        for scan in [] if is_dry_run else scans:
            _remove_from_folder(folder, scan)
    except InspectionInterrupted:
        yield ReportLine(scan.path.name, str(scan_problems.INTERRUPTED))
    except _ScanChanged:
        yield ReportLine(scan.path.name, str(scan_problems.CHANGED))
    except _FolderForbids as forbidden:  # without one page of a stack its letter would be incomplete
        yield ReportLine(scan.path.name, str(forbidden))


def _read_pages(scan: _Scan, *, position: int) -> list[ScannedPage]:
    """Return the pages of a file. One that cannot be read is a problem; a picture among others is a doubtful page."""
    try:
        with scan.open() as file:
            scan.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            scan.family = family_of_scan(scan.path)
            return read_scanned_pages(file, scan.family, position=position)
    except SandboxUnavailable:
        raise
    except OSError as unreadable:
        raise _FolderForbids(scan_problems.NOT_READABLE) from unreadable
    except FileRefused as refused:
        scan.problems.append(ReportLine(scan.path.name, str(scan_problems.FILE_PROBLEMS[refused.reason])))
        return [ScannedPage(position, 1, is_doubtful=True)] if scan.family == JPEG else []


def _import_part(
    part: ScannedPart, scans: list[_Scan], *, by: Actor | None, at: datetime, is_dry_run: bool
) -> list[ReportLine]:
    """Take one letter, or note why it is set aside. Return the lines about it, one for each file."""
    ranges = [(scans[position], list(pages)) for position, pages in groupby(part.pages, key=lambda page: page.file)]
    sources = [{"file": scan.sha256, "pages": describe_ranges(page.number for page in pages)} for scan, pages in ranges]
    try:
        result = part.problem or _take(part, ranges, sources, by=by, at=at, is_dry_run=is_dry_run)
        text = scan_problems.RESULTS[result]
    except SandboxUnavailable:
        raise
    except FileRefused as refused:
        result, text = ScanProblem.REFUSED, scan_problems.LETTER_PROBLEMS[refused.reason]
    if part.turn and result in {Taken.NOW, Taken.WOULD_BE}:
        text = f"{text} {scan_problems.TURNED}"
    lines = [
        ReportLine(
            scan.path.name,
            str(text),
            source["pages"],
            is_problem=isinstance(result, ScanProblem),
            is_letter=result is Taken.NOW and source is sources[0],
        )
        for (scan, _pages), source in zip(ranges, sources, strict=True)
    ]
    for (scan, _pages), line in zip(ranges, lines, strict=True):
        scan.problems += [line] if line.is_problem else []
    return lines


def _take(
    part: ScannedPart, ranges: list, sources: list[dict], *, by: Actor | None, at: datetime, is_dry_run: bool
) -> Taken | ScanProblem:
    """Take a letter if its sheet is good, and return the result. Raises FileRefused."""
    if len(ranges) > MOST_FILES:
        return ScanProblem.TOO_MANY_PAGES
    result = check_sheet(part.code, sources=sources, by=by)
    if result is not Taken.NOW:
        return result
    if is_dry_run:
        return Taken.WOULD_BE
    files = _letter_files(part, ranges)
    return take_letter(part.code, files, pages=len(part.pages), sources=sources, by=by, at=at)


def _letter_files(part: ScannedPart, ranges: list[tuple[_Scan, list[ScannedPage]]]) -> list[LetterFile]:
    """Return the files of a letter. An upright JPEG is kept as the scanner wrote it. Raises FileRefused."""
    files = []
    for number, (scan, pages) in enumerate(ranges, 1):
        name = "letter" if len(ranges) == 1 else f"letter-{number:02}"
        with scan.open() as file:
            if scan.family == JPEG and not part.turn:
                files.append(LetterFile(f"{name}.jpg", "image/jpeg", file.read()))
            else:
                first, last = pages[0].number, pages[-1].number
                content = copy_scanned_pages(file, scan.family, first=first, last=last, turn=part.turn)
                files.append(LetterFile(f"{name}.pdf", "application/pdf", content))
        if len(files[-1].content) > LARGEST_FILE:
            raise FileRefused(FileRefusal.TOO_LARGE)
    return files


def _remove_from_folder(folder: Path, scan: _Scan) -> None:
    """Delete a file whose pages were all taken; move one with a problem to `set-aside`, with a list of its problems.

    Raises _ScanChanged or _FolderForbids.
    """
    try:
        with scan.open():
            pass
        if not scan.problems:
            scan.path.unlink()
            return
        aside = folder / SET_ASIDE
        aside.mkdir(mode=0o700, exist_ok=True)
        target = _free_name(aside, scan.path.name)
        lines = [f"{line.pages}: {line.text}" if line.pages else line.text for line in scan.problems]
        target.with_name(f"{target.name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        scan.path.rename(target)
    except OSError as error:
        raise _FolderForbids(scan_problems.NOT_REMOVABLE) from error


def _free_name(folder: Path, name: str) -> Path:
    """Return a path in the folder that does not exist: the name, or the name with a number."""
    target, number = folder / name, 2
    while target.exists():
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return target
