"""From a layout and plain facts to a tagged PDF (PDF/UA-1): Typst, the fonts of this folder, and nothing from outside.

The facts reach the layout as data, never as source: whatever a complainant wrote is text. `facts` may hold strings,
numbers, booleans, lists and dictionaries of them; every string is made printable on the way.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

from documents.printable_text import printable

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts"
LANGUAGES = "en", "ur"
QUOTED = re.compile(r"[\"`'].*[\"`']", re.DOTALL)


class NotMade(Exception):
    """A paper could not be typeset. Says which layout and what Typst said of it, without the words it quotes."""


def pdf(template: str, facts: dict[str, Any], *, language: str) -> bytes:
    """The paper `layouts/<template>.typ` in a language (`en`, `ur`). `facts` need a `title` and an `author`.

    The same facts give the same bytes: no date is put in. Raises NotMade.
    """
    return _compiled(template, facts, language, format="pdf", pdf_standards="ua-1")


def png(template: str, facts: dict[str, Any], *, language: str) -> bytes:
    """The same of a layout of one page, as a picture with two pixels for each point. Raises NotMade."""
    return _compiled(template, facts, language, format="png", ppi=144.0)


def _compiled(template: str, facts: dict[str, Any], language: str, **how) -> bytes:
    if language not in LANGUAGES:
        raise NotMade(f"{template}: no paper is made in the language {language!r}")
    told = json.dumps(_printable({**facts, "language": language}, language), ensure_ascii=False)
    # One compiler a paper: it takes a millisecond, and two threads cannot share one.
    compiler = typst.Compiler(root=LAYOUTS, font_paths=fonts(), sys_inputs={"facts": told})
    try:
        return compiler.compile(LAYOUTS / f"{template}.typ", **how)
    except RuntimeError as trouble:  # TypstError is one; a layout that is not there is a plain one
        raise NotMade(f"{template}.typ: {QUOTED.sub('…', getattr(trouble, 'message', str(trouble)))}") from None


@cache
def fonts() -> typst.Fonts:
    """The fonts beside this file, read once a process: neither the system's nor Typst's own."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])


def _printable(told: Any, language: str) -> Any:
    match told:
        case str():
            return printable(told, language=language)
        case dict():
            return {name: _printable(value, language) for name, value in told.items()}
        case list() | tuple():
            return [_printable(value, language) for value in told]
    return told
