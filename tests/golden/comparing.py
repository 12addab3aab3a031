"""Show the differences of two records as text: each change once, with the documents that contain it."""

import difflib
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.golden import record
from tests.golden.record import Entry

NAMED = 4


def show(base: str, only: str) -> int:
    """Print the differences of the last run from a commit. Return an exit status."""
    old, new = of_commit(base, only), record.read(record.own(only))
    found = record.differences(old, new)
    for change, names in sorted(changes(old, new, found).items(), key=lambda item: -len(item[1])):
        places = ", ".join(f"{section}: {key}" for section, key in names[:NAMED])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        print(f"=== {places}{more}\n{change}\n")
    return 1 if found else 0


def changes(old: dict, new: dict, found: dict) -> dict[str, list[tuple[str, str]]]:
    """Return each change once, with the documents that contain it."""
    places = defaultdict(list)
    for name, said in found.items():
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            places[said].append(name)
            continue
        if before.status != after.status:
            places[f"status {before.status} → {after.status}"].append(name)
        if before.digest != after.digest:
            for hunk in hunks(before.digest, after.digest):
                places[hunk].append(name)
        if before.statements != after.statements:
            places[statements(name, before.statements, after.statements)].append(name)
    return places


def of_commit(commit: str, only: str) -> dict[tuple[str, str], Entry]:
    """Return the record of a commit. It is made once, in a work tree of its own, and kept in `.golden`."""
    kept = record.LOCAL / "commits" / git("rev-parse", "--verify", f"{commit}^{{commit}}").strip()
    made = kept / record.folder_name("record", only)
    if not made.is_dir():
        print(f"The record of {commit} is not here yet: making it once.", file=sys.stderr)
        _make_record(commit, kept, only)
    return record.read(made)


def _make_record(commit: str, kept: Path, only: str) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    if not (kept / "bodies").is_symlink():
        (kept / "bodies").symlink_to(record.LOCAL / "bodies")
    with tempfile.TemporaryDirectory(prefix="golden-base-") as folder:
        git("worktree", "add", "--force", "--detach", f"{folder}/tree", commit)
        try:
            command = ["make", "golden-record", f"ONLY={only}"]
            surroundings = os.environ | {"GOLDEN_FOLDER": str(kept)}
            subprocess.run(command, cwd=f"{folder}/tree", env=surroundings, stdout=sys.stderr, check=True)
        finally:
            git("worktree", "remove", "--force", f"{folder}/tree")


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=record.ROOT, capture_output=True, text=True, check=True).stdout


def hunks(before: str, after: str) -> list[str]:
    """Return the changed places of a document, each with one line around it."""
    texts = [record.Bodies().get(digest) for digest in (before, after)]
    if None in texts:
        return ["(its text was not made)"]
    lines = difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=1)
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("@@"):
            found.append([])
        elif found:
            found[-1].append(line)
    return ["\n".join(hunk) for hunk in found]


def statements(name: tuple[str, str], before: int, after: int) -> str:
    texts = [record.statements_of(*name, number) for number in (before, after)]
    if None in texts:
        return f"statements {before} → {after}"
    lines = list(difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=0))[2:]
    return "\n".join(["statements:", *(line for line in lines if not line.startswith("@@"))])
