"""How legible the code is, in figures that point at places to look: `python -m tests.architecture.legibility`.

Each figure has a goal. The goals are guides to the places that confuse newcomers: renaming one confusing thing into
another improves nothing. `legibility.toml` holds the figures that were reached, and none may get worse
(test_legibility.py). `--lower` writes the better ones into it.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OUTSIDE = ("tests/", "bench/", "drills/", "static/vendor/")
FRAMEWORK_CLASSES = {"Meta", "Command", "Migration"}
FRAMEWORK_FILES = {
    "__init__", "models", "views", "urls", "admin", "apps", "forms", "tasks", "services", "queries", "rules", "checks",
    "signals", "choices", "labels",
}  # fmt: skip
"""Names that Django or the architecture repeats in every app."""

PRIVATE_PARTS = re.compile(
    r"\b(get_compiler|_chain\(\)|\.as_sql\s*=|alias_map|get_converters\s*=|ServerBindingCursor|_fetch_all\b|SQLCompiler)\b"
)
DECLARED_MOVE = re.compile(r'(?:_move|Move)\(\s*(?:name=)?"([a-z_]+)"')
NAME = re.compile(r"""["'](?=([a-z_]+)["'])|\b([A-Z_]+)\b""")
"""A string or a constant that can be a move's name."""
PRIVATE_NAME = re.compile(r"\b(_[a-z][a-z0-9_]+)\b")
ODD_PHRASE = re.compile(
    r"\b([Ww]hoever|[Ff]or who\b|[Oo]f these it|is told\b|are told\b|reckon\w*|whom it concerns"
    r"|written once|asked again)"
)
LONGEST_TEMPLATE_LINE = 160
SHORT_HELPER_LINES = 6
NAMED = 8
RATCHET = Path(__file__).parent / "legibility.toml"


@dataclass(frozen=True)
class Figure:
    """A number that should not exceed its goal, and the places that make it large."""

    name: str
    value: int
    goal: int
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        mark = "!" if self.value > self.goal else " "
        return f"{mark} {self.name:<58} {self.value:>7} (goal ≤ {self.goal})  {', '.join(self.places[:NAMED])}"[:260]


class Sources:
    """The production files that git knows: Python without migrations, templates and documents."""

    def __init__(self, root: Path = ROOT):
        self.root = root
        listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
        files = [name for name in listed.splitlines() if (root / name).exists() and not name.startswith(OUTSIDE)]
        python = [name for name in files if name.endswith(".py")]
        self.migrations = [name for name in python if "/migrations/" in name and not name.endswith("__init__.py")]
        self.code = self._texts(name for name in python if "/migrations/" not in name)
        self.templates = self._texts(n for n in files if n.startswith("templates/") and n.endswith(".html"))
        pages = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
        documents = [name for name in files if name in pages or (name.startswith("docs/") and name.endswith(".md"))]
        self.documents = self._texts(documents)

    def _texts(self, names) -> dict[str, str]:
        return {name: (self.root / name).read_text(encoding="utf-8") for name in names}

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        return {name: ast.parse(text) for name, text in self.code.items()}


def ranked(counts: Counter, *, above: int) -> tuple[str, ...]:
    return tuple(f"{name}×{number}" for name, number in counts.most_common() if number > above)


# --- The figures -------------------------------------------------------------------------------------------------


def repeated_classes(sources: Sources) -> Figure:
    names = Counter(
        node.name
        for tree in sources.trees.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_CLASSES
    )
    many = ranked(names, above=2)
    return Figure("class names used for more than two classes", len(many), 4, many)


def repeated_files(sources: Sources) -> Figure:
    names = Counter(stem for name in sources.code if (stem := Path(name).stem) not in FRAMEWORK_FILES)
    many = ranked(names, above=3)
    return Figure("file names used more than three times", len(many), 6, many)


def private_parts(sources: Sources) -> Figure:
    found = tuple(name for name, text in sources.code.items() if PRIVATE_PARTS.search(text))
    return Figure("files that lean on Django's private parts", len(found), 0, found)


def files_of_moves(sources: Sources) -> dict[str, int]:
    """Return in how many files each declared move is named, as a string or as a constant; the most first."""
    core = (text for name, text in sources.code.items() if name.startswith("complaints/"))
    moves = {move for text in core for move in DECLARED_MOVE.findall(text) if len(move) > 6}
    counts = Counter(dict.fromkeys(moves, 0))
    for text in (*sources.code.values(), *sources.templates.values()):
        named = {string or constant.lower() for string, constant in NAME.findall(text)}
        counts.update(named & moves)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def median_move(sources: Sources) -> Figure:
    counts = sorted(files_of_moves(sources).values())
    median = counts[len(counts) // 2] if counts else 99
    return Figure("files that name the median move (99: no moves found)", median, 4)


def worst_move(sources: Sources) -> Figure:
    move, number = next(iter(files_of_moves(sources).items()), ("", 99))
    return Figure("files that name the worst move", number, 8, (move,))


def short_helpers(sources: Sources) -> Figure:
    """Private functions of a few lines whose name appears twice: at their definition and at one call."""
    named = Counter(PRIVATE_NAME.findall("\n".join(sources.code.values())))
    found = tuple(
        f"{name}:{node.name}"
        for name, tree in sources.trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("_")
        and not node.name.startswith("__")
        and node.end_lineno - node.lineno < SHORT_HELPER_LINES
        and named[node.name] == 2
    )
    return Figure("private helpers of six lines or less that are called once", len(found), 250, found[:3])


def fullest_folder(sources: Sources) -> Figure:
    folder, number = Counter(str(Path(name).parent) for name in sources.code).most_common(1)[0]
    return Figure("files in the fullest folder", number, 32, (folder,))


def migrations(sources: Sources) -> Figure:
    return Figure("migrations", len(sources.migrations), 30)


def decisions(sources: Sources) -> Figure:
    return Figure("decisions", sum(name.startswith("docs/decisions/0") for name in sources.documents), 32)


def long_template_lines(sources: Sources) -> Figure:
    found = tuple(
        name
        for name, text in sources.templates.items()
        if any(len(line) > LONGEST_TEMPLATE_LINE for line in text.splitlines())
    )
    return Figure("templates with lines longer than 160 characters", len(found), 0, found)


def odd_phrases(sources: Sources) -> Figure:
    texts = sources.code | sources.documents
    counts = Counter({name: len(ODD_PHRASE.findall(text)) for name, text in texts.items()})
    places = ranked(counts, above=0)
    return Figure("odd phrases in code and documents (sample of patterns)", counts.total(), 25, places)


FIGURES: dict[str, Callable[[Sources], Figure]] = {
    figure.__name__: figure
    for figure in (
        *(repeated_classes, repeated_files, private_parts, median_move, worst_move, short_helpers),
        *(fullest_folder, migrations, decisions, long_template_lines, odd_phrases),
    )
}
"""The figures, by name as in `legibility.toml`."""


def figures(sources: Sources) -> Iterator[tuple[str, Figure]]:
    for name, figure in FIGURES.items():
        yield name, figure(sources)


# --- The ratchet -------------------------------------------------------------------------------------------------


def reached() -> dict[str, int]:
    """Return the committed figures."""
    return tomllib.loads(RATCHET.read_text(encoding="utf-8"))


def lower(measured: dict[str, int]) -> None:
    """Write the figures that are better than the committed ones into the file."""
    text = RATCHET.read_text(encoding="utf-8")
    for name, value in measured.items():
        if value < reached()[name]:
            text = re.sub(rf"^{name} = \d+$", f"{name} = {value}", text, flags=re.MULTILINE)
    RATCHET.write_text(text, encoding="utf-8")


def main() -> None:
    measured = Sources()
    lines = sum(text.count("\n") for text in measured.code.values())
    print(f"{len(measured.code)} production files, {lines} lines")
    found = dict(figures(measured))
    print(*found.values(), sep="\n")
    if "--lower" in sys.argv:
        lower({name: figure.value for name, figure in found.items()})


if __name__ == "__main__":
    main()
