"""Show the differences of two records as text: each change once, with the documents that contain it."""

import difflib
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.golden import record

NAMED = 4


def show(base: str, *, is_part: bool) -> int:
    """Print the differences of the last run from a commit's record, or from a folder's. Return an exit status."""
    old = record.read(Path(base)) if Path(base).is_dir() else of_commit(base)
    new = record.read(record.PART if is_part else record.WHOLE)
    found = record.differences(old, new, is_part=is_part)
    both = [(old[name], new[name]) for name in found if name in old and name in new]
    if any(record.Bodies().get(before.digest) is None for before, after in both if before.digest != after.digest):
        make_texts(base)
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


def make_texts(commit: str) -> None:
    """Make the documents of a commit in a separate work tree, and store them where ours are."""
    print(f"The texts of {commit} are not here yet: making them once, which takes some minutes.", file=sys.stderr)
    beside = record.LOCAL / "base"
    beside.mkdir(exist_ok=True)
    if not (beside / "bodies").is_symlink():
        (beside / "bodies").symlink_to(record.LOCAL / "bodies")
    with tempfile.TemporaryDirectory(prefix="golden-base-") as folder:
        git("worktree", "add", "--force", "--detach", f"{folder}/tree", commit)
        try:
            surroundings = os.environ | {"GOLDEN_FOLDER": str(beside)}
            subprocess.run(["make", "golden"], cwd=f"{folder}/tree", env=surroundings, stdout=subprocess.DEVNULL)
        finally:
            git("worktree", "remove", "--force", f"{folder}/tree")


def of_commit(commit: str) -> dict:
    folder = record.COMMITTED.relative_to(record.ROOT)
    names = git("ls-tree", "--name-only", commit, f"{folder}/").splitlines()
    found = {}
    for name in names:
        found |= record.parse(Path(name).stem, git("show", f"{commit}:{name}"))
    return found


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
