"""Cut the history that mail programs quote below a reply."""

import re

_SEPARATOR = re.compile(r"^\s*-{2,}\s*(original message|forwarded message|اصل پیغام)\s*-{2,}\s*$", re.IGNORECASE)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_HEADER_LINE = re.compile(r"^\s*\*?(from|sent|date|to|subject|منجانب|بھیجا گیا|تاریخ|موضوع)\s*:\*?", re.IGNORECASE)
_ATTRIBUTION_ENDS = re.compile(r"(\bwrote|نے لکھا) ?:?$", re.IGNORECASE)
_HAS_ADDRESS_OR_DATE = re.compile(r"@|\d{4}|\d{1,2}:\d{2}")
ATTRIBUTION_LINES = 3
"""The most lines into which a program breaks "On Monday, … <address> wrote:"."""
LONGEST_ATTRIBUTION = 500  # characters


def cut_quoted_history(text: str) -> str:
    """Return a reply without the message that it answers. Text below a quotation marked with ">" stays.

    A reply that would be empty is returned whole: it is better to keep too much than to lose what a person wrote.
    """
    lines = text.split("\n")
    kept, position = [], 0
    while position < len(lines):
        if _begins_copied_message(lines, position):
            break
        if length := _attribution_length(lines, position):
            position += length
            next_written = next((line for line in lines[position:] if line.strip()), "")
            if not next_written.lstrip().startswith(">"):
                break  # a program that does not mark the lines of a quotation: the rest is the quotation
            continue
        if not lines[position].lstrip().startswith(">"):
            kept.append(lines[position])
        position += 1
    reply = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return reply or text.strip()


def _begins_copied_message(lines: list[str], position: int) -> bool:
    """Return whether a copy of the message, headers first, begins at this line."""
    if _SEPARATOR.match(lines[position]):
        return True
    start = position + 1 if _RULE.match(lines[position]) else position
    headers = [bool(_HEADER_LINE.match(line)) for line in lines[start : start + 5]]
    return bool(headers) and headers[0] and sum(headers) >= 3


def _attribution_length(lines: list[str], position: int) -> int:
    """Return the number of lines of the attribution ("On …, … wrote:") that begins here; 0 if none begins here."""
    if not lines[position].strip():
        return 0
    for length in range(1, ATTRIBUTION_LINES + 1):
        part = [line.strip() for line in lines[position : position + length]]
        if not all(part):
            return 0
        if sum(map(len, part)) > LONGEST_ATTRIBUTION:
            return 0
        whole = " ".join(" ".join(part).split())
        if _ATTRIBUTION_ENDS.search(whole) and _HAS_ADDRESS_OR_DATE.search(whole):
            return length
    return 0
