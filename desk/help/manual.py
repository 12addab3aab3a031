"""The manual for officers: pages of docs/manual/en and docs/manual/ur, as HTML, and the search in them.

A page begins with its title and one paragraph that explains it in three sentences. A section that a page of the desk
refers to has its anchor in a comment below the heading (`<!-- id: leave -->`) and begins with such a paragraph, too.
The files are part of the code. Their HTML, if there were any, is shown as text, and links to scripts are no links.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs" / "manual"
PICTURES = FOLDER / "pictures"
PICTURE_WIDTH, PICTURE_HEIGHT = 1024, 768
"""The size in pixels of every picture that bin/manual-pictures takes."""
PAGES = (
    "today", "queue", "marking", "complaint", "report", "calls", "inbox", "new-complaint", "exclusions", "pressure",
    "station-orders", "team", "escalations", "delay-cases", "board", "station-sheet", "exports", "replies", "registers",
    "notices", "access-log", "account", "administration",
)  # fmt: skip
"""The pages in the order of the table of contents."""
LANGUAGES = ("en", "ur")
_HEADING = re.compile(r"^##? (?P<title>.+)\n(?:<!-- id: (?P<anchor>[a-z-]+) -->\n)?", re.MULTILINE)
_LIST_SIGN = re.compile(r"^(?:-|\d+\.) ", re.MULTILINE)  # the items of a list are summarised as sentences
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+-]*(?: [A-Za-z][A-Za-z0-9+-]*)*")
_VOWEL_SIGNS = re.compile(r"[\u064b-\u0652\u0670]")


@dataclass(frozen=True)
class ManualSection:
    """A section of a page. `anchor` is its id in the page; the first section of a page has none.

    `summary` is its first paragraph as HTML without a block around it, `html` is all of it, `words` what is searched.
    """

    anchor: str
    title: str
    summary: SafeString
    html: SafeString
    words: str


@dataclass(frozen=True)
class ManualPage:
    """A page of the manual in one language."""

    slug: str
    sections: tuple[ManualSection, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title

    @property
    def summary(self) -> SafeString:
        return self.sections[0].summary

    def section(self, anchor: str) -> ManualSection:
        """Return the section with this anchor. Raises KeyError if there is none."""
        return {section.anchor: section for section in self.sections}[anchor]


@dataclass(frozen=True)
class ManualMatch:
    """A section that has all words of a search."""

    page: ManualPage
    section: ManualSection


@cache
def load_manual_page(slug: str, language: str) -> ManualPage:
    """Return a page in a language. Raises KeyError if there is no such page. A process reads each file once."""
    if slug not in PAGES or language not in LANGUAGES:
        raise KeyError(slug)
    text = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
    starts = list(_HEADING.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return ManualPage(
        slug,
        tuple(
            _make_section(start["title"], start["anchor"] or (f"s{number}" if number else ""), text[start.end() : end])
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ),
    )


def load_manual(language: str) -> list[ManualPage]:
    """Return every page in a language, in the order of the table of contents."""
    return [load_manual_page(slug, language) for slug in PAGES]


def find_in_manual(typed: str, language: str) -> list[ManualMatch]:
    """Return the sections that have all typed words, those with a word in their title first. Empty without words."""
    words = fold(typed).split()
    found = [
        ManualMatch(page, section)
        for page in load_manual(language)
        for section in page.sections
        if words and all(word in section.words for word in words)
    ]
    return sorted(found, key=lambda one: not any(word in fold(one.section.title) for word in words))


def fold(text: str) -> str:
    """Return the text as it is compared: without capitals and without Urdu vowel signs."""
    return _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def render_markdown(text: str) -> SafeString:
    """Return the HTML of Markdown. Its own HTML is escaped.

    A picture leads to its full size; without a file it is left out.
    """
    return mark_safe(_PARSER.render(text))  # noqa: S308 - the parser escapes HTML and refuses links to scripts


def _make_section(title: str, anchor: str, text: str) -> ManualSection:
    first = _LIST_SIGN.sub("", text.strip().split("\n\n", 1)[0])
    words = fold(f"{title} {re.sub(r'!?\[|\]\([^)]*\)|[*`]', '', text)}")
    summary = mark_safe(_PARSER.renderInline(first))  # noqa: S308 - as in render_markdown
    return ManualSection(anchor, title, summary, render_markdown(text), words)


def _render_picture(self, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    name = str(tokens[index].attrs["src"]).rpartition("/")[2]
    if not (PICTURES / name).is_file():
        return ""
    html = '<a href="{0}"><img class="manual-picture" src="{0}" alt="{1}" width="{2}" height="{3}" loading="lazy"></a>'
    return format_html(html, static(f"manual/{name}"), tokens[index].content, PICTURE_WIDTH, PICTURE_HEIGHT)


def _render_text(self, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    """Keep Latin words apart from Urdu text around them, so that punctuation stays in its place."""
    text = tokens[index].content
    is_urdu = any("\u0600" <= letter <= "\u06ff" for letter in text)
    html = escape(text)
    return _LATIN.sub(r"<bdi>\g<0></bdi>", html) if is_urdu and "&" not in html else html


_PARSER = MarkdownIt("js-default", {"html": False})
_PARSER.add_render_rule("image", _render_picture)
_PARSER.add_render_rule("text", _render_text)
_PARSER.add_render_rule(  # keys of the keyboard
    "code_inline",
    lambda self, tokens, index, *context: format_html('<kbd dir="ltr">{}</kbd>', tokens[index].content),
)
