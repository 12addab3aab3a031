"""Compile a Typst layout and plain facts to a tagged PDF (PDF/UA-1), with the fonts of this folder only.

The facts are passed to the layout as data, never as Typst source, so a complainant's text cannot be executed. `facts`
may contain strings, numbers, booleans, and lists and dictionaries of them. All strings are made printable.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

from documents.printable_text import make_printable

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts"
LANGUAGES = "en", "ur"
QUOTED = re.compile(r"[\"`'].*[\"`']", re.DOTALL)


class CompilationFailed(Exception):
    """A document could not be compiled. The message contains the layout and Typst's error without quoted text."""


def compile_pdf(template: str, facts: dict[str, Any], *, language: str, proof: str = "") -> bytes:
    """Return the PDF of `layouts/<template>.typ` in a language (`en`, `ur`). `facts` need a `title` and an `author`.

    `proof`: the proof of its lines, which the layout attaches unchanged; empty for none. The same facts give the same
    bytes, because the PDF contains no date. Raises CompilationFailed.
    """
    return _compile(template, facts, language, proof, format="pdf", pdf_standards="ua-1")


def compile_png(template: str, facts: dict[str, Any], *, language: str) -> bytes:
    """Return a layout of one page as a PNG with two pixels for each point. Raises CompilationFailed."""
    return _compile(template, facts, language, format="png", ppi=144.0)


def _compile(template: str, facts: dict[str, Any], language: str, proof: str = "", **options) -> bytes:
    if language not in LANGUAGES:
        raise CompilationFailed(f"{template}: there are no documents in the language {language!r}")
    data = json.dumps(_make_printable({**facts, "language": language}, language), ensure_ascii=False)
    # One compiler for each document: it takes a millisecond, and threads cannot share one.
    compiler = typst.Compiler(root=LAYOUTS, font_paths=load_fonts(), sys_inputs={"facts": data, "proof": proof})
    try:
        return compiler.compile(LAYOUTS / f"{template}.typ", **options)
    except RuntimeError as error:  # TypstError is a subclass; a missing layout raises RuntimeError itself
        raise CompilationFailed(f"{template}.typ: {QUOTED.sub('…', getattr(error, 'message', str(error)))}") from None


@cache
def load_fonts() -> typst.Fonts:
    """Return the fonts of this package, without the system's and Typst's own. They are read once per process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])


def _make_printable(data: Any, language: str) -> Any:
    match data:
        case str():
            return make_printable(data, language=language)
        case dict():
            return {name: _make_printable(value, language) for name, value in data.items()}
        case list() | tuple():
            return [_make_printable(value, language) for value in data]
    return data
