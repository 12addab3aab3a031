"""Templates and style sheets: well formed, nothing inline (the CSP would block it), usable from right to left."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_code import ROOT, run

TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")])
SHEETS = sorted([*ROOT.glob("static/portal/**/*.css"), *ROOT.glob("*/static/**/*.css")])
INLINE = re.compile(
    r"<style|<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on", re.IGNORECASE
)
SIDED = re.compile(
    r"(?<![\w-])((margin|padding|border)-(left|right)\b|(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right))"
)
TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{% comment.*?{% endcomment %}|{#.*?#}", re.DOTALL)
LATIN_COMMA = re.compile(r"}}(</[a-z]+>)*,(\s|$)|%},(\s|$)|date:\"[^\"]*,")
COORDINATES = {
    "templates/monitoring/station.html",
    "templates/monitoring/incident_map.html",
}  # digits, in both languages
# E-mail programs do not load style sheets, and our policy does not apply to them.
MAIL = {"templates/notifications/email.html"}


def name(path: Path) -> str:
    """Return a file's path as the name of a test shows it."""
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern, path: Path) -> list[str]:
    """Return each line of a file that contains something forbidden, with its number. Comments do not count."""
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), path.read_text(), flags=re.DOTALL)
    return [f"{number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_templates_are_well_formed():
    folders = [folder for folder in [ROOT / "templates", *ROOT.glob("*/templates")] if folder.exists()]
    assert run("djlint", "--quiet", "--lint", *map(str, folders)) == ""


@pytest.mark.parametrize("template", [path for path in TEMPLATES if name(path) not in MAIL], ids=name)
def test_a_template_has_no_inline_style_or_script(template):
    assert lines_with(INLINE, template) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_a_style_sheet_speaks_of_start_and_end_not_of_left_and_right(sheet):
    assert lines_with(SIDED, sheet) == []


@pytest.mark.parametrize("template", [path for path in TEMPLATES if name(path) not in COORDINATES], ids=name)
def test_a_template_joins_names_with_the_comma_of_the_language(template):
    """Urdu has a comma of its own: the translation of ", ", and the date format of the language, have it."""
    assert LATIN_COMMA.findall(TRANSLATED.sub("", template.read_text())) == []


@pytest.mark.parametrize(
    "line",
    ['<p style="color:red">', "<script>go()</script>", '<a onclick="go()">', "<style>", '<a href="javascript:go()">'],
)
def test_the_search_for_inline_code_finds_it(line, tmp_path):
    (tmp_path / "page.html").write_text(line)
    assert lines_with(INLINE, tmp_path / "page.html")


# WCAG 2.5.7: whatever is dragged can be done with single taps too, as in test_evidence.py.
DRAGGED = re.compile(r"pointermove|mousemove|touchmove|dragstart|draggable|type=\"range\"")
DRAGGED_OR_TAPPED = {"static/portal/blur.js"}


def test_nothing_else_can_be_dragged():
    scripts = [path for path in ROOT.glob("static/**/*.js") if "vendor" not in path.parts]
    found = {name(path) for path in [*scripts, *TEMPLATES] if lines_with(DRAGGED, path)}
    assert found == DRAGGED_OR_TAPPED
