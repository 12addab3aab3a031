"""Replace values that may differ between two runs with the same behaviour by numbered placeholders."""

import json
import re

VOLATILE = {
    # Random numbers and keys: another order of draws gives others.
    "etag": r"(?<![+\d])2\d{3}[ \u00a0]?\d{4}[ \u00a0]?\d{4}(?!\d)",
    "number": r"\b[FTV]2\d(?:[ \u00a0]?\d{4}){2}\b",
    "draft": r"\b[0-9a-f]{32}:[\w-]{43}",
    "uuid": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "hex": r"\b[0-9a-f]{32,}\b",
    # Signed values and tokens (CSRF, one-tap links, proof of work), which are 32 characters or longer.
    "token": r"(?<![\w/.-])(?=[\w:-]*[A-Z])(?=[\w:-]*[a-z])(?=[\w:-]*\d)[\w:-]{32,}={0,2}",
    # Numbers that the tests' telephone counts up in one process, and addresses in memory.
    "wamid": r"\bwamid\.\d+",
    "address": r"\b0x[0-9a-f]{6,}\b",
    # The hash of a static file's content in its name.
    "build": r"(?<=\.)[0-9a-f]{12}(?=\.(?:css|js|svg|woff2|png|ico)\b)",
}
"""By kind of placeholder. `csrfmiddlewaretoken` and nonces are tokens or hexadecimal digits."""

BLOCKS = (
    "address|article|aside|blockquote|body|br|button|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|g|h1|h2|h3|h4|head|header|hr|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|path|section"
    "|select|script|summary|svg|table|tbody|td|template|tfoot|th|thead|title|tr|ul|!doctype"
)
_VOLATILE = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in VOLATILE.items()))
_SPACES = re.compile(r"[ \t\r\n]+")
_AROUND_BLOCKS = re.compile(rf" ?(</?(?:{BLOCKS})\b[^>]*>) ?", re.IGNORECASE)
_TAG = re.compile(r"(?<=.)(?=<)")


def html(text: str) -> str:
    """Return HTML with one tag a line, without white space that no browser shows: templates may be re-wrapped."""
    return _TAG.sub("\n", _AROUND_BLOCKS.sub(r"\1", _SPACES.sub(" ", text))).strip()


def formatted_json(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True)
    except ValueError:
        return text


def numbered(text: str) -> str:
    """Replace each volatile value by its kind and the number of its first appearance."""
    seen: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}

    def placeholder(found: re.Match) -> str:
        kind = found.lastgroup
        value = kind, re.sub("[ \u00a0]", "", found[0])
        if value not in seen:
            seen[value] = counts[kind] = counts.get(kind, 0) + 1
        return f"⟨{kind} {seen[value]}⟩"

    return _VOLATILE.sub(placeholder, text)
