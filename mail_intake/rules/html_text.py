"""Turn the HTML of an e-mail into text, with the parser of the standard library."""

import re
from html.parser import HTMLParser

LONGEST_HTML = 500_000
"""Characters that are read. A person's text is far shorter; the rest is styles or an attack on the parser."""
INVISIBLE = frozenset({"script", "style", "title", "template", "noscript"})
"""`head` is not among them: its end tag may be left out, and what it shows is its title."""
BLOCKS = frozenset({"address", "blockquote", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p",
                    "pre", "table", "tr", "ul"})  # fmt: skip


class _TextCollector(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in INVISIBLE:
            self.hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag in INVISIBLE:
            self.hidden = max(0, self.hidden - 1)
        elif tag in {"p", "table"} or (tag.startswith("h") and tag in BLOCKS):
            self.parts.append("\n\n")
        elif tag in BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """Return the visible text, one line for each paragraph."""
    collector = _TextCollector()
    try:
        collector.feed(html[:LONGEST_HTML])
        collector.close()
    except AssertionError:  # the parser raises it for malformed declarations
        return ""
    lines = (line.strip(" \xa0") for line in "".join(collector.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
