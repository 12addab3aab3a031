"""No legibility figure gets worse; each figure counts what it is meant to count."""

import warnings
from types import SimpleNamespace

import pytest

from tests.architecture import legibility
from tests.architecture.legibility import FIGURES, Sources


def compared(measured: dict[str, int], reached: dict[str, int]) -> tuple[list[str], list[str]]:
    """Return the figures that are worse than the committed ones, and those that are better."""
    worse = [f"{name}: {value}, was {reached[name]}" for name, value in measured.items() if value > reached[name]]
    better = [f"{name}: {value}, was {reached[name]}" for name, value in measured.items() if value < reached[name]]
    return worse, better


def test_no_figure_is_worse_than_the_one_that_was_reached():
    found = dict(legibility.figures(Sources()))
    worse, better = compared({name: figure.value for name, figure in found.items()}, legibility.reached())
    if better:
        warnings.warn(f"Lower these in tests/architecture/legibility.toml: {better}", stacklevel=1)
    shown = "\n".join(str(found[line.partition(":")[0]]) for line in worse)
    assert worse == [], shown


def test_every_figure_has_a_committed_value():
    assert list(legibility.reached()) == list(FIGURES)


def test_a_worse_figure_is_told_from_a_better_one():
    assert compared({"a": 2, "b": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}) == (["a: 2, was 1"], ["b: 1, was 2"])


def test_only_better_figures_are_written_into_the_file(tmp_path, monkeypatch):
    file = tmp_path / "legibility.toml"
    file.write_text("# why\nmigrations = 23\ndecisions = 76\n")
    monkeypatch.setattr(legibility, "RATCHET", file)
    legibility.lower({"migrations": 20, "decisions": 77})
    assert file.read_text() == "# why\nmigrations = 20\ndecisions = 76\n"


CODE = {
    "complaints/workflow/outcome.py": 'Move("merge_both")\n',
    "complaints/a/telling.py": "class Row:\n    pass\n\n\ndef _once():\n    return 1\n\n\nvalue = _once()  # whoever\n",
    "complaints/b/telling.py": "class Row: ...\n\nname = 'merge_both'\n",
    "complaints/c/telling.py": "class Row: ...\n\nquery._fetch_all()\n",
    "complaints/c/d/telling.py": "MERGE_BOTH = 1\n",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("repeated_classes", 1),
        ("repeated_files", 1),
        ("private_parts", 1),
        ("median_move", 4),
        ("worst_move", 4),
        ("short_helpers", 1),
        ("fullest_folder", 1),
        ("migrations", 2),
        ("decisions", 1),
        ("long_template_lines", 1),
        ("odd_phrases", 2),
    ],
)
def test_each_figure_finds_what_it_counts(name, value):
    sources = SimpleNamespace(
        code=CODE,
        trees={path: legibility.ast.parse(text) for path, text in CODE.items()},
        templates={"templates/a.html": "x" * 161, "templates/b.html": "data-move='merge_both'"},
        documents={"docs/decisions/0001-a.md": "It is reckoned.", "README.md": ""},
        migrations=["a", "b"],
    )
    assert FIGURES[name](sources).value == value
